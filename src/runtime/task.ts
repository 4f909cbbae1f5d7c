/**
 * A task drives a coroutine to its end. Mirrors `Task` of `asyncio/tasks.py`.
 *
 * A task that is not done is in one of three states:
 * 1. waiting: `#waiter` is a pending future, and one of its callbacks is `#wakeup`;
 * 2. scheduled: `#step` is in the ready queue;
 * 3. running: inside `#step`, `#waiter` is null.
 * 1 → 2 when the waiter is done, 2 → 3 when the loop comes to it, 3 → 1 or 2 by what the coroutine yields.
 */
import { copyContext, type Context } from "./contextvars.ts";
import { isCoroutine, type Awaitable, type Coroutine, type Yielded } from "./coroutine.ts";
import { CancelledError, RuntimeError, ValueError } from "./exceptions.ts";
import { Future, type FutureLoop, isFuture } from "./future.ts";
import type { Hooks } from "./instrument.ts";
import { runningLoop } from "./running-loop.ts";

/** What a task needs of its loop. */
export interface TaskLoop extends FutureLoop {
  readonly hooks: Hooks;
  time(): number;
  isRunning(): boolean;
  /** A new number for a task; the first is 1. */
  newTaskId(): number;
  /** The name of a task that is given none: `Task-1`, `Task-2` …, whatever named ones there are between. */
  newTaskName(): string;
  createTask<T>(coroutine: Coroutine<T>, options?: TaskOptions): Task<T>;
}

export interface TaskOptions {
  name?: string;
  context?: Context;
  /** Runs the first step at once instead of in the next iteration, if the loop runs. */
  eagerStart?: boolean;
}

/** The task that each loop runs now, and all that are not done, in order of creation. */
const currentTasks = new WeakMap<object, Task<unknown> | null>();
const pendingTasks = new WeakMap<object, Set<Task<unknown>>>();

export class Task<T> extends Future<T> {
  readonly #loop: TaskLoop;
  readonly #context: Context;
  #coroutine: Coroutine<T>;
  #name: string;
  #cancelRequests = 0;
  #mustCancel = false;
  #cancelMessage: string | undefined;
  #waiter: Future<unknown> | null = null;

  /** Throws TypeError if `coroutine` is none. */
  constructor(
    coroutine: Coroutine<T>,
    loop: TaskLoop,
    { name, context, eagerStart = false }: TaskOptions = {},
  ) {
    super(loop);
    if (!isCoroutine(coroutine)) throw new TypeError(`a coroutine was expected, got ${String(coroutine)}`);
    this.#loop = loop;
    this.#coroutine = coroutine;
    this.#context = context ?? copyContext();
    this.id = loop.newTaskId();
    this.#name = name ?? loop.newTaskName();
    this.waitReason = { reason: "task", on: this.id };
    const tasks = pendingTasks.get(loop) ?? new Set();
    pendingTasks.set(loop, tasks.add(this as Task<unknown>));
    const parent = currentTasks.get(loop)?.id ?? 0;
    loop.hooks.taskCreated(loop.time(), this.id, this.#name, "coroutine", parent, 0);
    if (eagerStart && loop.isRunning()) this.#startEagerly();
    else this.#schedule(null);
  }

  getCoro(): Coroutine<T> {
    return this.#coroutine;
  }

  getContext(): Context {
    return this.#context;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
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
    if (this.done()) return false;
    this.#cancelRequests++;
    const by = currentTasks.get(this.#loop)?.id ?? 0;
    this.#loop.hooks.taskCancelRequested(this.#loop.time(), this.id, by, 0);
    // The waiter stays: it may be a task that ignores the request, and then may have to be asked again.
    if (this.#waiter?.cancel(message)) return true;
    this.#mustCancel = true;
    this.#cancelMessage = message;
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

  protected override describe(): string {
    const cancelling = this.#cancelRequests > 0 && !this.done() ? " cancelling" : "";
    return `${super.describe().replace(" pending", cancelling || " pending")} name='${this.#name}'`;
  }

  #startEagerly(): void {
    const outer = currentTasks.get(this.#loop) ?? null;
    currentTasks.set(this.#loop, this as Task<unknown>);
    try {
      this.#context.run(() => this.#advance(null));
    } finally {
      currentTasks.set(this.#loop, outer);
    }
  }

  #schedule(thrown: { error: unknown } | null): void {
    this.#loop.callTask(this, () => this.#context.run(() => this.#step(thrown)));
  }

  #step(thrown: { error: unknown } | null): void {
    if (this.#mustCancel) {
      if (!(thrown?.error instanceof CancelledError))
        thrown = { error: new CancelledError(this.#cancelMessage) };
      this.#mustCancel = false;
    }
    this.#waiter = null;
    currentTasks.set(this.#loop, this as Task<unknown>);
    try {
      this.#advance(thrown);
    } finally {
      currentTasks.set(this.#loop, null);
    }
  }

  /** Runs the coroutine to its next await or its end. */
  #advance(thrown: { error: unknown } | null): void {
    this.#loop.hooks.taskStepped(this.#loop.time(), this.id, 0);
    let step: IteratorResult<Yielded, T>;
    try {
      step = thrown ? this.#coroutine.throw(thrown.error) : this.#coroutine.next();
    } catch (error) {
      if (error instanceof CancelledError) this.#end(error.message || undefined);
      else this.#settle({ exception: error });
      return;
    }
    if (!step.done) return this.#suspend(step.value);
    if (this.#mustCancel) {
      // It was cancelled right before its coroutine returned.
      this.#mustCancel = false;
      this.#end(this.#cancelMessage);
    } else {
      this.#settle({ result: step.value });
    }
  }

  #suspend(yielded: unknown): void {
    if (yielded === undefined) {
      this.#schedule(null);
      return this.#tellSuspended(0, "yield", 0);
    }
    if (!isFuture(yielded)) return this.#fail(`Task got bad yield: ${shortText(yielded)}`);
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
    if (yielded === (this as unknown)) return this.#fail(`Task cannot await on itself: ${this.toString()}`);
    yielded.blocking = false;
    this.#waiter = yielded;
    yielded.addWakeup(this.#wakeup, this.#context, this);
    if (this.#mustCancel && yielded.cancel(this.#cancelMessage)) this.#mustCancel = false;
    const { reason, on } = yielded.waitReason;
    this.#tellSuspended(yielded instanceof Task ? 0 : yielded.id, reason, on);
  }

  #fail(message: string): void {
    this.#schedule({ error: new RuntimeError(message) });
    this.#tellSuspended(0, "yield", 0);
  }

  #tellSuspended(future: number, reason: string, on: number): void {
    this.#loop.hooks.taskSuspended(this.#loop.time(), this.id, future, reason, on, 0);
  }

  /** The callback of the future waited on. Its result is not passed on: `yield*` asks the future itself. */
  readonly #wakeup = (future: Future<unknown>): void => {
    let thrown: { error: unknown } | null = null;
    try {
      future.result();
    } catch (error) {
      thrown = { error };
    }
    this.#step(thrown);
  };

  #end(message: string | undefined): void {
    this.#forget();
    super.cancel(message);
    this.#loop.hooks.taskDone(this.#loop.time(), this.id, "cancelled", "");
  }

  #settle(outcome: { result: T } | { exception: unknown }): void {
    this.#forget();
    this.finish(outcome);
    const failed = "exception" in outcome;
    const value = failed ? outcome.exception : outcome.result;
    this.#loop.hooks.taskDone(this.#loop.time(), this.id, failed ? "exception" : "result", shortText(value));
  }

  #forget(): void {
    pendingTasks.get(this.#loop)?.delete(this as Task<unknown>);
  }

  /** A trace knows a task by more than its outcome: see `taskDone`. */
  protected override reportDone(): void {}
}

/** The task that `loop` runs now, or null. Without a loop, of the running one; throws RuntimeError if none runs. */
export function currentTask(loop: object = requireLoop()): Task<unknown> | null {
  return currentTasks.get(loop) ?? null;
}

/** The tasks of a loop that are not done, in order of creation. Without a loop, of the running one. */
export function allTasks(loop: object = requireLoop()): Set<Task<unknown>> {
  return new Set(pendingTasks.get(loop));
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

function requireLoop(): TaskLoop {
  const loop = runningLoop();
  if (loop === null) throw new RuntimeError("no running event loop");
  return loop as TaskLoop;
}

/** A value in a few characters, without running code of the program's own. */
function shortText(value: unknown): string {
  if (value === undefined) return "";
  if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, 200);
  if (typeof value === "string") return JSON.stringify(value).slice(0, 80);
  if (typeof value === "object" && value !== null) return `<${value.constructor?.name ?? "object"}>`;
  return `${value as number | boolean | bigint}`.slice(0, 80);
}
