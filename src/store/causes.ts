/**
 * Who scheduled which callback, so that a wake can be traced to its cause: the task that did something, or a timer.
 *
 * A callback that is no task's (a gather's, a task group's) acts for whoever scheduled it, so the cause goes through it
 * to the task or timer behind it. Called by `Spans` with each event about handles, in order.
 */

export interface Cause {
  /** The task that did it, or that made the timer; 0 for none: code outside of any task. */
  readonly by: number;
  /** True if it is a timer that came due. */
  readonly byTimer: boolean;
  /** The event at which the task did it, or the timer came due; a callback may lie between that and the wake. */
  readonly since: number;
  /** The event at which a timer was set; for a task that of `since`. */
  readonly origin: number;
}

interface Scheduled {
  readonly cause: Cause;
  /** The task that the callback steps; 0 for none, and for timers: they only ever settle what a task waits on. */
  readonly steps: number;
}

export class Causes {
  /** Callbacks in the ready queue. */
  readonly #scheduled = new Map<number, Scheduled>();
  /** The events at which pending timers were set. */
  readonly #timers = new Map<number, number>();
  /** How many callbacks in the ready queue step a task. */
  readonly #steps = new Map<number, number>();
  /** The callback that runs acts for this; null between callbacks. */
  #running: Cause | null = null;
  /** The task whose step the running callback is; 0 for none. */
  #stepping = 0;

  /** Gives the cause of a callback that joins the ready queue at event `index`. */
  scheduled(handle: number, steps: number, index: number): Cause {
    const cause =
      this.#stepping === 0 && this.#running
        ? this.#running
        : { by: this.#stepping, byTimer: false, since: index, origin: index };
    this.#scheduled.set(handle, { cause, steps });
    if (steps > 0) this.#steps.set(steps, (this.#steps.get(steps) ?? 0) + 1);
    return cause;
  }

  timerScheduled(handle: number, index: number): void {
    this.#timers.set(handle, index);
  }

  timerDue(handle: number, task: number, index: number): void {
    const origin = this.#timers.get(handle) ?? index;
    this.#timers.delete(handle);
    this.#scheduled.set(handle, { cause: { by: task, byTimer: true, since: index, origin }, steps: 0 });
  }

  started(handle: number): void {
    this.#running = this.#leave(handle)?.cause ?? null;
    this.#stepping = 0;
  }

  stepped(task: number): void {
    this.#stepping = task;
  }

  ended(): void {
    this.#running = null;
    this.#stepping = 0;
  }

  cancelled(handle: number): void {
    this.#timers.delete(handle);
    this.#leave(handle);
  }

  /** True if a callback that steps the task is in the ready queue. */
  isScheduled(task: number): boolean {
    return this.#steps.has(task);
  }

  #leave(handle: number): Scheduled | undefined {
    const scheduled = this.#scheduled.get(handle);
    this.#scheduled.delete(handle);
    const steps = scheduled?.steps ?? 0;
    const left = (this.#steps.get(steps) ?? 0) - 1;
    if (left > 0) this.#steps.set(steps, left);
    else this.#steps.delete(steps);
    return scheduled;
  }
}
