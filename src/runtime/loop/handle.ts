/**
 * Public objects of scheduled callbacks, returned by `callSoon`, `callLater` and `callAt`. Mirrors `Handle` and
 * `TimerHandle` of `asyncio/events.py`. Their internals are `LoopHandle`s, which a program cannot reach.
 */
import type { Context } from "../contexts/contextvars.ts";

/** Part of a `LoopHandle` that its public object uses. */
interface HandleInternals {
  cancel(): void;
  cancelled(): boolean;
  getContext(): Context;
  toString(): string;
}

interface TimerInternals extends HandleInternals {
  readonly deadline: number;
}

/** Make the public object of a `LoopHandle`; loop-handle.ts calls each at most once a handle. */
export let newHandle: (internals: HandleInternals) => Handle;
export let newTimerHandle: (internals: TimerInternals) => TimerHandle;

let internalsOf: (handle: Handle) => HandleInternals;

/** Result of `callSoon`. */
export class Handle {
  readonly #internals: HandleInternals;

  protected constructor(internals: HandleInternals) {
    this.#internals = internals;
  }

  /** Prevent the callback from running. Does nothing after a first cancel, or after the callback ran. */
  cancel(): void {
    this.#internals.cancel();
  }

  /** Return true after a cancel, even one after the callback ran. */
  cancelled(): boolean {
    return this.#internals.cancelled();
  }

  /** Return the context that the callback runs in. */
  getContext(): Context {
    return this.#internals.getContext();
  }

  /** Return CPython's repr without the source location. */
  toString(): string {
    return this.#internals.toString();
  }

  static {
    newHandle = (internals) => new Handle(internals);
    internalsOf = (handle) => handle.#internals;
  }
}

/** Result of `callLater` and `callAt`. */
export class TimerHandle extends Handle {
  private constructor(internals: TimerInternals) {
    super(internals);
  }

  /** Return the deadline in seconds of the loop's clock. */
  when(): number {
    return (internalsOf(this) as TimerInternals).deadline;
  }

  static {
    newTimerHandle = (internals) => new TimerHandle(internals);
  }
}
