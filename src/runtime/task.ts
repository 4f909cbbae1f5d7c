/**
 * A task drives a coroutine to its end. Mirrors `Task` of `asyncio/tasks.py`.
 *
 * A task that is not done is in one of three states:
 * 1. waiting: `#waiter` is a pending future, and this task is among those that it wakes;
 * 2. scheduled: a `StepHandle` of this task is in the ready queue;
 * 3. running: inside `step`, `#waiter` is null.
 * 1 → 2 when the waiter is done, 2 → 3 when the loop comes to it, 3 → 1 or 2 by what the coroutine yields.
 */
import type { Linked, LinkedList } from "../base/linked-list.ts";
import { copyContext, type Context } from "./contextvars.ts";
import { isCoroutine, type Awaitable, type Coroutine, type Placed, type Yielded } from "./coroutine.ts";
import { CancelledError, RuntimeError, ValueError } from "./exceptions.ts";
import { Future, type FutureLoop, isFuture } from "./future.ts";
import type { Steppable } from "./handle.ts";
import type { Hooks, TaskOutcome } from "./instrument.ts";
import { outcomeText, textRepr } from "./repr.ts";
import { position } from "./position.ts";
import { runningLoop } from "./running-loop.ts";

/** What a task needs of its loop. */
export interface TaskLoop extends FutureLoop {
  readonly hooks: Hooks;
  /** The task that runs now. */
  currentTask: Task<unknown> | null;
  /** Those that are not done, in order of creation. */
  readonly tasks: LinkedList<Task<unknown>>;
  time(): number;
  isRunning(): boolean;
  /** A new number for a task; the first is 1. */
  newTaskId(): number;
  /** The n of the name `Task-n` of a task that is given none, whatever named ones there are between. */
  newTaskNumber(): number;
  createFuture<T>(): Future<T>;
  /** Makes a future known to the trace, which any made by `createFuture` is. */
  reportFuture(future: Future<unknown>): void;
  createTask<T>(coroutine: Coroutine<T>, options?: TaskOptions): Task<T>;
}

export interface TaskOptions {
  name?: string;
  context?: Context;
  /** Runs the first step at once instead of in the next iteration, if the loop runs. */
  eagerStart?: boolean;
}

export class Task<T> extends Future<T> implements Steppable<Future<unknown>>, Linked<Task<unknown>> {
  before: Task<unknown> | null = null;
  after: Task<unknown> | null = null;
  hasFirstName = true;
  readonly #loop: TaskLoop;
  readonly #context: Context;
  readonly #coroutine: Coroutine<T>;
  /** The coroutine, if it is one that can tell where it stands. */
  readonly #placed: Placed | null;
  /** A number n stands for `Task-n`. */
  #name: string | number;
  #cancelRequests = 0;
  #mustCancel = false;
  /** False for a task that its program never saw: that it did not end is no news. */
  logDestroyPending = true;
  #waiter: Future<unknown> | null = null;

  /** Throws TypeError if `coroutine` is none. */
  constructor(coroutine: Coroutine<T>, loop: TaskLoop, options: TaskOptions = {}) {
    super(loop);
    if (!isCoroutine(coroutine)) throw new TypeError(`a coroutine was expected, got ${String(coroutine)}`);
    this.#loop = loop;
    this.#coroutine = coroutine;
    this.#placed = "qualname" in coroutine ? (coroutine as Placed) : null;
    this.#context = options.context ?? copyContext();
    this.#name = options.name ?? loop.newTaskNumber();
    this.id = loop.newTaskId();
    loop.tasks.push(this as Task<unknown>);
    const parent = loop.currentTask?.id ?? 0;
    loop.hooks.taskCreated(loop.time(), this.id, this.getName(), this.#qualname(), parent, position.line);
    if (options.eagerStart && loop.isRunning()) this.#startEagerly();
    else loop.scheduleStep(this, null);
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
    this.hasFirstName = false;
  }

  /** A task's result is its coroutine's. */
  override setResult(): never {
    throw new RuntimeError("Task does not support set_result operation");
  }

  override setException(): never {
    throw new RuntimeError("Task does not support set_exception operation");
  }

  /**
   * Asks the task to cancel itself: CancelledError is thrown into its coroutine at its await, which may clean up or
   * even refuse. False if it is done already.
   */
  override cancel(message?: string): boolean {
    if (this.done()) return super.cancel(message);
    this.#cancelRequests++;
    const by = this.#loop.currentTask?.id ?? 0;
    this.#loop.hooks.taskCancelRequested(this.#loop.time(), this.id, by, position.line);
    // The waiter stays: it may be a task that ignores the request, and then may have to be asked again.
    if (this.#waiter?.cancel(message)) return true;
    this.#mustCancel = true;
    this.cancelMessage = message;
    return true;
  }

  /** How many cancel requests there are that nobody took back. */
  cancelling(): number {
    return this.#cancelRequests;
  }

  /** Takes one cancel request back and tells how many are left. */
  uncancel(): number {
    if (this.#cancelRequests > 0 && --this.#cancelRequests === 0) this.#mustCancel = false;
    return this.#cancelRequests;
  }

  /** The future that it waits on; null if it is ready, runs or is done. */
  waitsFor(): Future<unknown> | null {
    return this.#waiter;
  }

  /** Where its coroutine stands, as far as that can tell: nothing for one that is done, and for a bare generator. */
  getStack(): readonly Placed[] {
    return this.done() || this.#placed === null ? [] : [this.#placed];
  }

  /** Mirrors `_task_repr_info`. */
  protected override describe(): string[] {
    const [state, ...rest] = super.describe() as [string, ...string[]];
    const info = [this.#cancelRequests > 0 && !this.done() ? "cancelling" : state];
    info.push(`name=${textRepr(this.getName())}`, `coro=<${this.#qualname()}()>`);
    if (this.#waiter) info.push(`wait_for=${this.#waiter.toString()}`);
    return [...info, ...rest];
  }

  /** Runs the coroutine to its next await or its end. Called by the loop alone. */
  step(waiter: Future<unknown> | null): void {
    let fails = false;
    let error: unknown;
    if (waiter !== null) {
      waiter.discardAwaitedBy(this as Task<unknown>);
      // Its result is not passed on: `yield*` asks the future itself.
      fails = waiter.failed();
      if (fails) error = waiter.takeError();
    }
    if (this.#mustCancel) {
      if (!(fails && error instanceof CancelledError)) error = this.makeCancelledError();
      fails = true;
      this.#mustCancel = false;
    }
    this.#waiter = null;
    const loop = this.#loop;
    const outer = this.#context.enter();
    loop.currentTask = this as Task<unknown>;
    try {
      this.#advance(fails, error);
    } finally {
      loop.currentTask = null;
      this.#context.leave(outer);
    }
  }

  #startEagerly(): void {
    const outerTask = this.#loop.currentTask;
    const outer = this.#enterOrEnd();
    this.#loop.currentTask = this as Task<unknown>;
    try {
      this.#advance(false, undefined);
    } finally {
      this.#loop.currentTask = outerTask;
      this.#context.leave(outer);
    }
  }

  /** A context that runs already is not entered: then there is no task, where CPython leaves one that never steps. */
  #enterOrEnd(): Context {
    try {
      return this.#context.enter();
    } catch (error) {
      this.#leave();
      super.cancel();
      this.#tellDone("cancelled", undefined);
      throw error;
    }
  }

  #advance(fails: boolean, error: unknown): void {
    const coroutine = this.#coroutine;
    this.#loop.hooks.taskStepped(this.#loop.time(), this.id, this.#line());
    const outerLine = position.line;
    let step: IteratorResult<Yielded, T>;
    try {
      step = fails ? coroutine.throw(error) : coroutine.next();
    } catch (thrown) {
      if (thrown instanceof CancelledError) {
        this.#leave();
        this.finishCancelled(thrown);
        this.#tellDone("cancelled", undefined);
      } else {
        this.#end("exception", thrown);
      }
      return;
    } finally {
      // What follows is the loop's doing, or the maker's of an eager task.
      position.line = outerLine;
    }
    if (!step.done) {
      this.#suspend(step.value);
    } else if (this.#mustCancel) {
      // It was cancelled right before its coroutine returned.
      this.#mustCancel = false;
      this.#leave();
      super.cancel(this.cancelMessage);
      this.#tellDone("cancelled", undefined);
    } else {
      this.#end("result", step.value);
    }
  }

  #suspend(yielded: unknown): void {
    if (yielded === undefined) {
      this.#loop.scheduleStep(this, null);
      return this.#tellSuspended(0, "yield", 0);
    }
    if (!isFuture(yielded)) return this.#fail(`Task got bad yield: ${describeYield(yielded)}`);
    if (yielded === (this as unknown)) return this.#fail(`Task cannot await on itself: ${this.toString()}`);
    if (yielded.getLoop() !== this.#loop) {
      return this.#fail(
        `Task ${this.toString()} got Future ${yielded.toString()} attached to a different loop`,
      );
    }
    if (!yielded.blocking) {
      return this.#fail(
        `yield was used instead of yield from in task ${this.toString()} with ${yielded.toString()}`,
      );
    }
    yielded.addAwaitedBy(this as Task<unknown>);
    yielded.blocking = false;
    yielded.addWaiting(this);
    this.#waiter = yielded;
    if (this.#mustCancel && yielded.cancel(this.cancelMessage)) this.#mustCancel = false;
    if (yielded instanceof Task) return this.#tellSuspended(0, "task", yielded.id);
    const { reason, on } = yielded.waitReason;
    this.#tellSuspended(yielded.id, reason, on);
  }

  /** The coroutine yielded what nobody can wait for: it is told so at that place. */
  #fail(message: string): void {
    const failure = new Future<never>(this.#loop);
    failure.setException(new RuntimeError(message));
    this.#loop.scheduleStep(this, failure as Future<unknown>);
    this.#tellSuspended(0, "yield", 0);
  }

  #tellSuspended(future: number, reason: string, on: number): void {
    this.#loop.hooks.taskSuspended(this.#loop.time(), this.id, future, reason, on, this.#line());
  }

  #qualname(): string {
    return this.#placed?.qualname ?? "coroutine";
  }

  #line(): number {
    return this.#placed === null ? 0 : (this.#placed.line ?? 0);
  }

  #end(outcome: "result" | "exception", value: unknown): void {
    this.#leave();
    this.finish(outcome, value);
    this.#tellDone(outcome, value);
  }

  #tellDone(outcome: TaskOutcome, value: unknown): void {
    this.#loop.hooks.taskDone(this.#loop.time(), this.id, outcome, outcomeText(value));
  }

  #leave(): void {
    this.#loop.tasks.remove(this as Task<unknown>);
  }

  /** A trace knows a task by more than its outcome: see `taskDone`. */
  protected override reportDone(): void {}
}

/** The task that `loop` runs now, or null. Without a loop, of the running one; throws RuntimeError if none runs. */
export function currentTask(loop: TaskLoop = requireLoop()): Task<unknown> | null {
  return loop.currentTask;
}

/** The tasks of a loop that are not done, in order of creation. Without a loop, of the running one. */
export function allTasks(loop: TaskLoop = requireLoop()): Set<Task<unknown>> {
  return new Set(loop.tasks);
}

/** Makes a task of a coroutine on the running loop. Throws RuntimeError if none runs. */
export function createTask<T>(coroutine: Coroutine<T>, options: TaskOptions = {}): Task<T> {
  return requireLoop().createTask(coroutine, options);
}

/**
 * The future itself, or a task of what can be awaited. Mirrors `asyncio.ensure_future`.
 * Throws TypeError for anything else, and ValueError for a future of another loop than `loop`.
 */
export function ensureFuture<T>(awaitable: Awaitable<T>, { loop }: { loop?: TaskLoop } = {}): Future<T> {
  if (isFuture(awaitable)) {
    if (loop && awaitable.getLoop() !== loop) {
      throw new ValueError(
        "The future belongs to a different loop than the one specified as the loop argument",
      );
    }
    return awaitable as unknown as Future<T>;
  }
  const target = loop ?? requireLoop();
  if (isCoroutine(awaitable)) return target.createTask(awaitable as Coroutine<T>);
  if (typeof (awaitable as Partial<Awaitable<T>> | null)?.[Symbol.iterator] !== "function") {
    throw new TypeError("An asyncio.Future, a coroutine or an awaitable is required");
  }
  return target.createTask(
    (function* (): Coroutine<T> {
      return yield* awaitable as Iterable<Yielded> & Awaitable<T>;
    })(),
  );
}

/** The running loop as tasks know it, or null. */
export function runningTaskLoop(): TaskLoop | null {
  return runningLoop() as TaskLoop | null;
}

/** The running loop as tasks know it. Throws RuntimeError if there is none. */
export function requireLoop(): TaskLoop {
  const loop = runningTaskLoop();
  if (loop === null) throw new RuntimeError("no running event loop");
  return loop;
}

function describeYield(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  return typeof value === "object" && value !== null ? Object.prototype.toString.call(value) : String(value);
}
