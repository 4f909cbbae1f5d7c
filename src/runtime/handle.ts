/**
 * Scheduled callbacks. Mirrors `Handle` and `TimerHandle` of `asyncio/events.py`.
 *
 * A handle is pending, then either run (once) or cancelled; a cancelled handle never runs.
 * What a handle runs is its `run` method, so that a guest whose callbacks live elsewhere can bring its own.
 */
export abstract class Handle {
  /** As CPython's `cancelled()`: true after a cancel, even one that came too late. */
  cancelled = false;
  /** True once the loop has begun to run it. */
  ran = false;

  constructor(
    /** Unique in a trace, from 1. */
    readonly id: number,
    /** The task that this callback steps, wakes or was made for; 0 for none. */
    readonly task: number,
    /** What to call it: the task's name, or the callback's. */
    readonly name: string,
    /** The program's line that scheduled it; 0 if none did. */
    readonly line: number,
  ) {}

  /** Calls the callback. What it throws is the loop's to handle. */
  abstract run(): void;
}

/** A handle that becomes ready at a time. */
export abstract class TimerHandle extends Handle {
  /** True while the handle is in the loop's timer heap, as CPython's `_scheduled`. */
  scheduled = false;
  /** Order of creation: equal deadlines come due first in, first out. */
  sequence = 0;

  constructor(
    id: number,
    task: number,
    name: string,
    line: number,
    /** When it is due, in seconds of the loop's clock. */
    readonly when: number,
  ) {
    super(id, task, name, line);
  }
}

type Callback = () => void;

/** A callback of a program in this language. */
export class CallbackHandle extends Handle {
  constructor(
    id: number,
    readonly run: Callback,
    name: string,
    task = 0,
  ) {
    super(id, task, name, 0);
  }
}

/** A delayed callback of a program in this language. */
export class CallbackTimerHandle extends TimerHandle {
  constructor(
    id: number,
    when: number,
    readonly run: Callback,
    name: string,
    task = 0,
  ) {
    super(id, task, name, 0, when);
  }
}
