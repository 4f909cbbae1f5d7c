import { expect, test } from "vitest";
import { withAsync } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { EventLoop } from "../loop/event-loop.ts";
import { CancelledError } from "../errors/exceptions.ts";
import { Event, Lock, Semaphore } from "./locks.ts";
import { currentTask } from "../tasks/task.ts";

test("belong to the loop that they were first waited for on", () => {
  for (const shared of [new Lock(), new Semaphore(1), new Event()]) {
    const wait = () => ("acquire" in shared ? shared.acquire() : shared.wait());
    const runOn = (loop: EventLoop) =>
      loop.runUntilComplete(
        (function* (): Coroutine<void> {
          if ("acquire" in shared && !shared.locked()) yield* shared.acquire();
          const self = currentTask()!;
          loop.callSoon(() => self.cancel());
          yield* wait();
        })(),
      );
    expect(() => runOn(new EventLoop())).toThrow(CancelledError);
    expect(() => runOn(new EventLoop())).toThrow(`${shared.toString()} is bound to a different event loop`);
  }
});

test("a lock made before the loop runs is reported at its first use", () => {
  const log: string[] = [];
  const lock = new Lock();
  const loop = new EventLoop({
    resourceCreated: (_time, resource, kind, _name, value) =>
      log.push(`created ${kind} ${resource}: ${value}`),
    resourceAcquired: (_time, resource, task, value) => log.push(`${task} has ${resource}: ${value}`),
    taskSuspended: (_time, task, _future, reason, on) => log.push(`${task} waits for ${reason} ${on}`),
  });
  loop.runUntilComplete(
    (function* (): Coroutine<void> {
      yield* lock.acquire();
      loop.callLater(1, () => lock.release());
      yield* lock.acquire();
    })(),
  );
  expect(log).toEqual(["created Lock 1: 1", "1 has 1: 0", "1 waits for Lock 1", "1 has 1: 0"]);
});

test("withAsync exits once for every end of the body", () => {
  const log: string[] = [];
  const manager = (swallows: boolean, exitFails = false) => ({
    *enter(): Coroutine<string> {
      return "entered";
    },
    *exit(error?: unknown): Coroutine<boolean> {
      log.push(`exit ${error instanceof Error ? error.message : "well"}`);
      if (exitFails) throw new Error("exit failed");
      return swallows;
    },
  });
  const run = <T>(coroutine: Coroutine<T>) => new EventLoop().runUntilComplete(coroutine);
  function* body(value: string): Coroutine<string> {
    return value;
  }
  function* fails(): Coroutine<string> {
    throw new Error("body failed");
  }
  expect(run(withAsync(manager(false), body))).toBe("entered");
  expect(run(withAsync(manager(true), fails))).toBeUndefined();
  expect(() => run(withAsync(manager(false), fails))).toThrow("body failed");
  expect(() => run(withAsync(manager(false, true), body))).toThrow("exit failed");
  expect(() => run(withAsync(manager(false, true), fails))).toThrow("exit failed");
  const closed = withAsync(manager(false), function* () {
    yield undefined;
  });
  closed.next();
  closed.return(undefined);
  expect(log).toEqual([
    "exit well",
    "exit body failed",
    "exit body failed",
    "exit well",
    "exit body failed",
    "exit well",
  ]);
});
