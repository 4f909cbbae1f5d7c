/**
 * Programs written twice by hand, in Python for CPython's own asyncio and loop and in TypeScript for the runtime: both
 * must say the same, at the same times, and run the same callbacks in the same iterations.
 */
import { expect, test } from "vitest";
import { withAsync, type AsyncContextManager } from "../runtime/context-manager.ts";
import type { Coroutine } from "../runtime/coroutine.ts";
import { EventLoop } from "../runtime/event-loop.ts";
import { getRunningLoop } from "../runtime/events.ts";
import { CancelledError } from "../runtime/exceptions.ts";
import { sleep } from "../runtime/sleep.ts";
import { createTask, type Task } from "../runtime/task.ts";
import helpers from "./oracle/side-by-side.py?raw";
import stockLoop from "./oracle/stock-loop.py?raw";
import { runPython } from "./run-python.ts";

/** What it shows, the body of Python's `async def main()`, and the same in TypeScript. */
export type Program = readonly [name: string, python: string, typescript: () => Coroutine<void>];

let said: string[] = [];

/** Says how things are, and when. */
export function say(...what: unknown[]): void {
  said.push(`${what.map(pythonText).join(" ")} @ ${getRunningLoop().time()}`);
}

/** Says what an action gives or throws. */
export function attempt(action: () => unknown): void {
  try {
    say("gives", action());
  } catch (error) {
    say((error as Error).name, error);
  }
}

/** A task that says what its coroutine comes to. */
export function spawn(name: string, coroutine: Coroutine<unknown>): Task<void> {
  return createTask(told(name, coroutine), { name });
}

function* told(name: string, coroutine: Coroutine<unknown>): Coroutine<void> {
  try {
    say(name, "gives", yield* coroutine);
  } catch (error) {
    say(name, (error as Error).name, error);
    if (error instanceof CancelledError) throw error;
  }
}

/** Is inside of a context manager for a time. */
export function* use(name: string, manager: AsyncContextManager<unknown>, seconds = 1): Coroutine<void> {
  yield* withAsync(manager, function* (value) {
    say(name, "in", value);
    yield* sleep(seconds);
  });
  say(name, "out");
}

/** A test for each program. The trace is compared with that of the Python guest. */
export function testSideBySide(programs: readonly Program[]): void {
  test.each(programs)("%s", async (_name, python, typescript) => {
    const there = await runThere(python);
    expect(there.said).not.toEqual([]);
    expect(runHere(typescript)).toEqual(there);
  });
}

interface Run {
  said: string[];
  /** The callbacks that ran, "|" before each iteration. */
  order: string;
  /** What became of locks and semaphores: event, time, resource, task, free permits. */
  resources: string[];
}

function runHere(main: () => Coroutine<void>): Run {
  said = [];
  const order: string[] = [];
  const resources: string[] = [];
  const tell =
    (kind: string) =>
    (time: number, resource: number, task: number, value: number): void =>
      void resources.push([kind, time, resource, task, value].join(" "));
  const loop = new EventLoop({
    iterationStarted: () => order.push("|"),
    handleStarted: (_time, { name }) => order.push(name),
    resourceCreated: (time, resource, kind, _name, value) =>
      void resources.push(["resourceCreated", time, resource, kind, value].join(" ")),
    resourceWaited: tell("resourceWaited"),
    resourceAcquired: tell("resourceAcquired"),
    resourceReleased: tell("resourceReleased"),
  });
  loop.runUntilComplete(main());
  return { said, order: order.join(" "), resources };
}

async function runThere(body: string): Promise<Run> {
  const oracle = `exec(compile(${JSON.stringify(stockLoop)}, "stock-loop.py", "exec"), {"__name__": "stock_loop"})\n`;
  const run = "asyncio.new_event_loop().run_until_complete(main())";
  const program = `${helpers}\nasync def main():${body}\n${run}\n`;
  const { error, stdout } = await runPython(oracle + program);
  expect(error).toBeNull();
  const lines = stdout.split("\n").slice(0, -1);
  const order = JSON.parse(lines.pop() ?? "[]") as string[];

  const { events } = await runPython(program);
  const resources = events
    .filter(({ kind }) => kind.startsWith("resource"))
    .map(({ kind, time, resource, type, task, value }) =>
      [kind, time, resource, type ?? task ?? 0, value].join(" "),
    );
  return { said: lines, order: order.join(" ").replaceAll("_run_until_complete_cb", "stop"), resources };
}

function pythonText(value: unknown): string {
  if (value === undefined || value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Error) return value.message;
  return Array.isArray(value) ? `[${value.map(pythonText).join(", ")}]` : String(value as string);
}
