/**
 * Scheduler of handles: a FIFO ready queue, a heap of timers and a clock. Mirrors `_run_once` of `BaseEventLoop` in
 * `asyncio/base_events.py`.
 *
 * Invariants: an iteration runs exactly the handles that were ready when it began, in order; a callback added while
 * it runs waits for the next; the clock moves only when nothing is ready, or when callbacks spin (`clock-watch.ts`).
 * `LoopInternals` extends it for TypeScript programs; the Python guest schedules handles of its own with `addReady` and
 * `addTimer`, and runs iterations by `runOnce` or by its steps.
 */
import { Fifo } from "../../base/fifo.ts";
import { Heap } from "../../base/heap.ts";
import { VirtualClock, clockResolution, type Clock } from "./clock.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import { type LoopHandle, LoopTimerHandle } from "./loop-handle.ts";
import { guardInstrument, type Hooks, type Instrument } from "../instrument/instrument.ts";
import type { Arrivals } from "../network/arrivals.ts";

/** Outcome of an iteration: `halted` after `halt()`; `deadlock` if nothing ran. */
export type Iteration = "ran" | "deadlock" | "halted";

/**
 * Spin: iterations without end at one instant. Free while they are few; then time passes if anything can notice that, as a
 * timer or a program that reads the clock can.
 */
export type Spin = "no" | "timeless" | "timed";

/** `_MIN_SCHEDULED_TIMER_HANDLES` and `_MIN_CANCELLED_TIMER_HANDLES_FRACTION` of CPython. */
const MIN_TIMERS_TO_CLEAN = 100;
const CANCELLED_FRACTION_TO_CLEAN = 0.5;

/** Equal deadlines are first in, first out, as on a real clock, where no two are equal. */
const isDueBefore = (a: LoopTimerHandle, b: LoopTimerHandle) =>
  a.deadline < b.deadline || (a.deadline === b.deadline && a.sequence < b.sequence);

export class Scheduler {
  readonly clock: Clock;
  readonly hooks: Hooks;
  readonly #ready = new Fifo<LoopHandle>();
  readonly #timers = new Heap<LoopTimerHandle>(isDueBefore);
  #timersCancelled = 0;
  #timersMade = 0;
  #spin: Spin = "no";
  /** Readings of the clock until the last iteration of a spin, and whether that one had any. */
  #readings = 0;
  #wasRead = false;
  /** True if each ready handle is a loop of the program that only waits; its guest knows. */
  waits = false;
  /**
   * Virtual time of the next deadline outside of this loop, such as that of another thread; Infinity without one. The guest
   * sets it before an iteration of a spin.
   */
  outsideDeadline = Infinity;
  /** Source of what happens by itself, besides timers: the network; null for a program without one. */
  arrivals: Arrivals | null = null;
  /** Handles of this iteration that are not started. */
  #batch = 0;
  #running = false;
  #closed = false;
  #halted = false;

  constructor(instrument: Instrument = {}, clock: Clock = new VirtualClock()) {
    this.hooks = guardInstrument(instrument);
    this.clock = clock;
  }

  /** Return the loop's time in seconds. */
  time(): number {
    return this.clock.time();
  }

  /**
   * Return the time that the deadlines of timers are compared with, in seconds: that of the clock, or of a program's loop
   * that overrides `time`.
   */
  protected timerTime(): number {
    return this.clock.time();
  }

  /** Append a handle to the ready queue. */
  addReady(handle: LoopHandle): void {
    this.hooks.handleScheduled(this.clock.time(), handle);
    this.#ready.push(handle);
  }

  /** Add a timer to the timer heap. */
  addTimer(timer: LoopTimerHandle): void {
    timer.sequence = ++this.#timersMade;
    timer.scheduled = true;
    this.hooks.timerScheduled(this.clock.time(), timer);
    this.#timers.push(timer);
  }

  /** Count and report a handle that is cancelled before it ran; the handle calls it. */
  handleCancelled(handle: LoopHandle): void {
    if (handle instanceof LoopTimerHandle && handle.scheduled) this.#timersCancelled++;
    this.hooks.handleCancelled(this.clock.time(), handle);
  }

  /** Return the ready handles in the order in which they run. */
  ready(): Iterable<LoopHandle> {
    return this.#ready;
  }

  get readyCount(): number {
    return this.#ready.size;
  }

  /** Return the pending timers, cancelled ones included, in the order in which they are due. */
  timers(): LoopTimerHandle[] {
    return [...this.#timers].sort((a, b) => (isDueBefore(a, b) ? -1 : 1));
  }

  /** Mark the loop as running, until `leave`. Throws RuntimeError if it runs already. */
  enter(): void {
    if (this.#running) throw new RuntimeError("This event loop is already running");
    this.#running = true;
    this.hooks.loopStarted(this.clock.time());
  }

  leave(): void {
    this.#running = false;
    this.hooks.loopStopped(this.clock.time());
  }

  isRunning(): boolean {
    return this.#running;
  }

  isClosed(): boolean {
    return this.#closed;
  }

  /** Drop every scheduled handle. Throws RuntimeError while the loop runs. */
  close(): void {
    if (this.#running) throw new RuntimeError("Cannot close a running event loop");
    if (this.#closed) return;
    this.#closed = true;
    while (this.#ready.shift());
    this.#timers.filter(() => false);
    this.#timersCancelled = 0;
  }

  /** End the run for good, before the next handle; the host calls it at its limit. */
  halt(): void {
    this.#halted = true;
  }

  /** Return the seconds until a handle is ready: 0 if one is ready now, Infinity if no timer is pending. */
  timeToWait(): number {
    this.#dropCancelledTimers();
    if (this.#ready.size > 0) return 0;
    const next = this.#timers.peek();
    return next ? Math.max(0, next.deadline - this.timerTime()) : Infinity;
  }

  /**
   * Return the virtual time at which a handle is ready: now if one is, Infinity if no timer is pending. It is exactly the
   * deadline, which the clock's time plus `timeToWait` need not be.
   */
  readyAt(): number {
    const [now, left] = [this.clock.time(), this.timeToWait()];
    const deadline = this.#timers.peek()?.deadline ?? Infinity;
    return left > 0 && this.timerTime() === now ? deadline : now + left;
  }

  /** True if a timer is pending that the clock can reach. */
  get hasTimer(): boolean {
    this.#dropCancelledTimers();
    return (this.#timers.peek()?.deadline ?? Infinity) < Infinity;
  }

  /**
   * Let arrivals happen, and time pass to them, until `isReady` returns true or the next timer is due; for what is due now
   * no time passes. While a handle is ready, or the loop is `stopping`, time stands still. Mirrors the call of
   * `selector.select(timeout)` in `_run_once`: a loop calls it before `beginIteration`, if its selector watches anything.
   */
  waitForArrivals(isReady: () => boolean, stopping: boolean): void {
    if (this.arrivals === null || this.#halted) return;
    this.arrivals.runDue(this.clock.time());
    if (stopping || this.#ready.size > 0 || !this.clock.jumps) return;
    this.#dropCancelledTimers();
    const deadline = this.#nextDeadline();
    for (let next = this.arrivals.nextTime(); next <= deadline && next < Infinity;) {
      if (isReady() || this.#ready.size > 0) return;
      this.#advanceTo(next);
      this.arrivals.runDue(this.clock.time());
      next = this.arrivals.nextTime();
    }
  }

  /** Let time pass to `end` while a call blocks the loop: arrivals happen at their times, and no handle runs. */
  passTime(end: number): void {
    for (
      let next = this.arrivals?.nextTime() ?? Infinity;
      next <= end;
      next = this.arrivals?.nextTime() ?? Infinity
    ) {
      this.clock.advanceTo(Math.max(next, this.clock.time()));
      this.arrivals?.runDue(this.clock.time());
    }
    this.clock.advanceTo(end);
  }

  /**
   * Run one iteration: let time pass if nothing is ready, to the earlier of timer and arrival, append the timers that are
   * due to the ready queue, then run the handles that are ready now and none that is added meanwhile. Mirrors
   * `BaseEventLoop._run_once`.
   * @param stopping true if the loop was asked to stop: the clock does not jump.
   */
  runOnce(stopping: boolean): Iteration {
    const begun = this.beginIteration(stopping);
    if (begun !== "ran") return begun;
    // This is the only place where callbacks are called; all others only add to the ready queue.
    for (let handle = this.startHandle(); handle; handle = this.startHandle()) {
      try {
        this.runHandle(handle);
      } finally {
        this.endHandle(handle);
      }
    }
    return this.#halted ? "halted" : "ran";
  }

  /** Begin an iteration, for a guest that runs the batch itself; return "ran" if there is a batch. */
  beginIteration(stopping: boolean): Iteration {
    if (this.#halted) return "halted";
    if (this.#ready.size > 0) this.#countIteration();
    if (this.#timers.size > 0 || this.#ready.size === 0 || this.#isWatched() || this.#isTimeAwaited()) {
      if (!this.#letTimePass(stopping)) return "deadlock";
    }
    this.#beginBatch();
    return "ran";
  }

  /** Begin an iteration that needs no time and no timer: one of `freeIterations`. */
  beginFreeIteration(): void {
    if (this.#halted) return;
    this.#countIteration();
    this.#beginBatch();
  }

  #beginBatch(): void {
    this.#batch = this.#ready.size;
    this.hooks.iterationStarted(this.clock.time(), this.#batch);
  }

  /** Start the next handle of the batch and return it; undefined at the end of the batch, or after `halt()`. */
  startHandle(): LoopHandle | undefined {
    while (this.#batch > 0 && !this.#halted) {
      this.#batch--;
      const handle = this.#ready.shift() as LoopHandle;
      if (handle.cancelled()) continue;
      handle.hasRun = true;
      this.hooks.handleStarted(this.clock.time(), handle);
      return handle;
    }
    return undefined;
  }

  /** Report the end of a handle that `startHandle` returned. */
  endHandle(handle: LoopHandle): void {
    this.hooks.handleEnded(this.clock.time(), handle);
  }

  /** Number of iterations that may begin by `beginFreeIteration`, if no timer is added and the clock does not move. */
  get freeIterations(): number {
    if (this.#spin === "timed") return 0;
    if (this.#spin === "timeless" || !this.clock.watch) return Infinity;
    return this.clock.watch.freeIterations(this.clock.time());
  }

  /** Spin of the iteration that has begun. */
  get spin(): Spin {
    return this.#spin;
  }

  protected runHandle(handle: LoopHandle): void {
    handle.run();
  }

  /** Move the clock, the arrivals and the timers before an iteration; return false in a deadlock. */
  #letTimePass(stopping: boolean): boolean {
    this.#dropCancelledTimers();
    this.arrivals?.runDue(this.clock.time());
    if (this.clock.jumps) {
      const idle = this.#ready.size === 0 && !stopping;
      if (idle && !this.#waitWhileIdle()) return false;
      if (!idle) {
        const arrival = this.arrivals?.nextTime() ?? Infinity;
        this.#letSpinPass(Math.min(this.#nextDeadline(), arrival, this.outsideDeadline));
      }
      this.arrivals?.runDue(this.clock.time());
    }
    this.#takeDueTimers();
    return true;
  }

  /** Let time pass to the next timer, and arrivals happen on the way; return false if nothing is left to wait for. */
  #waitWhileIdle(): boolean {
    const deadline = this.#nextDeadline();
    while (this.arrivals !== null && this.#ready.size === 0) {
      const arrival = this.arrivals.nextTime();
      if (arrival > deadline || arrival === Infinity) break;
      this.#advanceTo(arrival);
      this.arrivals.runDue(this.clock.time());
    }
    if (this.#ready.size > 0) return true;
    if (deadline === Infinity) return false;
    this.#advanceTo(deadline);
    return true;
  }

  /** Return the clock's time of the next timer; Infinity without one, since a clock cannot reach an infinite deadline. */
  #nextDeadline(): number {
    const first = this.#timers.peek();
    return first && first.deadline < Infinity ? this.#onClock(first.deadline) : Infinity;
  }

  /** True if something is under way, outside of this loop, that passing time lets happen. */
  #isTimeAwaited(): boolean {
    if (this.#spin !== "no" && this.outsideDeadline < Infinity) return true;
    return this.arrivals !== null && this.arrivals.nextTime() < Infinity;
  }

  /** Return the clock's time at which a deadline is over, as far as one can tell now. */
  #onClock(deadline: number): number {
    const [now, timerNow] = [this.clock.time(), this.timerTime()];
    return now === timerNow ? deadline : now + (deadline - timerNow);
  }

  #countIteration(): void {
    if (!this.clock.watch?.iterate(this.clock.time())) this.#spin = "no";
    else if (this.#spin === "no") {
      this.#spin = "timeless";
      this.outsideDeadline = Infinity;
    }
  }

  /** Return true if callbacks spin and time passed in the last iteration, or the program has read the clock since. */
  #isWatched(): boolean {
    if (this.#spin === "no") return false;
    return this.#spin === "timed" || this.clock.watch?.readings !== this.#readings;
  }

  /** Let the time pass that an iteration takes, if callbacks spin. */
  #letSpinPass(deadline: number): void {
    const { watch } = this.clock;
    if (!watch || this.#spin === "no") return;
    const isRead = watch.readings !== this.#readings;
    this.#spin = isRead || deadline < Infinity ? "timed" : "timeless";
    // A single reading of the clock is none that waits.
    if (deadline < Infinity || (isRead && this.#wasRead)) {
      this.clock.advanceTo(watch.spin(this.clock.time(), this.waits, deadline));
    }
    this.#readings = watch.readings;
    this.#wasRead = isRead;
  }

  #advanceTo(when: number): void {
    this.#spin = "no";
    const from = this.clock.time();
    // A timer at NaN is due at once, as in CPython: every comparison with NaN is false.
    if (!(when > from)) return;
    this.clock.advanceTo(when);
    this.hooks.clockAdvanced(this.clock.time(), from);
  }

  #takeDueTimers(): void {
    if (this.#timers.size === 0) return;
    const now = this.timerTime();
    const end = now + clockResolution(now);
    for (let timer = this.#timers.peek(); timer && !(timer.deadline >= end); timer = this.#timers.peek()) {
      this.#timers.pop();
      timer.scheduled = false;
      if (timer.cancelled()) {
        this.#timersCancelled--;
        continue;
      }
      this.hooks.timerDue(this.clock.time(), timer);
      this.#ready.push(timer);
    }
  }

  #dropCancelledTimers(): void {
    const count = this.#timers.size;
    if (count > MIN_TIMERS_TO_CLEAN && this.#timersCancelled / count > CANCELLED_FRACTION_TO_CLEAN) {
      this.#timers.filter((timer) => (timer.scheduled = !timer.cancelled()));
      this.#timersCancelled = 0;
      return;
    }
    for (let timer = this.#timers.peek(); timer?.cancelled(); timer = this.#timers.peek()) {
      this.#timers.pop();
      timer.scheduled = false;
      this.#timersCancelled--;
    }
  }
}
