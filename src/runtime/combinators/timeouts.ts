/**
 * Timeout: a deadline for a block of a coroutine. Mirrors `Timeout` of `asyncio/timeouts.py`.
 *
 * States: created → active (entered) → expiring (deadline: the task gets a cancel request) → expired (block left);
 * active → finished (block left in time).
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
 * Context manager for one use that cancels the task in its block at the deadline, and throws TimeoutError in place of
 * that cancellation as the block ends. Made by `timeout` or `timeoutAt`, entered by `withAsync`.
 */
export class Timeout implements AsyncContextManager<Timeout> {
  #state: State = "created";
  #when: number | null;
  #handle: LoopHandle | null = null;
  #task: Task<unknown> | null = null;
  /** Cancel requests of the task on entry: this timeout must not take them back. */
  #cancelling = 0;
  /** Id in the trace, from the entry on. */
  #resource = 0;

  /** @param when the deadline in seconds of the loop's time; null for none. */
  constructor(when: number | null) {
    this.#when = when;
  }

  /** Return the deadline in seconds of the loop's time, or null. */
  when(): number | null {
    return this.#when;
  }

  /** Move the deadline; null for none. Throws RuntimeError unless the timeout is active. */
  reschedule(when: number | null): void {
    if (this.#state === "created") throw new RuntimeError("Timeout has not been entered");
    if (this.#state !== "active") throw new RuntimeError(`Cannot change state of ${this.#state} Timeout`);
    this.#when = when;
    this.#cancelHandle();
    const loop = requireLoopInternals();
    if (when !== null) {
      if (when <= loop.timerTime()) this.#handle = loop.callSoon(this.#onTimeout);
      else this.#handle = loop.callAt(when, this.#onTimeout);
    }
    if (this.#resource === 0) this.#resource = reportResource(loop, "Timeout", when ?? 0);
    else reportChange(loop, this.#resource, "reschedule", when ?? 0);
  }

  /** Return true if the deadline came while the block ran. */
  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  /** Enter the block. Throws RuntimeError if the timeout was entered before, or outside of a task. */
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

  /** Leave the block. Throws TimeoutError in place of a cancellation by this timeout. */
  *exit(error?: unknown): Coroutine<void> {
    this.#cancelHandle();
    if (this.#state === "active") this.#state = "finished";
    if (this.#state !== "expiring") return;
    this.#state = "expired";
    // No CancelledError reaches the end of the block.
    if (error === undefined) reportChange(requireLoopInternals(), this.#resource, "swallow", 0);
    // More requests than on entry: another cancellation is pending too.
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

/**
 * Insert a TimeoutError between an error and the cancellation that caused it. Mirrors `Timeout._insert_timeout_error`.
 */
function insertTimeoutError(error: unknown): void {
  for (let outer = error; outer instanceof Error; outer = outer.cause) {
    if (!(outer.cause instanceof CancelledError)) continue;
    outer.cause = new TimeoutError("", { cause: outer.cause });
    return;
  }
}

/**
 * Return a timeout of `delay` seconds from now; null never expires. Throws RuntimeError if no loop runs.
 * `yield* withAsync(timeout(1), function* () { … })` throws TimeoutError if the block takes longer. Mirrors `timeout`.
 */
export function timeout(delay: number | null): Timeout {
  const now = requireLoopInternals().timerTime();
  return new Timeout(delay === null ? null : now + delay);
}

/** Return a timeout at `when`, in seconds of the loop's time; null never expires. Mirrors `timeout_at`. */
export function timeoutAt(when: number | null): Timeout {
  return new Timeout(when);
}
