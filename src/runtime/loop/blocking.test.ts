/** What holds the loop up, and the warnings of it. Their text is compared with CPython's in handle.test.ts. */
import { expect, test, vi } from "vitest";
import { sleepBlocking } from "./blocking.ts";
import { sleep } from "../combinators/combinators.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { EventLoop } from "./event-loop.ts";
import { RuntimeError, ValueError } from "../errors/exceptions.ts";
import type { Instrument } from "../instrument/instrument.ts";
import { createTask } from "../tasks/task.ts";

test("a blocking sleep moves the clock while nothing else runs, and is told", () => {
  const blocks: unknown[] = [];
  const loop = new EventLoop({ loopBlocked: (...values) => void blocks.push(values.slice(0, 5)) });
  function* main(): Coroutine<number> {
    const napping = createTask(sleep(1));
    yield* sleep(0);
    sleepBlocking(3);
    sleepBlocking(0);
    expect([loop.time(), napping.done()]).toEqual([3, false]);
    yield* napping;
    return loop.time();
  }
  expect(loop.runUntilComplete(main())).toBe(3);
  loop.callSoon(() => {
    sleepBlocking(1);
    loop.stop();
  });
  loop.runForever();
  expect(blocks).toEqual([
    [3, 3, 1, "sleepBlocking", 0],
    [3, 0, 1, "sleepBlocking", 0],
    [4, 1, 0, "sleepBlocking", 0],
  ]);
});

test("a blocking sleep needs a non-negative number and a running loop", () => {
  expect(() => sleepBlocking(-1)).toThrow(new ValueError("sleep length must be non-negative"));
  expect(() => sleepBlocking(Number.NaN)).toThrow(new ValueError("Invalid value NaN (not a number)"));
  expect(() => sleepBlocking(1)).toThrow(new RuntimeError("no running event loop"));
});

test("a warning goes to the instrument and the console", () => {
  const console_ = vi.spyOn(console, "warn").mockImplementation(() => {});
  const warnings: unknown[] = [];
  const warningRaised: Instrument["warningRaised"] = (_time, message) => void warnings.push(message);
  const loop = new EventLoop({ warningRaised });
  loop.setDebug(true);
  const block = (seconds: number) => {
    loop.callSoon(() => sleepBlocking(seconds), { name: "block" });
    loop.stop();
    loop.runForever();
  };
  block(0.09);
  block(0.25);
  loop.slowCallbackDuration = 1;
  block(0.5);
  loop.setDebug(false);
  block(2);
  const message = "Executing <Handle block()> took 0.250 seconds";
  expect(warnings).toEqual([message]);
  expect(console_.mock.calls).toEqual([[message]]);
  console_.mockRestore();
});
