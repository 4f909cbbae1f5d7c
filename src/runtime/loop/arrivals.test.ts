/** Arrivals and timers of a scheduler: each at its own time, arrivals first where both are at one. */
import { expect, test } from "vitest";
import { ArrivalQueue } from "../network/arrivals.ts";
import { LoopHandle, LoopTimerHandle } from "./loop-handle.ts";
import { Scheduler } from "./scheduler.ts";

class Call extends LoopHandle {
  readonly name = "call";

  constructor(
    loop: Scheduler,
    readonly run: () => void,
  ) {
    super(loop, 1, 0, 0);
  }
}

class Timer extends LoopTimerHandle {
  readonly name = "timer";

  constructor(
    loop: Scheduler,
    when: number,
    readonly run: () => void,
  ) {
    super(loop, 1, 0, 0, when);
  }
}

function started() {
  const log: string[] = [];
  const loop = new Scheduler({
    clockAdvanced: (time, from) => log.push(`clock ${from} → ${time}`),
    timerDue: (time) => log.push(`timer at ${time}`),
  });
  const arrivals = (loop.arrivals = new ArrivalQueue());
  const arrive = (time: number, then = () => {}) =>
    arrivals.add(time, () => {
      log.push(`arrival of ${time} at ${loop.time()}`);
      then();
    });
  const timer = (when: number) => loop.addTimer(new Timer(loop, when, () => log.push("ran")));
  return { loop, arrivals, arrive, timer, log };
}

test("time passes to the earlier of timer and arrival; arrivals come first", () => {
  const { loop, arrive, timer, log } = started();
  timer(2);
  arrive(1);
  arrive(2);
  arrive(3);
  expect(loop.runOnce(false)).toBe("ran");
  expect(log).toEqual([
    "clock 0 → 1",
    "arrival of 1 at 1",
    "clock 1 → 2",
    "arrival of 2 at 2",
    "timer at 2",
    "ran",
  ]);
});

test("arrivals happen though nothing waits for them; without any left it is a deadlock", () => {
  const { loop, arrive, log } = started();
  arrive(1, () => arrive(4));
  expect(loop.runOnce(false)).toBe("deadlock");
  expect(log).toEqual(["clock 0 → 1", "arrival of 1 at 1", "clock 1 → 4", "arrival of 4 at 4"]);
});

test("an arrival may make a callback ready", () => {
  const { loop, arrive, timer, log } = started();
  timer(5);
  arrive(1, () => loop.addReady(new Call(loop, () => log.push("called"))));
  expect(loop.runOnce(false)).toBe("ran");
  expect(log).toEqual(["clock 0 → 1", "arrival of 1 at 1", "called"]);
});

test("waiting for arrivals ends where something is ready, or at the next timer", () => {
  const { loop, arrive, timer, log } = started();
  let ready = false;
  timer(5);
  arrive(1);
  arrive(2, () => (ready = true));
  arrive(3);
  arrive(7);
  loop.waitForArrivals(() => ready, false);
  expect([loop.time(), log.pop()]).toEqual([2, "arrival of 2 at 2"]);
  loop.waitForArrivals(() => ready, false);
  expect(loop.time()).toBe(2);
  ready = false;
  loop.waitForArrivals(() => ready, false);
  expect([loop.time(), log.pop()]).toEqual([3, "arrival of 3 at 3"]);
  expect(loop.runOnce(false)).toBe("ran");
  expect([loop.time(), log.pop()]).toEqual([5, "ran"]);
});

test("no time passes while a callback is ready or the loop stops, but what is due happens", () => {
  const { loop, arrive, log } = started();
  arrive(0);
  arrive(1);
  loop.waitForArrivals(() => false, true);
  expect(log.splice(0)).toEqual(["arrival of 0 at 0"]);
  loop.addReady(new Call(loop, () => log.push("called")));
  loop.waitForArrivals(() => false, false);
  loop.runOnce(false);
  expect(log.splice(0)).toEqual(["called"]);
  loop.clock.advanceTo(1.5);
  loop.addReady(new Call(loop, () => log.push("called")));
  loop.runOnce(false);
  expect(log).toEqual(["arrival of 1 at 1.5", "called"]);
});

test("callbacks that spin let time pass to an arrival", () => {
  const { loop, arrive } = started();
  let arrived = false;
  arrive(0.1, () => (arrived = true));
  const again = () => {
    if (!arrived) loop.addReady(new Call(loop, again));
  };
  loop.addReady(new Call(loop, again));
  while (loop.runOnce(false) === "ran");
  expect(loop.time()).toBeCloseTo(0.1, 3);
});
