import { describe, expect, test } from "vitest";
import { ContextVar } from "../contexts/contextvars.ts";
import type { Coroutine } from "./coroutine.ts";
import { EventLoop } from "../loop/event-loop.ts";
import { getRunningLoop } from "../loop/events.ts";
import { CancelledError } from "../errors/exceptions.ts";
import { allTasks, createTask, currentTask } from "./task.ts";

function* sleep(delay: number): Coroutine<void> {
  const loop = getRunningLoop();
  const future = loop.createFuture<void>();
  const timer = loop.callLater(delay, () => !future.done() && future.setResult());
  try {
    yield* future;
  } finally {
    timer.cancel();
  }
}

function run<T>(main: () => Coroutine<T>): T {
  return new EventLoop().runUntilComplete(main());
}

test("tasks alternate and return results", () => {
  const said: string[] = [];
  function* work(name: string, delay: number): Coroutine<string> {
    said.push(`${name} begins`);
    yield* sleep(delay);
    said.push(`${name} ends at ${getRunningLoop().time()}`);
    return name;
  }
  const result = run(function* () {
    const a = createTask(work("a", 2));
    const b = createTask(work("b", 1));
    return [yield* a, yield* b];
  });
  expect(result).toEqual(["a", "b"]);
  expect(said).toEqual(["a begins", "b begins", "b ends at 1", "a ends at 2"]);
});

describe("cancel", () => {
  test("throws CancelledError at the innermost await, and through each awaiting coroutine", () => {
    const said: string[] = [];
    function* inner(): Coroutine<void> {
      try {
        yield* sleep(9);
      } finally {
        said.push("inner cleans up");
      }
    }
    function* outer(): Coroutine<void> {
      try {
        yield* inner();
      } catch (error) {
        said.push(`outer sees ${(error as Error).name}: ${(error as Error).message}`);
        throw error;
      }
    }
    const cancelled = run(function* () {
      const task = createTask(outer());
      yield* sleep(1);
      task.cancel("enough");
      try {
        yield* task;
      } catch (error) {
        return error instanceof CancelledError && task.cancelled() && task.cancelling() === 1;
      }
      return false;
    });
    expect(cancelled).toBe(true);
    expect(said).toEqual(["inner cleans up", "outer sees CancelledError: enough"]);
  });

  test("before the first step prevents the coroutine from starting", () => {
    let began = false;
    run(function* () {
      const task = createTask(
        (function* (): Coroutine<void> {
          began = true;
          yield* sleep(0);
        })(),
      );
      task.cancel();
      yield* sleep(1);
      expect(task.cancelled()).toBe(true);
    });
    expect(began).toBe(false);
  });
});

test("an exception is the task's outcome and is thrown at each await of the task", () => {
  expect(() =>
    run(function* () {
      yield* createTask(
        (function* (): Coroutine<void> {
          throw new RangeError("boom");
        })(),
      );
    }),
  ).toThrow("boom");
});

test("misuse throws errors with CPython's wording", () => {
  const loop = new EventLoop();
  const other = new EventLoop().createFuture();
  expect(() =>
    loop.runUntilComplete(
      (function* (): Coroutine<unknown> {
        return yield* other;
      })(),
    ),
  ).toThrow(/attached to a different loop/);
  expect(() =>
    run(function* (): Coroutine<unknown> {
      return yield* currentTask()!;
    }),
  ).toThrow(/Task cannot await on itself/);
  expect(() => createTask((function* (): Coroutine<void> {})())).toThrow("no running event loop");
});

test("each task has its own context, and so do its callbacks", () => {
  const name = new ContextVar("name", "nobody");
  const seen: string[] = [];
  run(function* () {
    name.set("main");
    const child = createTask(
      (function* (): Coroutine<void> {
        seen.push(`child begins as ${name.get()}`);
        const token = name.set("child");
        getRunningLoop().callSoon(() => seen.push(`callback of ${name.get()}`));
        yield* sleep(1);
        seen.push(`child is ${name.get()}`);
        name.reset(token);
        seen.push(`child is ${name.get()} again`);
      })(),
    );
    yield* child;
    seen.push(`main is ${name.get()}`);
  });
  expect(seen).toEqual([
    "child begins as main",
    "callback of child",
    "child is child",
    "child is main again",
    "main is main",
  ]);
  expect(name.get()).toBe("nobody");
});

test("an eager task runs to its first await during its creation", () => {
  const said: string[] = [];
  run(function* () {
    const outer = currentTask();
    const task = createTask(
      (function* (): Coroutine<void> {
        said.push(currentTask() === outer ? "as another" : "as itself");
        yield* sleep(1);
      })(),
      { eagerStart: true },
    );
    said.push("created", currentTask() === outer ? "main again" : "lost");
    expect(allTasks().size).toBe(2);
    yield* task;
    expect(allTasks().size).toBe(1);
  });
  expect(said).toEqual(["as itself", "created", "main again"]);
});
