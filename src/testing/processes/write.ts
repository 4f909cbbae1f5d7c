/** Writes a random program with processes in both languages: the same calls in the same order. */
import type { Action, ProcessProgram } from "./program.ts";

const PYTHON = `import asyncio, signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
# A process is closed as its last reference goes: not in TypeScript.
kept = []
def told(result):
    if isinstance(result, tuple):
        return " ".join(map(told, result))
    return "none" if result is None else str(len(result) if isinstance(result, bytes) else result)
async def act(name, what, awaitable, timeout=None):
    try:
        print(name, what, told(await (awaitable if timeout is None else asyncio.wait_for(awaitable, timeout))))
    except asyncio.CancelledError:
        print(name, what, "cancelled")
        raise
    except Exception as error:
        # A method of None: TypeScript calls it TypeError.
        print(name, what, type(error).__name__.replace("Attribute", "Type"))
async def write(process, size, drains):
    process.stdin.write(b"\\n" + b"x" * (size - 1))
    if drains:
        await process.stdin.drain()
async def call(function):
    return function()
`;

const TYPESCRIPT = `import {
  CancelledError, createSubprocessExec, createTask, DEVNULL, PIPE, type Process, print, run, sleep, STDOUT, wait, waitFor,
} from "asyncio";
function told(result: any): string {
  if (Array.isArray(result)) return result.map(told).join(" ");
  if (result === undefined || result === null) return "none";
  return String(result instanceof Uint8Array ? result.length : result);
}
async function act(name: string, what: string, awaitable: Promise<any>, timeout: number | null = null) {
  try {
    print(name, what, told(await (timeout === null ? awaitable : waitFor(awaitable, timeout))));
  } catch (error) {
    if (error instanceof CancelledError) {
      print(name, what, "cancelled");
      throw error;
    }
    print(name, what, (error as Error).name);
  }
}
async function write(process: any, size: number, drains: boolean) {
  process.stdin.write("\\n" + "x".repeat(size - 1));
  if (drains) await process.stdin.drain();
}
async function call(work: () => any) {
  return work();
}
`;

/** Return the text of a program in Python. */
export function toPython({ children, cancels }: ProcessProgram): string {
  const tasks = children.map(
    ({ starts, command, hasInput, errors, limit, actions }, i) => `async def child_${i}():
    name = "child ${i}"
    await asyncio.sleep(${starts})
    process = await asyncio.create_subprocess_exec(${command.map((word) => JSON.stringify(word)).join(", ")}, stdin=${hasInput ? "PIPE" : "DEVNULL"}, stdout=PIPE, stderr=${errors}, limit=${limit})
    kept.append(process)
${actions.map((action) => `    ${pythonAction(action)}\n`).join("")}    await act(name, "last", process.communicate(), 2)
`,
  );
  return `${PYTHON}${tasks.join("")}async def main():
    tasks = [${children.map((_, i) => `asyncio.create_task(child_${i}(), name="child ${i}")`).join(", ")}]
${cancels.map(({ after, child }) => `    await asyncio.sleep(${after})\n    tasks[${child}].cancel()\n`).join("")}    await asyncio.wait(tasks, timeout=20)
    print("over")
asyncio.run(main())
`;
}

function pythonAction(action: Action): string {
  const act = (call: string, timeout: number | null = null) =>
    `await act(name, "${action.do}", ${call}${timeout === null ? "" : `, ${timeout}`})`;
  switch (action.do) {
    case "write":
      return act(`write(process, ${action.bytes}, ${action.drains ? "True" : "False"})`);
    case "read":
      return act("process.stdout.read(1000)", action.timeout);
    case "readline":
      return act("process.stdout.readline()", action.timeout);
    case "errors":
      return act("call(lambda: process.stderr is None)", action.timeout);
    case "wait":
      return act("process.wait()", action.timeout ?? 3);
    case "communicate":
      return act("process.communicate()", action.timeout ?? 3);
    case "sleep":
      return `await asyncio.sleep(${action.seconds})`;
    case "end":
      return act("call(process.stdin.close)");
    case "waitClosed":
      return act("process.stdin.wait_closed()", 1);
    case "terminate":
    case "kill":
      return act(`call(process.${action.do})`);
    case "usr1":
      return act("call(lambda: process.send_signal(signal.SIGUSR1))");
    case "status":
      return act("call(lambda: process.returncode)");
  }
}

/** Return the text of a program in TypeScript. */
export function toTypeScript({ children, cancels }: ProcessProgram): string {
  const tasks = children.map(
    ({ starts, command, hasInput, errors, limit, actions }, i) => `async function child${i}() {
  const name = "child ${i}";
  await sleep(${starts});
  const process: Process<any, any, any> = await createSubprocessExec(${words(command)}, {
    stdin: ${hasInput ? "PIPE" : "DEVNULL"}, stdout: PIPE, stderr: ${errors}, limit: ${limit},
  });
${actions.map((action) => `  ${typescriptAction(action)}\n`).join("")}  await act(name, "last", process.communicate(), 2);
}
`,
  );
  return `${TYPESCRIPT}${tasks.join("")}async function main() {
  const tasks = [${children.map((_, i) => `createTask(child${i}(), { name: "child ${i}" })`).join(", ")}];
${cancels.map(({ after, child }) => `  await sleep(${after});\n  tasks[${child}]!.cancel();\n`).join("")}  await wait(tasks, { timeout: 20 });
  print("over");
}
run(main());
`;
}

function words([name, ...args]: readonly string[]): string {
  return `${JSON.stringify(name)}, ${JSON.stringify(args)}`;
}

function typescriptAction(action: Action): string {
  const act = (call: string, timeout: number | null = null) =>
    `await act(name, "${action.do}", ${call}${timeout === null ? "" : `, ${timeout}`});`;
  switch (action.do) {
    case "write":
      return act(`write(process, ${action.bytes}, ${action.drains})`);
    case "read":
      return act("process.stdout.read(1000)", action.timeout);
    case "readline":
      return act("process.stdout.readline()", action.timeout);
    case "errors":
      return act(`call(() => (process.stderr === null ? "True" : "False"))`, action.timeout);
    case "wait":
      return act("process.wait()", action.timeout ?? 3);
    case "communicate":
      return act("process.communicate()", action.timeout ?? 3);
    case "sleep":
      return `await sleep(${action.seconds});`;
    case "end":
      return act("call(() => process.stdin.close())");
    case "waitClosed":
      return act("process.stdin.waitClosed()", 1);
    case "terminate":
    case "kill":
      return act(`call(() => process.${action.do}())`);
    case "usr1":
      return act(`call(() => process.sendSignal("SIGUSR1"))`);
    case "status":
      return act("call(() => process.returncode)");
  }
}
