/**
 * Causes of callbacks: the task or the timer that scheduled each one, so that a wake-up can be traced to its cause.
 *
 * A callback that steps no task (of a gather, of a task group) acts for its own cause: the task or timer behind it.
 * Called by `Spans` with each event about handles, in order.
 */

export interface Cause {
  /** Task that scheduled the callback or created the timer; 0 for code outside any task. */
  readonly by: number;
  /** True for a timer that became due. */
  readonly byTimer: boolean;
  /** Event at which the task acted or the timer became due; a callback may run between that event and the wake-up. */
  readonly since: number;
  /** Event at which the timer was created; equal to `since` for a task. */
  readonly origin: number;
  /** Endpoint that the loop's selector found ready at event `since`; absent for any other cause. */
  readonly endpoint?: number;
  /** Process of whose end the loop's selector reported at event `since`; absent for any other cause. */
  readonly process?: number;
}

interface Scheduled {
  readonly cause: Cause;
  /** Task that the callback steps; 0 for none, and for timers, which only set the result of a future. */
  readonly steps: number;
}

export class Causes {
  /** Callbacks in the ready queue. */
  readonly #scheduled = new Map<number, Scheduled>();
  /** Events at which the pending timers were created. */
  readonly #timers = new Map<number, number>();
  /** Number of callbacks in the ready queue that step each task. */
  readonly #steps = new Map<number, number>();
  /** Cause of the running callback; null between callbacks. */
  #running: Cause | null = null;
  /** Task that the running callback steps; 0 for none. */
  #stepping = 0;
  /** The endpoint or process that the selector reported last, and the event; null once a callback has begun since. */
  #ready: Cause | null = null;
  #loop = 0;
  /** What the three above were in the loops that are not at work, by number. */
  readonly #left = new Map<number, [Cause | null, number, Cause | null]>();

  /** Return the cause of a callback that joins the ready queue at event `index`. */
  scheduled(handle: number, steps: number, index: number): Cause {
    const cause =
      this.#stepping === 0 && this.#running
        ? this.#running
        : (this.#ready ?? { by: this.#stepping, byTimer: false, since: index, origin: index });
    this.#scheduled.set(handle, { cause, steps });
    if (steps > 0) this.#steps.set(steps, (this.#steps.get(steps) ?? 0) + 1);
    return cause;
  }

  /** Note that the selector reports an endpoint; the callbacks that are scheduled next are for it. */
  endpointReady(endpoint: number, index: number): void {
    this.#ready = { by: 0, byTimer: false, since: index, origin: index, endpoint };
  }

  /** Note that the selector reports the end of a process. */
  processReported(process: number, index: number): void {
    this.#ready = { by: 0, byTimer: false, since: index, origin: index, process };
  }

  /** Note that another loop is at work from now on. */
  switched(loop: number): void {
    this.#left.set(this.#loop, [this.#running, this.#stepping, this.#ready]);
    [this.#running, this.#stepping, this.#ready] = this.#left.get(loop) ?? [null, 0, null];
    this.#loop = loop;
  }

  timerScheduled(handle: number, index: number): void {
    this.#timers.set(handle, index);
  }

  timerDue(handle: number, task: number, index: number): void {
    const origin = this.#timers.get(handle) ?? index;
    this.#timers.delete(handle);
    this.#scheduled.set(handle, {
      cause: { by: task, byTimer: true, since: index, origin },
      steps: 0,
    });
  }

  started(handle: number): void {
    this.#running = this.#leave(handle)?.cause ?? null;
    this.#stepping = 0;
    this.#ready = null;
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
