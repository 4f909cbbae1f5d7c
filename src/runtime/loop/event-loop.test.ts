import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { clockResolution } from "./clock.ts";
import { EventLoop } from "./event-loop.ts";
import { Deadlock, InvalidStateError, RuntimeError } from "../errors/exceptions.ts";
import type { Instrument } from "../instrument/instrument.ts";
import { loopInternals } from "./loop-internals.ts";

/** A loop, what its callbacks said and when, and a callback that says something. */
function setUp(instrument: Instrument = {}) {
  const loop = new EventLoop(instrument);
  const said: string[] = [];
  const say = (what: string) => () => void said.push(`${what} ${loop.time()}`);
  return { loop, said, say };
}

describe("an iteration", () => {
  test("runs the handles that were ready at its start, in order; later ones wait for the next iteration", () => {
    const batches: number[] = [];
    const { loop, said, say } = setUp({ iterationStarted: (_time, ready) => batches.push(ready) });
    loop.callSoon(() => {
      say("a")();
      loop.callSoon(say("c"));
    });
    loop.callSoon(say("b"));
    expect([loopInternals(loop).runOnce(false), said]).toEqual(["ran", ["a 0", "b 0"]]);
    expect([loopInternals(loop).runOnce(false), said]).toEqual(["ran", ["a 0", "b 0", "c 0"]]);
    expect(batches).toEqual([2, 1]);
  });

  test("appends due timers to the ready queue, and lets time pass only if nothing is ready", () => {
    const { loop, said, say } = setUp();
    loop.callLater(0, say("due timer"));
    loop.callSoon(say("ready"));
    loop.callLater(1, say("later timer"));
    loopInternals(loop).runOnce(false);
    expect(said).toEqual(["ready 0", "due timer 0"]);
    loopInternals(loop).runOnce(false);
    expect(said.slice(2)).toEqual(["later timer 1"]);
  });

  test("runs timers by deadline, and equal deadlines first in, first out", () => {
    const delays = fc.array(fc.constantFrom(0, 0.1, 0.1, 0.2, 5), { maxLength: 60 });
    fc.assert(
      fc.property(delays, (list) => {
        const { loop, said, say } = setUp();
        list.forEach((delay, i) => loop.callLater(delay, say(`${i}`)));
        loop.callLater(10, () => loop.stop());
        loop.runForever();
        const expected = list
          .map((delay, i) => ({ delay, i }))
          .sort((a, b) => a.delay - b.delay || a.i - b.i);
        expect(said).toEqual(expected.map(({ delay, i }) => `${i} ${delay}`));
      }),
    );
  });

  test("treats a deadline within the clock's resolution, or in the past, as due", () => {
    const { loop, said, say } = setUp();
    loop.callAt(1e-10, say("almost now"));
    loop.callAt(-5, say("past"));
    loop.callAt(Number.NaN, say("no time at all"));
    loop.callAt(1e-8, say("later"));
    loopInternals(loop).runOnce(true);
    // NaN compares with nothing, so its place is that of `heapq`, whose comparisons the heap mirrors.
    expect(said).toEqual(["past 0", "no time at all 0", "almost now 0"]);
  });
});

describe("cancelling", () => {
  test("prevents a handle or timer from running, and is reported once", () => {
    const cancelled: number[] = [];
    const { loop, said, say } = setUp({ handleCancelled: (_time, handle) => cancelled.push(handle.id) });
    const [soon, timer] = [loop.callSoon(say("never")), loop.callLater(1, say("never"))];
    const dueAtOnce = loop.callLater(0, say("never"));
    loop.callSoon(() => dueAtOnce.cancel());
    for (const handle of [soon, timer, timer]) handle.cancel();
    loop.callLater(2, () => loop.stop());
    loop.runForever();
    expect([said, cancelled]).toEqual([[], [1, 2, 3]]);
  });

  test("has no effect on a handle that ran", () => {
    const cancelled: number[] = [];
    const { loop, say } = setUp({ handleCancelled: (_time, handle) => cancelled.push(handle.id) });
    const handle = loop.callSoon(say("ran"));
    loopInternals(loop).runOnce(false);
    handle.cancel();
    expect([handle.cancelled(), cancelled]).toEqual([true, []]);
  });

  test("keeps the clock from moving to a cancelled timer", () => {
    const { loop, said, say } = setUp();
    loop.callLater(1, say("never")).cancel();
    loop.callLater(2, say("kept"));
    loopInternals(loop).runOnce(false);
    expect(said).toEqual(["kept 2"]);
  });

  test("removes cancelled timers when they are more than half of more than a hundred", () => {
    const pendingAfter = (count: number, cancelEvery: (i: number) => boolean) => {
      const { loop, say } = setUp();
      const timers = Array.from({ length: count }, (_, i) => loop.callLater(count - i, say("")));
      const made = loopInternals(loop).timers();
      timers.filter((_, i) => cancelEvery(i)).forEach((timer) => timer.cancel());
      loop.callSoon(() => {});
      loopInternals(loop).runOnce(false);
      expect(made.map(({ scheduled }) => scheduled)).toEqual(
        made.map((timer) => loopInternals(loop).timers().includes(timer)),
      );
      return loopInternals(loop).timers().length;
    };
    // The last one made is at the head, and kept: nothing is dropped but by the clean-up.
    expect(pendingAfter(101, (i) => i < 51)).toBe(50);
    expect(pendingAfter(101, (i) => i < 50)).toBe(101);
    expect(pendingAfter(100, (i) => i < 99)).toBe(100);
  });

  test("keeps the order of the other timers, for any number of cancelled ones", () => {
    const timers = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), { maxLength: 250 });
    fc.assert(
      fc.property(timers, (list) => {
        const { loop, said, say } = setUp();
        const handles = list.map(([when], i) => loop.callAt(when, say(`${i}`)));
        loop.callSoon(() => list.forEach(([, cancel], i) => cancel && handles[i]!.cancel()));
        loop.callAt(10, () => loop.stop());
        loop.runForever();
        const kept = list.map(([when, cancel], i) => ({ when, cancel, i })).filter(({ cancel }) => !cancel);
        kept.sort((a, b) => a.when - b.when || a.i - b.i);
        expect(said).toEqual(kept.map(({ when, i }) => `${i} ${when}`));
      }),
      { numRuns: 50 },
    );
  });
});

describe("stop()", () => {
  test("before a run allows exactly one iteration, and the clock does not move", () => {
    const { loop, said, say } = setUp();
    loop.callSoon(say("ran"));
    loop.callSoon(() => void loop.callSoon(say("not yet")));
    loop.callLater(1, say("not yet"));
    loop.stop();
    loop.runForever();
    expect([said, loop.time(), loop.isRunning()]).toEqual([["ran 0"], 0, false]);
  });

  test("ends the run after the batch", () => {
    const { loop, said, say } = setUp();
    loop.callSoon(() => loop.stop());
    loop.callSoon(say("behind it"));
    loop.runForever();
    expect(said).toEqual(["behind it 0"]);
  });

  test("without anything to run is not a deadlock", () => {
    const { loop } = setUp();
    loop.stop();
    loop.runForever();
    expect(loop.time()).toBe(0);
  });
});

describe("a callback that throws", () => {
  test("is reported to the exception handler, and the loop continues", () => {
    const { loop, said, say } = setUp();
    const contexts: unknown[] = [];
    loop.setExceptionHandler((_loop, context) => contexts.push(context));
    const error = new Error("oops");
    const handle = loop.callSoon(function fails() {
      throw error;
    });
    loop.callSoon(say("continues"));
    loopInternals(loop).runOnce(false);
    expect([said, contexts]).toEqual([
      ["continues 0"],
      [{ message: "Exception in callback fails()", exception: error, handle }],
    ]);
  });

  test("is reported to the console without a handler, or if the handler throws", () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const { loop } = setUp();
    const fail = () => {
      throw new Error("oops");
    };
    loop.callSoon(fail);
    loopInternals(loop).runOnce(false);
    loop.setExceptionHandler(fail);
    loop.callSoon(fail);
    loopInternals(loop).runOnce(false);
    expect(report.mock.calls.map(([message]) => message as string)).toEqual([
      "Exception in callback fail()\nhandle: <Handle fail()>",
      "Unhandled error in exception handler\n" +
        "context: {'message': 'Exception in callback fail()', 'exception': Error('oops'), 'handle': <Handle fail()>}",
    ]);
    report.mockRestore();
  });
});

describe("the end of a run", () => {
  test("deadlock: nothing is ready and no timer has a finite deadline", () => {
    const { loop } = setUp();
    loop.callLater(1, () => {}).cancel();
    loop.callAt(Infinity, () => {});
    expect(() => loop.runForever()).toThrow(Deadlock);
    expect([loop.isRunning(), loop.time()]).toEqual([false, 0]);
  });

  test("callbacks that spin at one instant reach a pending timer, as on a real clock", () => {
    const loop = new EventLoop();
    let iterations = 0;
    const spin = () => void (iterations++, loop.callSoon(spin));
    loop.callSoon(spin);
    loop.callLater(0.5, () => loop.stop());
    loop.runForever();
    expect(loop.time()).toBe(0.5);
    expect(iterations).toBeGreaterThan(10_000);
    expect(iterations).toBeLessThan(50_000);
  });

  test("no time passes in callbacks that spin while nothing can notice it", () => {
    const loop = new EventLoop();
    let left = 50_000;
    const spin = () => void (left-- > 0 ? loop.callSoon(spin) : loop.stop());
    loop.callSoon(spin);
    loop.runForever();
    expect(loop.time()).toBe(0);
  });

  test("halt() ends the run before the next handle, for good", () => {
    const { loop, said, say } = setUp();
    loop.callSoon(() => loopInternals(loop).halt());
    loop.callSoon(say("never"));
    loop.runForever();
    loop.runForever();
    expect([said, loopInternals(loop).runOnce(false)]).toEqual([[], "halted"]);
  });

  test("a running loop cannot run again or close, and a closed loop cannot run", () => {
    const { loop } = setUp();
    const errors: string[] = [];
    const attempt = (action: () => void) => {
      try {
        action();
      } catch (error) {
        expect(error).toBeInstanceOf(RuntimeError);
        errors.push((error as Error).message);
      }
    };
    loop.callSoon(() => {
      attempt(() => loop.runForever());
      attempt(() => loop.close());
      loop.stop();
    });
    loop.runForever();
    loop.callLater(1, () => {});
    loop.close();
    loop.close();
    expect([loopInternals(loop).readyCount, loopInternals(loop).timers()]).toEqual([0, []]);
    attempt(() => loop.callSoon(() => {}));
    attempt(() => loop.callLater(1, () => {}));
    attempt(() => loop.runForever());
    expect(errors).toEqual([
      "This event loop is already running",
      "Cannot close a running event loop",
      "Event loop is closed",
      "Event loop is closed",
      "Event loop is closed",
    ]);
  });
});

describe("the clock", () => {
  test("reaches a timer of a year, where floats are more than a nanosecond apart", () => {
    const year = 365 * 86400;
    expect(year + 1e-9).toBe(year);
    const { loop, said, say } = setUp();
    loop.callLater(year, say("a year"));
    loop.callAt(1e300, say("a long time"));
    loopInternals(loop).runOnce(false);
    loopInternals(loop).runOnce(false);
    expect(said).toEqual([`a year ${year}`, "a long time 1e+300"]);
  });

  test("has a resolution of a nanosecond, or of the distance to the next float", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e300, noNaN: true }), (now) => {
        const resolution = clockResolution(now);
        expect(resolution).toBeGreaterThanOrEqual(1e-9);
        expect(now + resolution).toBeGreaterThan(now);
        if (now < 2 ** 22) expect(resolution).toBe(1e-9);
      }),
    );
    expect(clockResolution(2 ** 24)).toBe(2 ** -28);
  });
});

describe("an instrument", () => {
  test("gets every event of the loop, in order", () => {
    const events: string[] = [];
    const note = (name: string) => (time: number, subject?: { id: number } | number) =>
      void events.push(
        `${name} ${time} ${typeof subject === "object" ? subject.id : (subject ?? "")}`.trim(),
      );
    const { loop } = setUp({
      loopStarted: note("loopStarted"),
      loopStopped: note("loopStopped"),
      iterationStarted: note("iterationStarted"),
      clockAdvanced: note("clockAdvanced"),
      handleScheduled: note("handleScheduled"),
      handleStarted: note("handleStarted"),
      handleEnded: note("handleEnded"),
      timerScheduled: note("timerScheduled"),
      timerDue: note("timerDue"),
    });
    loop.callSoon(() => void loop.callLater(2, () => loop.stop()));
    loop.runForever();
    expect(events).toEqual([
      "handleScheduled 0 1",
      "loopStarted 0",
      "iterationStarted 0 1",
      "handleStarted 0 1",
      "timerScheduled 0 2",
      "handleEnded 0 1",
      "clockAdvanced 2 0",
      "timerDue 2 2",
      "iterationStarted 2 1",
      "handleStarted 2 2",
      "handleEnded 2 2",
      "loopStopped 2",
    ]);
  });

  test("loses a hook that throws, and the run does not change", () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const started: number[] = [];
    const { loop, said, say } = setUp({
      handleStarted: (_time, handle) => started.push(handle.id),
      handleEnded: () => {
        throw new Error("in a hook");
      },
    });
    for (const name of ["a", "b"]) loop.callSoon(say(name));
    loopInternals(loop).runOnce(false);
    expect([said, started]).toEqual([
      ["a 0", "b 0"],
      [1, 2],
    ]);
    expect(report).toHaveBeenCalledExactlyOnceWith(
      "Instrument hook handleEnded failed and was dropped:",
      new Error("in a hook"),
    );
    report.mockRestore();
  });
});

describe("a future", () => {
  test("returns its result from a run, and its callbacks are scheduled in order", () => {
    const { loop, said, say } = setUp();
    const future = loop.createFuture<number>();
    const second = say("second");
    future.addDoneCallback(say("first"));
    future.addDoneCallback(second);
    future.addDoneCallback(say("third"));
    expect(future.removeDoneCallback(second)).toBe(1);
    loop.callLater(1, () => {
      future.setResult(42);
      say("set")();
    });
    expect(loop.runUntilComplete(future)).toBe(42);
    expect(said).toEqual(["set 1", "first 1", "third 1"]);
    expect(loop.runUntilComplete(future)).toBe(42);
  });

  test("throws its exception, CancelledError, or InvalidStateError while pending", () => {
    const { loop } = setUp();
    const [failed, cancelled, pending] = [loop.createFuture(), loop.createFuture(), loop.createFuture()];
    failed.setException(new Error("oops"));
    expect(() => loop.runUntilComplete(failed)).toThrow("oops");
    expect([cancelled.cancel(), cancelled.cancel(), cancelled.cancelled()]).toEqual([true, false, true]);
    expect(() => loop.runUntilComplete(cancelled)).toThrow(
      expect.objectContaining({ name: "CancelledError" }),
    );
    expect(() => pending.result()).toThrow(InvalidStateError);
    expect(() => failed.setResult(1)).toThrow(InvalidStateError);
    loop.callSoon(() => loop.stop());
    expect(() => loop.runUntilComplete(pending)).toThrow("Event loop stopped before Future completed.");
  });
});
