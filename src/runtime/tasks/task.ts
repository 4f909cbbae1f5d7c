/**
 * Task: it drives a coroutine to its end. Mirrors `Task` of `asyncio/tasks.py`.
 *
 * States of a task that is not done:
 * 1. scheduled: its `StepHandle` is in the ready queue;
 * 2. running: inside `#step`, and `#waiter` is null;
 * 3. waiting: `#waiter` is a future, and this task is one of its listeners.
 * new → 1 (eager: new → 2) · 1 → 2 when the loop runs the handle · 2 → 3 when the coroutine yields a future · 2 → 1 when
 * it yields undefined · 3 → 1 when the waiter is done · 2 → done when the coroutine returns or throws.
 * A cancel request in 3 cancels the waiter; in 1 and 2 it sets `#mustCancel`, and the next step throws CancelledError.
 */
import { taskNameForPeople } from "../../base/task-name.ts";
import type { LinkedList } from "../../base/linked-list.ts";
import { copyContext, type Context, enterContext, leaveContext } from "../contexts/contextvars.ts";
import {
  asCoroutine,
  type Awaitable,
  type Coroutine,
  isCoroutine,
  type SourceLocation,
  type Yielded,
} from "./coroutine.ts";
import { CancelledError, KeyboardInterrupt, RuntimeError, ValueError } from "../errors/exceptions.ts";
import { Future, type FutureLoop, futureRepr, futureInternals, isFuture } from "./future.ts";
import type { Hooks } from "../instrument/instrument.ts";
import type { LoopHandle } from "../loop/loop-handle.ts";
import { outcomeText } from "../instrument/repr.ts";
import { textRepr } from "../instrument/text-repr.ts";
import { currentLine, setCurrentLine } from "../instrument/source-location.ts";
import { internalsOf, type Loop, requireLoop } from "../loop/running-loop.ts";
import { setStep, StepHandle } from "./step-handle.ts";

/** Scheduler-side handle of a task. */
export type TaskHandle = StepHandle<Task<unknown>, Future<unknown>>;

/** Part of a loop's internals that tasks use. */
interface TaskLoop extends FutureLoop {
  readonly publicLoop: Loop & { createTask<T>(coroutine: Coroutine<T>, options?: TaskOptions): Task<T> };
  readonly hooks: Hooks;
  /** Handle of the current task; null for none. */
  current: TaskHandle | null;
  readonly currentTask: Task<unknown> | null;
  readonly currentTaskId: number;
  /** Tasks that are not done, in order of creation. */
  readonly tasks: LinkedList<TaskHandle>;
  time(): number;
  isRunning(): boolean;
  /** Return a new task id; the first is 1. */
  newTaskId(): number;
  /** Return the number of the next name `Task-n`, which counts tasks without a name alone. */
  newTaskNumber(): number;
  handleCancelled(handle: LoopHandle): void;
}

export interface TaskOptions {
  name?: string;
  context?: Context;
  /** Run the first step during the call instead of in the next iteration, if the loop runs. */
  eagerStart?: boolean;
}

/** Operations on tasks for the runtime's own modules; see loop-internals.ts. */
interface TaskInternals {
  /** Id in a trace. */
  id(task: Task<unknown>): number;
  /** Future that the task waits on; null if it is scheduled, running or done. */
  waitsFor(task: Task<unknown>): Future<unknown> | null;
  /** Do not report the task if it is pending as the loop closes: the program has no reference to it. */
  keepQuiet(task: Task<unknown>): void;
  isQuiet(task: Task<unknown>): boolean;
  /** Line at which the task is suspended; 0 if it is unknown. */
  line(task: Task<unknown>): number;
  /** Name for people: `fetch · 3`. */
  shownName(task: Task<unknown>): string;
}

/** Internals of tasks: see loop-internals.ts for the pattern. */
export let taskInternals: TaskInternals;

export class Task<T> extends Future<T> {
  readonly #loop: TaskLoop;
  readonly #handle: TaskHandle;
  readonly #context: Context;
  readonly #coroutine: Coroutine<T>;
  /** The coroutine, if it has a source location. */
  readonly #location: SourceLocation | null;
  /** Name, or the number n of `Task-n`. */
  #name: string | number;
  #cancelRequests = 0;
  #mustCancel = false;
  #isQuiet = false;
  #waiter: Future<unknown> | null = null;

  /** Throws TypeError if `coroutine` is not a coroutine. */
  constructor(coroutine: Coroutine<T>, loop: Loop, options: TaskOptions = {}) {
    super(loop);
    if (!isCoroutine(coroutine)) throw new TypeError(`a coroutine was expected, got ${String(coroutine)}`);
    const internals = internalsOf(loop) as TaskLoop;
    this.#loop = internals;
    this.#coroutine = coroutine;
    this.#location = "qualname" in coroutine ? (coroutine as SourceLocation) : null;
    this.#context = options.context ?? copyContext();
    this.#name = options.name ?? internals.newTaskNumber();
    const id = internals.newTaskId();
    this.#handle = new StepHandle<Task<unknown>, Future<unknown>>(internals, this as Task<unknown>, id);
    internals.tasks.push(this.#handle);
    const parent = internals.currentTaskId;
    internals.hooks.taskCreated(
      internals.time(),
      id,
      this.getName(),
      qualname(this.#location),
      parent,
      currentLine,
    );
    if (options.eagerStart && internals.isRunning()) Task.#startEagerly(this as Task<unknown>);
    else internals.scheduleStep(this.#handle, null);
  }

  getCoro(): Coroutine<T> {
    return this.#coroutine;
  }

  getContext(): Context {
    return this.#context;
  }

  getName(): string {
    return typeof this.#name === "string" ? this.#name : `Task-${this.#name}`;
  }

  setName(name: string): void {
    this.#name = name;
    this.#handle.hasFirstName = false;
  }

  /** Throws RuntimeError: only the coroutine sets a task's result. */
  override setResult(): never {
    throw new RuntimeError("Task does not support set_result operation");
  }

  /** Throws RuntimeError: only the coroutine sets a task's exception. */
  override setException(): never {
    throw new RuntimeError("Task does not support set_exception operation");
  }

  /**
   * Request cancellation of the task: the next step throws CancelledError into its coroutine, which may clean up or
   * suppress it. Return false if the task is done.
   */
  override cancel(message?: string): boolean {
    if (this.done()) return super.cancel(message);
    const loop = this.#loop;
    this.#cancelRequests++;
    loop.hooks.taskCancelRequested(loop.time(), this.#handle.task, loop.currentTaskId, currentLine);
    // The waiter stays: it may be a task that suppresses this request, and a later request must reach it again.
    if (this.#waiter?.cancel(message)) return true;
    this.#mustCancel = true;
    futureInternals.setCancelMessage(this as Task<unknown>, message);
    return true;
  }

  /** Return the number of cancel requests that `uncancel` did not take back. */
  cancelling(): number {
    return this.#cancelRequests;
  }

  /** Take one cancel request back; return the number of those that are left. */
  uncancel(): number {
    if (this.#cancelRequests === 0) return 0;
    if (--this.#cancelRequests === 0) this.#mustCancel = false;
    const loop = this.#loop;
    loop.hooks.taskUncancelled(loop.time(), this.#handle.task, this.#cancelRequests, currentLine);
    return this.#cancelRequests;
  }

  /** Return the source location of its coroutine; empty for a task that is done, and for a bare generator. */
  getStack(): readonly SourceLocation[] {
    return this.done() || this.#location === null ? [] : [this.#location];
  }

  /** Mirrors `_task_repr_info` of `asyncio/base_tasks.py`. */
  override toString(): string {
    return futureRepr(this as Task<unknown>, () => {
      const [state, ...rest] = futureInternals.describe(this as Task<unknown>) as [string, ...string[]];
      const info = [this.#cancelRequests > 0 && !this.done() ? "cancelling" : state];
      info.push(`name=${textRepr(this.getName())}`, `coro=<${qualname(this.#location)}()>`);
      if (this.#waiter) info.push(`wait_for=${this.#waiter.toString()}`);
      return [...info, ...rest];
    });
  }

  // Static, since a private method costs each task a field.

  /** Run the coroutine to its next await or its end; the step handle calls it. Mirrors `Task.__step`. */
  static #step(task: Task<unknown>, waiter: Future<unknown> | null): void {
    let fails = false;
    let error: unknown;
    if (waiter !== null) {
      futureInternals.discardAwaitedBy(waiter, task);
      // A result is not passed on: `yield*` reads it from the future.
      fails = futureInternals.failed(waiter);
      if (fails) error = futureInternals.takeError(waiter);
    }
    if (task.#mustCancel) {
      if (!(fails && error instanceof CancelledError)) error = futureInternals.makeCancelledError(task);
      fails = true;
      task.#mustCancel = false;
    }
    task.#waiter = null;
    const loop = task.#loop;
    const outer = enterContext(task.#context);
    loop.current = task.#handle;
    try {
      Task.#advance(task, fails, error);
    } finally {
      loop.current = null;
      leaveContext(task.#context, outer);
    }
  }

  static #startEagerly(task: Task<unknown>): void {
    const loop = task.#loop;
    const outerTask = loop.current;
    const outer = Task.#enterOrEnd(task);
    loop.current = task.#handle;
    try {
      Task.#advance(task, false, undefined);
    } finally {
      loop.current = outerTask;
      leaveContext(task.#context, outer);
    }
  }

  /** Enter the task's context. If it is entered already, the task ends here; CPython leaves one that never steps. */
  static #enterOrEnd(task: Task<unknown>): Context {
    try {
      return enterContext(task.#context);
    } catch (error) {
      Task.#leave(task);
      Task.#endCancelled(task, undefined);
      throw error;
    }
  }

  static #advance(task: Task<unknown>, fails: boolean, error: unknown): void {
    const loop = task.#loop;
    const coroutine = task.#coroutine;
    const id = task.#handle.task;
    loop.hooks.taskStepped(loop.time(), id, Task.#line(task));
    if (fails && task.#cancelRequests > 0 && error instanceof CancelledError) {
      loop.hooks.taskCancelThrown(loop.time(), id, Task.#line(task));
    }
    const outerLine = currentLine;
    let step: IteratorResult<Yielded, unknown>;
    try {
      step = fails ? coroutine.throw(error) : coroutine.next();
    } catch (thrown) {
      Task.#leave(task);
      if (thrown instanceof CancelledError) {
        futureInternals.finishCancelled(task, thrown);
        loop.hooks.taskDone(loop.time(), id, "cancelled", outcomeText(undefined));
      } else {
        Task.#end(task, "exception", thrown);
        // It ends the run of the loop, too.
        if (thrown instanceof KeyboardInterrupt) throw thrown;
      }
      return;
    } finally {
      // The loop runs next, or the code that made an eager task.
      setCurrentLine(outerLine);
    }
    if (!step.done) {
      Task.#suspend(task, step.value);
      return;
    }
    Task.#leave(task);
    if (!task.#mustCancel) return Task.#end(task, "result", step.value);
    // The cancel request came during the step in which the coroutine returned.
    task.#mustCancel = false;
    Task.#endCancelled(task, futureInternals.cancelMessage(task));
  }

  static #suspend(task: Task<unknown>, yielded: unknown): void {
    const loop = task.#loop;
    if (yielded === undefined) {
      loop.scheduleStep(task.#handle, null);
      return Task.#reportSuspended(task, 0, "yield", 0);
    }
    if (!isFuture(yielded)) return Task.#fail(task, `Task got bad yield: ${describeYield(yielded)}`);
    if (yielded === task) return Task.#fail(task, `Task cannot await on itself: ${task.toString()}`);
    if (futureInternals.loop(yielded) !== loop) {
      return Task.#fail(
        task,
        `Task ${task.toString()} got Future ${yielded.toString()} attached to a different loop`,
      );
    }
    if (!futureInternals.unblock(yielded)) {
      return Task.#fail(
        task,
        `yield was used instead of yield from in task ${task.toString()} with ${yielded.toString()}`,
      );
    }
    futureInternals.addAwaitedBy(yielded, task);
    futureInternals.addWaiting(yielded, task.#handle);
    task.#waiter = yielded;
    if (task.#mustCancel && yielded.cancel(futureInternals.cancelMessage(task))) task.#mustCancel = false;
    if (yielded instanceof Task) return Task.#reportSuspended(task, 0, "task", taskInternals.id(yielded));
    const { reason, on } = futureInternals.waitReason(yielded);
    Task.#reportSuspended(task, futureInternals.id(yielded), reason, on);
  }

  /** Throw RuntimeError into the coroutine at its next step: it yielded a value that a task cannot wait for. */
  static #fail(task: Task<unknown>, message: string): void {
    const failure = new Future<unknown>(task.#loop.publicLoop);
    failure.setException(new RuntimeError(message));
    task.#loop.scheduleStep(task.#handle, failure);
    Task.#reportSuspended(task, 0, "yield", 0);
  }

  static #reportSuspended(task: Task<unknown>, future: number, reason: string, on: number): void {
    const loop = task.#loop;
    const stack = task.#location?.stack ?? "";
    loop.hooks.taskSuspended(loop.time(), task.#handle.task, future, reason, on, Task.#line(task), stack);
  }

  static #line(task: Task<unknown>): number {
    return task.#location === null ? 0 : (task.#location.line ?? 0);
  }

  static #end(task: Task<unknown>, outcome: "result" | "exception", value: unknown): void {
    futureInternals.finish(task, outcome, value);
    const loop = task.#loop;
    loop.hooks.taskDone(loop.time(), task.#handle.task, outcome, outcomeText(value));
  }

  static #endCancelled(task: Task<unknown>, message: string | undefined): void {
    futureInternals.setCancelMessage(task, message);
    futureInternals.finish(task, "cancelled", undefined);
    const loop = task.#loop;
    loop.hooks.taskDone(loop.time(), task.#handle.task, "cancelled", outcomeText(undefined));
  }

  static #leave(task: Task<unknown>): void {
    task.#loop.tasks.remove(task.#handle);
  }

  static {
    setStep((task, waiter) => Task.#step(task, waiter));
    taskInternals = {
      id: (task) => task.#handle.task,
      waitsFor: (task) => task.#waiter,
      keepQuiet(task) {
        task.#isQuiet = true;
      },
      isQuiet: (task) => task.#isQuiet,
      line: (task) => task.#location?.line ?? 0,
      shownName: (task) => taskNameForPeople(task.getName(), task.#location?.qualname ?? ""),
    };
  }
}

function qualname(location: SourceLocation | null): string {
  return location?.qualname ?? "coroutine";
}

/**
 * Return the current task of `loop` (by default the running loop), or null. Throws RuntimeError if no loop is given and
 * none runs. Mirrors `current_task` of `asyncio/tasks.py`.
 */
export function currentTask(loop?: Loop): Task<unknown> | null {
  return loopOrRunning(loop).currentTask;
}

/**
 * Return the tasks of `loop` (by default the running loop) that are not done, in order of creation. Throws RuntimeError
 * if no loop is given and none runs. Mirrors `all_tasks` of `asyncio/tasks.py`.
 */
export function allTasks(loop?: Loop): Set<Task<unknown>> {
  return new Set(Array.from(loopOrRunning(loop).tasks, ({ stepped }) => stepped));
}

function loopOrRunning(loop: Loop | undefined): TaskLoop {
  return (loop ? internalsOf(loop) : requireLoop()) as TaskLoop;
}

/**
 * Return a new task of the running loop. Throws RuntimeError if no loop runs. Mirrors `create_task` of
 * `asyncio/tasks.py`.
 */
export function createTask<T>(coroutine: Coroutine<T>, options: TaskOptions = {}): Task<T> {
  return loopOrRunning(undefined).publicLoop.createTask(coroutine, options);
}

/**
 * Return the future itself, or a new task of another awaitable. Throws TypeError for an argument that is not awaitable,
 * ValueError for a future of another loop than `loop`. Mirrors `ensure_future` of `asyncio/tasks.py`.
 */
export function ensureFuture<T>(awaitable: Awaitable<T>, { loop }: { loop?: Loop } = {}): Future<T> {
  if (isFuture(awaitable)) {
    if (loop && awaitable.getLoop() !== loop) {
      throw new ValueError(
        "The future belongs to a different loop than the one specified as the loop argument",
      );
    }
    return awaitable as unknown as Future<T>;
  }
  return loopOrRunning(loop).publicLoop.createTask(asCoroutine(awaitable));
}

function describeYield(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  return typeof value === "object" && value !== null ? Object.prototype.toString.call(value) : String(value);
}
