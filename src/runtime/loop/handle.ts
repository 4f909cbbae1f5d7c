/**
 * Scheduled callbacks, as a program has them: to be cancelled, and asked about. Mirrors `Handle` and `TimerHandle` of
 * `asyncio/events.py`. What the loop works with is a `LoopHandle`, which no program can come at.
 */
import type { Context } from "../contexts/contextvars.ts";

/** What the loop has. */
interface HandleInternals {
  cancel(): void;
  cancelled(): boolean;
  getContext(): Context;
  toString(): string;
}

interface TimerInternals extends HandleInternals {
  readonly deadline: number;
}

/** Called by what the loop has, once at most. */
export let newHandle: (internals: HandleInternals) => Handle;
export let newTimerHandle: (internals: TimerInternals) => TimerHandle;

let internalsOf: (handle: Handle) => HandleInternals;

/** What `callSoon` gives. */
export class Handle {
  readonly #internals: HandleInternals;

  protected constructor(internals: HandleInternals) {
    this.#internals = internals;
  }

  /** It will not run. A second cancel does nothing, nor does one after it ran. */
  cancel(): void {
    this.#internals.cancel();
  }

  /** True after a cancel, even one that came too late. */
  cancelled(): boolean {
    return this.#internals.cancelled();
  }

  /** What it runs in. */
  getContext(): Context {
    return this.#internals.getContext();
  }

  /** As CPython's repr, but for the place in the source. */
  toString(): string {
    return this.#internals.toString();
  }

  static {
    newHandle = (internals) => new Handle(internals);
    internalsOf = (handle) => handle.#internals;
  }
}

/** What `callLater` and `callAt` give. */
export class TimerHandle extends Handle {
  private constructor(internals: TimerInternals) {
    super(internals);
  }

  /** When it is due, in seconds of the loop's clock. */
  when(): number {
    return (internalsOf(this) as TimerInternals).deadline;
  }

  static {
    newTimerHandle = (internals) => new TimerHandle(internals);
  }
}
