/**
 * Task group: tasks that end together. Mirrors `TaskGroup` of `asyncio/taskgroups.py`.
 *
 * Invariants: the block ends only when every task of the group is done. The first task that fails cancels the others,
 * and the parent if it is still in the block; that request is taken back at the end of the block. A cancellation from
 * outside is passed on, unless tasks failed: their errors take precedence. The parent's count of cancel requests is
 * right in both cases.
 * States: created → entered → exiting (the block has ended) → finished; entered, exiting → aborting at the first failure.
 */
import type { AsyncContextManager } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { ExceptionGroup } from "../errors/exception-group.ts";
import { CancelledError, RuntimeError } from "../errors/exceptions.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { named } from "../loop/loop-handle.ts";
import { reportChange, reportChild, reportResource } from "../instrument/traced-group.ts";
import { currentTask, type Task, type TaskOptions } from "../tasks/task.ts";
import { type LoopInternals, requireLoopInternals } from "../loop/loop-internals.ts";

/** Context manager for one use: `yield* withAsync(new TaskGroup(), function* (group) { group.createTask(…); })`. */
export class TaskGroup implements AsyncContextManager<TaskGroup> {
  #entered = false;
  #exiting = false;
  #aborting = false;
  #loop: LoopInternals | null = null;
  #parent: Task<unknown> | null = null;
  #parentCancelRequested = false;
  #completed: Future<void> | null = null;
  readonly #waitReason = { reason: "TaskGroup", on: 0 };
  readonly #tasks = new Set<Task<unknown>>();
  readonly #errors: unknown[] = [];

  /** Enter the group. Throws RuntimeError if it was entered before, or outside of a task. */
  *enter(): Coroutine<TaskGroup> {
    if (this.#entered) throw new RuntimeError(`TaskGroup ${this.toString()} has already been entered`);
    this.#loop = requireLoopInternals();
    this.#parent = currentTask();
    if (this.#parent === null)
      throw new RuntimeError(`TaskGroup ${this.toString()} cannot determine the parent task`);
    this.#entered = true;
    this.#waitReason.on = reportResource(this.#loop, "TaskGroup", 0);
    return this;
  }

  /**
   * Wait for the tasks. Throws an ExceptionGroup of the errors of the tasks and the block, or the CancelledError of a
   * parent that was cancelled from outside. Mirrors `TaskGroup._aexit`.
   */
  *exit(error?: unknown): Coroutine<void> {
    this.#exiting = true;
    let cancellation = error instanceof CancelledError ? error : null;
    // The parent is being cancelled in the block, or the block threw.
    if (error !== undefined && !this.#aborting) this.#abort();

    // The wait can be cancelled more than once.
    while (this.#tasks.size > 0) {
      this.#completed ??= this.#newWaiter();
      try {
        yield* this.#completed;
      } catch (interruption) {
        if (!(interruption instanceof CancelledError)) throw interruption;
        if (!this.#aborting) {
          // The parent is being cancelled while it waits here.
          cancellation = interruption;
          this.#abort();
        }
      }
      this.#completed = null;
    }

    const parent = this.#parent as Task<unknown>;
    this.#parent = null;
    // Take this group's own request back; without another one, the parent is not cancelled.
    if (this.#parentCancelRequested && parent.uncancel() === 0) cancellation = null;
    if (cancellation !== null && this.#errors.length === 0) throw cancellation;
    if (error !== undefined && !(error instanceof CancelledError)) this.#errors.push(error);
    if (this.#errors.length === 0) return;
    if (parent.cancelling() > 0) {
      // Cancelled from outside as well: deliver that at the parent's next await, with the same count.
      parent.uncancel();
      parent.cancel();
    }
    throw new ExceptionGroup("unhandled errors in a TaskGroup", this.#errors.splice(0));
  }

  /**
   * Return a new task of the group. Throws RuntimeError, and closes the coroutine, if the group is not entered, finished
   * or shutting down. Mirrors `TaskGroup.create_task`.
   */
  createTask<T>(coroutine: Coroutine<T>, options: TaskOptions = {}): Task<T> {
    const problem = this.#problem();
    if (problem !== null) {
      coroutine.return(undefined as never);
      throw new RuntimeError(`TaskGroup ${this.toString()} ${problem}`);
    }
    const task = (this.#loop as LoopInternals).publicLoop.createTask(coroutine, options);
    if (this.#parent) futureInternals.addAwaitedBy(task as Task<unknown>, this.#parent);
    this.#tasks.add(task as Task<unknown>);
    // A callback even for an eager task that is done: a direct call would cancel the parent too early.
    (task as Task<unknown>).addDoneCallback(this.#onTaskDone);
    reportChild(this.#loop as LoopInternals, this.#waitReason.on, task as Task<unknown>);
    return task;
  }

  toString(): string {
    const info = ["TaskGroup"];
    if (this.#tasks.size > 0) info.push(`tasks=${this.#tasks.size}`);
    if (this.#errors.length > 0) info.push(`errors=${this.#errors.length}`);
    if (this.#aborting) info.push("cancelling");
    else if (this.#entered) info.push("entered");
    return `<${info.join(" ")}>`;
  }

  #problem(): string | null {
    if (!this.#entered) return "has not been entered";
    if (this.#exiting && this.#tasks.size === 0) return "is finished";
    return this.#aborting ? "is shutting down" : null;
  }

  #newWaiter(): Future<void> {
    const waiter = (this.#loop as LoopInternals).createFuture<void>();
    futureInternals.setWaitReason(waiter as Future<unknown>, this.#waitReason);
    return waiter;
  }

  #abort(): void {
    this.#aborting = true;
    reportChange(this.#loop as LoopInternals, this.#waitReason.on, "abort", 0);
    for (const task of this.#tasks) if (!task.done()) task.cancel();
  }

  readonly #onTaskDone = named("TaskGroup._on_task_done", (future: Future<unknown>): void => {
    const task = future as Task<unknown>;
    this.#tasks.delete(task);
    if (this.#parent) futureInternals.discardAwaitedBy(task, this.#parent);
    if (this.#completed !== null && this.#tasks.size === 0 && !this.#completed.done())
      this.#completed.setResult();
    const exception = task.cancelled() ? null : task.exception();
    if (exception === null) return;
    this.#errors.push(exception);

    if (this.#parent?.done()) {
      const message = `Task ${task.toString()} has errored out but its parent task ${this.#parent.toString()} is already completed`;
      this.#loop?.callExceptionHandler({ message, exception });
    } else if (!this.#aborting && !this.#parentCancelRequested) {
      // The parent stops waiting for its await in the block.
      this.#abort();
      this.#parentCancelRequested = true;
      this.#parent?.cancel();
    }
  });
}
