/**
 * A deadline for a block of a coroutine. Mirrors `asyncio/timeouts.py`.
 *
 * States: created → active (entered) → expiring (the deadline came: the task is asked to cancel) → expired (left);
 * active → finished (left in time).
 */
import type { AsyncContextManager } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, RuntimeError, TimeoutError } from "../errors/exceptions.ts";
import { ExceptionGroup } from "../errors/exception-group.ts";
import { type LoopHandle, named } from "../loop/loop-handle.ts";
import { reportChange, reportResource } from "../instrument/traced-group.ts";
import { currentTask, type Task } from "../tasks/task.ts";
import { requireLoopInternals } from "../loop/loop-internals.ts";

type State = "created" | "active" | "expiring" | "expired" | "finished";

/**
 * Cancels the task that is in its block when the deadline comes, and makes TimeoutError of the cancellation as it
 * leaves the block. Made by `timeout` or `timeoutAt`, entered by `withAsync`, once.
 */
export class Timeout implements AsyncContextManager<Timeout> {
  #state: State = "created";
  #when: number | null;
  #handle: LoopHandle | null = null;
  #task: Task<unknown> | null = null;
  /** The task's cancel requests on entry: those are not this timeout's to take back. */
  #cancelling = 0;
  /** The number by which a trace knows it, once entered. */
  #resource = 0;

  /** @param when the deadline in seconds of the loop's time; null for none. */
  constructor(when: number | null) {
    this.#when = when;
  }

  /** The deadline in seconds of the loop's time, or null. */
  when(): number | null {
    return this.#when;
  }

  /** Moves the deadline; null takes it away. Throws RuntimeError unless the timeout is active. */
  reschedule(when: number | null): void {
    if (this.#state === "created") throw new RuntimeError("Timeout has not been entered");
    if (this.#state !== "active") throw new RuntimeError(`Cannot change state of ${this.#state} Timeout`);
    this.#when = when;
    this.#cancelHandle();
    const loop = requireLoopInternals();
    if (when !== null) {
      if (when <= loop.time()) this.#handle = loop.callSoon(this.#onTimeout);
      else this.#handle = loop.callAt(when, this.#onTimeout);
    }
    if (this.#resource === 0) this.#resource = reportResource(loop, "Timeout", when ?? 0);
    else reportChange(loop, this.#resource, "reschedule", when ?? 0);
  }

  /** Whether the deadline came while the block ran. */
  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  /** Throws RuntimeError if it was entered before, or outside of a task. */
  *enter(): Coroutine<Timeout> {
    if (this.#state !== "created") throw new RuntimeError("Timeout has already been entered");
    const task = currentTask();
    if (task === null) throw new RuntimeError("Timeout should be used inside a task");
    this.#state = "active";
    this.#task = task;
    this.#cancelling = task.cancelling();
    this.reschedule(this.#when);
    return this;
  }

  /** Throws TimeoutError in the place of a cancellation that is this timeout's. */
  *exit(error?: unknown): Coroutine<void> {
    this.#cancelHandle();
    if (this.#state === "active") this.#state = "finished";
    if (this.#state !== "expiring") return;
    this.#state = "expired";
    // More requests than on entry: somebody else wants the task cancelled too.
    if ((this.#task as Task<unknown>).uncancel() > this.#cancelling) return;
    if (error instanceof CancelledError) throw new TimeoutError("", { cause: error });
    insertTimeoutError(error);
    if (error instanceof ExceptionGroup) error.exceptions.forEach(insertTimeoutError);
  }

  toString(): string {
    const when = this.#when === null ? "None" : Number(this.#when.toFixed(3));
    return `<Timeout [${this.#state}]${this.#state === "active" ? ` when=${when}` : ""}>`;
  }

  readonly #onTimeout = named("Timeout._on_timeout", (): void => {
    reportChange(requireLoopInternals(), this.#resource, "expire", 0);
    this.#task?.cancel();
    this.#state = "expiring";
    this.#handle = null;
  });

  #cancelHandle(): void {
    this.#handle?.cancel();
    this.#handle = null;
  }
}

/** Where an error was caused by this timeout's cancellation, TimeoutError comes between the two. */
function insertTimeoutError(error: unknown): void {
  for (let outer = error; outer instanceof Error; outer = outer.cause) {
    if (!(outer.cause instanceof CancelledError)) continue;
    outer.cause = new TimeoutError("", { cause: outer.cause });
    return;
  }
}

/**
 * A timeout of `delay` seconds from now; null never expires.
 * `yield* withAsync(timeout(1), function* () { … })` throws TimeoutError if the block takes longer.
 */
export function timeout(delay: number | null): Timeout {
  const now = requireLoopInternals().time();
  return new Timeout(delay === null ? null : now + delay);
}

/** A timeout at `when`, in seconds of the loop's time; null never expires. */
export function timeoutAt(when: number | null): Timeout {
  return new Timeout(when);
}
