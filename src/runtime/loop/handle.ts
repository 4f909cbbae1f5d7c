/**
 * Scheduled callbacks, as a program has them: to be cancelled, and asked about. Mirrors `Handle` and `TimerHandle` of
 * `asyncio/events.py`. What the loop works with is a `LoopHandle`, which no program can come at.
 */
import type { Context } from "../contexts/contextvars.ts";

/** What the loop has. */
interface Inner {
  cancel(): void;
  cancelled(): boolean;
  getContext(): Context;
  toString(): string;
}

interface InnerTimer extends Inner {
  readonly deadline: number;
}

/** Called by what the loop has, once at most. */
export let newHandle: (inner: Inner) => Handle;
export let newTimerHandle: (inner: InnerTimer) => TimerHandle;

let innerOf: (handle: Handle) => Inner;

/** What `callSoon` gives. */
export class Handle {
  readonly #inner: Inner;

  protected constructor(inner: Inner) {
    this.#inner = inner;
  }

  /** It will not run. A second cancel does nothing, nor does one after it ran. */
  cancel(): void {
    this.#inner.cancel();
  }

  /** True after a cancel, even one that came too late. */
  cancelled(): boolean {
    return this.#inner.cancelled();
  }

  /** What it runs in. */
  getContext(): Context {
    return this.#inner.getContext();
  }

  /** As CPython's repr, but for the place in the source. */
  toString(): string {
    return this.#inner.toString();
  }

  static {
    newHandle = (inner) => new Handle(inner);
    innerOf = (handle) => handle.#inner;
  }
}

/** What `callLater` and `callAt` give. */
export class TimerHandle extends Handle {
  private constructor(inner: InnerTimer) {
    super(inner);
  }

  /** When it is due, in seconds of the loop's clock. */
  when(): number {
    return (innerOf(this) as InnerTimer).deadline;
  }

  static {
    newTimerHandle = (inner) => new TimerHandle(inner);
  }
}
