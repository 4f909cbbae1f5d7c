/** Loops in real time, on the host's own clock. Nothing here depends on how long it takes. */
import { expect, test } from "vitest";
import { openConnection, startServer } from "../io/streams.ts";
import { asyncGenerator, emit } from "../asyncgen/async-generator.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { EventLoop } from "./event-loop.ts";
import { getRunningLoop } from "./events.ts";
import { CancelledError, RuntimeError, TimeoutError } from "../errors/exceptions.ts";
import { HostClock } from "./clock.ts";
import { runCoroutineThreadsafe, wrapFuture } from "./host-futures.ts";
import { runForeverOnHost } from "./host-loop.ts";
import { runOnHost } from "./runner.ts";
import { runningLoop } from "./running-loop.ts";
import { gather, shield, sleep, waitFor } from "../combinators/combinators.ts";
import { createTask } from "../tasks/task.ts";

const neverEnds = () => getRunningLoop().createFuture<void>();

function* waitForEver(): Coroutine<void> {
  yield* neverEnds();
}

test("timers in real time run in order, not before their deadlines, and the thread is free meanwhile", async () => {
  const said: string[] = [];
  const hostTimer = new Promise<void>((resolve) => setTimeout(() => resolve(void said.push("host"))));
  // Not `sleep`: the host may take its time between the beginnings of two.
  function* until(name: string, when: number): Coroutine<void> {
    const loop = getRunningLoop();
    const due = loop.createFuture<void>();
    loop.callAt(when, () => due.setResult());
    yield* due;
    said.push(name);
    expect(loop.time()).toBeGreaterThanOrEqual(when - 1e-5);
  }
  const result = await runOnHost(
    (function* () {
      yield* wrapFuture(hostTimer);
      const now = getRunningLoop().time();
      yield* gather([until("c", now + 0.015), until("a", now + 0.005), until("b", now + 0.01)]);
      return "done";
    })(),
  );
  expect([result, said]).toEqual(["done", ["host", "a", "b", "c"]]);
  expect(runningLoop()).toBeNull();
});

test("the host's events run even if callbacks never let the loop wait", async () => {
  const turns: number[] = [];
  const take = (): void => {
    if (turns.push(performance.now()) < 3) setTimeout(take);
  };
  setTimeout(take);
  await runOnHost(
    (function* (): Coroutine<void> {
      while (turns.length < 3) yield* sleep(0);
    })(),
  );
  expect(turns).toHaveLength(3);
});

test("callSoonThreadsafe wakes a loop without timers", async () => {
  const loop = new EventLoop({}, new HostClock());
  setTimeout(() => loop.callSoonThreadsafe(() => loop.stop()));
  await runForeverOnHost(loop);
  const stopped = runForeverOnHost(loop);
  loop.stop();
  await stopped;
  loop.close();
  expect(() => loop.callSoonThreadsafe(() => {})).toThrow(new RuntimeError("Event loop is closed"));
});

test("wrapFuture returns the result or the error of a promise", async () => {
  const outcomes = await runOnHost(
    (function* () {
      const fails = wrapFuture(Promise.reject(new Error("oops")));
      const late = wrapFuture(new Promise<void>(() => {}));
      return yield* gather([wrapFuture(Promise.resolve(1)), fails, waitFor(shield(late), 0.001)], {
        returnExceptions: true,
      });
    })(),
  );
  expect(outcomes).toEqual([1, new Error("oops"), expect.any(TimeoutError)]);
});

test("runCoroutineThreadsafe runs a coroutine in a task, and an AbortSignal cancels it", async () => {
  const loop = new EventLoop({}, new HostClock());
  const running = runForeverOnHost(loop);
  function* work(x: number): Coroutine<number> {
    yield* sleep(0.001);
    if (x === 0) throw new Error("zero");
    return x;
  }
  const abort = new AbortController();
  const cancelled = runCoroutineThreadsafe(waitForEver(), loop, { signal: abort.signal });
  const outcomes = Promise.allSettled([
    runCoroutineThreadsafe(work(1), loop),
    runCoroutineThreadsafe(work(0), loop),
    cancelled,
    runCoroutineThreadsafe(waitForEver(), loop, { signal: AbortSignal.abort() }),
  ]);
  await runCoroutineThreadsafe(work(2), loop);
  abort.abort();
  expect(await outcomes).toMatchObject([
    { value: 1 },
    { reason: new Error("zero") },
    { reason: expect.any(CancelledError) },
    { reason: expect.any(CancelledError) },
  ]);
  loop.stop();
  await running;
  expect(() => runCoroutineThreadsafe(5 as never, loop)).toThrow(
    new TypeError("A coroutine object is required"),
  );
});

test("runOnHost cleans up as a run in virtual time does", async () => {
  const said: string[] = [];
  const numbers = asyncGenerator(function* () {
    try {
      yield emit(1);
    } finally {
      yield* sleep(0);
      said.push("generator closed");
    }
  });
  function* cleansUp(): Coroutine<void> {
    try {
      yield* neverEnds();
    } finally {
      yield* sleep(0.001);
      said.push("task cleaned up");
    }
  }
  const run = runOnHost(
    (function* (): Coroutine<void> {
      createTask(cleansUp());
      yield* numbers().anext();
      throw new Error("the program's own");
    })(),
  );
  await expect(run).rejects.toThrow("the program's own");
  expect(said).toEqual(["task cleaned up", "generator closed"]);
});

test("runForever on the host's clock throws and names runForeverOnHost", () => {
  const loop = new EventLoop({}, new HostClock());
  expect(() => loop.runForever()).toThrow(
    new RuntimeError("A loop on the host's clock runs by runForeverOnHost()"),
  );
  expect(loop.isRunning()).toBe(false);
});

test("the simulated network runs in real time, too", async () => {
  const answer = await runOnHost(
    (function* (): Coroutine<string> {
      const server = yield* startServer(
        function* (reader, writer): Coroutine<void> {
          writer.write(yield* reader.readline());
          writer.close();
        },
        "localhost",
        8000,
      );
      const [reader, writer] = yield* openConnection("localhost", 8000);
      writer.write("line\n");
      const line = yield* reader.readline();
      writer.close();
      server.close();
      yield* server.waitClosed();
      return new TextDecoder().decode(line);
    })(),
  );
  expect(answer).toBe("line\n");
});
