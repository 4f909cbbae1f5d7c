/**
 * Programs written twice, once in Python and once in TypeScript, and run on both: CPython's stock loop is the oracle
 * for the runtime. Nothing expected is written down.
 *
 * Compared are the lines that a program logs, each with the loop's time, and the shape of its iterations: how many
 * there are, how many callbacks each runs, and which of them step which task.
 */
import { expect, test } from "vitest";
import { run } from "../../runtime/runner.ts";
import { sleep } from "../../runtime/combinators.ts";
import type { Awaitable, Coroutine } from "../../runtime/coroutine.ts";
import type { EventLoop } from "../../runtime/event-loop.ts";
import { getRunningLoop } from "../../runtime/events.ts";
import { ExceptionGroup } from "../../runtime/exception-group.ts";
import { CancelledError, ValueError } from "../../runtime/exceptions.ts";
import type { Instrument } from "../../runtime/instrument.ts";
import { createTask, Task } from "../../runtime/task.ts";
import { runPython } from "../run-python.ts";
import stockLoop from "./stock-loop.py?raw";
import prelude from "./twins.py?raw";

const oracle = `exec(compile(${JSON.stringify(stockLoop)}, "stock-loop.py", "exec"), {"__name__": "stock_loop"})\n`;

interface Recording {
  lines: string[];
  /** For each iteration what it ran: a task's name, or a dot for any other callback. */
  iterations: string[];
}

/** What the twin programs of both languages share; its Python twin is twins.py. */
export class Kit {
  readonly lines: string[] = [];
  readonly loop: EventLoop = getRunningLoop();

  log = (...what: unknown[]): void => {
    this.lines.push([this.loop.time(), ...what].map(show).join(" "));
  };

  work = (
    name: string,
    delay: number,
    options: { fails?: string; cleanup?: number } = {},
  ): Coroutine<string> => work(this.log, name, delay, options);

  stubborn = (name: string, delay: number): Coroutine<string> => stubborn(this.log, name, delay);

  attempt = (awaitable: Awaitable<unknown>): Coroutine<void> => attempt(this.log, awaitable);

  spawn = <T>(name: string, coroutine: Coroutine<T>): Task<T> => createTask(coroutine, { name });
}

function* work(
  log: Kit["log"],
  name: string,
  delay: number,
  { fails, cleanup }: { fails?: string; cleanup?: number },
): Coroutine<string> {
  log(name, "begins");
  try {
    yield* sleep(delay);
  } catch (error) {
    log(name, error);
    if (cleanup !== undefined) {
      yield* sleep(cleanup);
      log(name, "cleaned up");
    }
    throw error;
  }
  if (fails !== undefined) throw new ValueError(fails);
  log(name, "ends");
  return name;
}

function* stubborn(log: Kit["log"], name: string, delay: number): Coroutine<string> {
  try {
    yield* sleep(delay);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    log(name, "refuses", error);
  }
  return name;
}

function* attempt(log: Kit["log"], awaitable: Awaitable<unknown>): Coroutine<void> {
  let result: unknown;
  try {
    result = yield* awaitable;
  } catch (error) {
    log("caught", error);
    return;
  }
  log("got", result);
}

function show(value: unknown): string {
  if (value instanceof ExceptionGroup) return `${value} [${value.exceptions.map(show).join(", ")}]`;
  if (value instanceof Error) return `${value.name}(${value.message})`;
  if (value instanceof Task) return value.getName();
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value instanceof Set) return `{${[...value].map(show).sort().join(", ")}}`;
  return value === undefined || value === null ? "none" : String(value as string);
}

/** A test of one program: `python` is the body of its `main`, `typescript` its `main`. */
export function twin(name: string, python: string, typescript: (kit: Kit) => Coroutine<void>): void {
  test(name, async () => {
    const ours = record(typescript);
    expect(ours).toEqual(await recordPython(python, ours.tasks));
  });
}

function record(main: (kit: Kit) => Coroutine<void>): Recording & { tasks: Set<string> } {
  const tasks = new Set<string>();
  const order: string[] = [];
  const instrument: Instrument = {
    taskCreated: (_time, _task, taskName) => void tasks.add(taskName),
    iterationStarted: () => void order.push("|"),
    handleStarted: (_time, handle) => void order.push(handle.name),
  };
  let kit: Kit | undefined;
  function* begin(): Coroutine<void> {
    const { loop, log } = (kit = new Kit());
    loop.setExceptionHandler((_loop, { message, exception }) => log("reported", message, exception));
    yield* main(kit);
  }
  try {
    run(begin(), { instrument });
  } catch (error) {
    kit?.log("raised", error);
  }
  return { lines: kit?.lines ?? [], iterations: shapeOf(order, tasks), tasks };
}

async function recordPython(body: string, tasks: Set<string>): Promise<Recording & { tasks: Set<string> }> {
  const margin = /^\n?( *)/.exec(body)?.[1] ?? "";
  const main = body.split("\n").map((line) => `    ${line.replace(margin, "")}`);
  const { stdout, error } = await runPython(
    `${oracle}${prelude}\nasync def main():\n${main.join("\n")}\n\ngo()\n`,
  );
  expect(error).toBeNull();
  const lines = stdout.split("\n").slice(0, -1);
  const iterations = shapeOf(JSON.parse(lines.pop() ?? "[]") as string[], tasks);
  // At the end asyncio.run closes asynchronous generators and threads, with a task and a callback each.
  return { lines, iterations: iterations.slice(0, -4), tasks };
}

function shapeOf(order: string[], tasks: Set<string>): string[] {
  const iterations: string[][] = [];
  for (const name of order) {
    // It keeps the graph of who awaits whom, and nothing else.
    if (name === "shield.<locals>._clear_awaited_by_callback") continue;
    if (name === "|") iterations.push([]);
    else if (/^Task-\d+$/.test(name)) iterations.at(-1)?.push("Task");
    else iterations.at(-1)?.push(tasks.has(name) ? name : "·");
  }
  return iterations.map((names) => names.join(" "));
}
