/** Results in the order of completion. Mirrors `as_completed` and `_AsCompletedIterator` of `asyncio/tasks.py`. */
import { isCoroutine, type Awaitable, type Coroutine } from "../tasks/coroutine.ts";
import { TimeoutError } from "../errors/exceptions.ts";
import { type Future, isFuture } from "../tasks/future.ts";
import { type LoopTimerHandle, named } from "../loop/loop-handle.ts";
import { Queue } from "../sync/queues.ts";
import { asPartOf } from "../instrument/traced-resource.ts";
import { reportGroup } from "../instrument/traced-group.ts";
import { ensureFuture } from "../tasks/task.ts";
import { requireLoopInternals } from "../loop/loop-internals.ts";

/** Async iterator whose `next` returns a coroutine: `const { done, value } = yield* iterator.next()`. */
export interface CoroutineIterator<T> {
  next(): Coroutine<IteratorResult<T, undefined>>;
}

/**
 * Result of `asCompleted`, to be iterated once.
 * - As a plain iterable it yields coroutines; each returns the result, or throws the error, of the next future done.
 * - As an async iterable it yields the futures as they are done: the given futures and tasks, and tasks of coroutines.
 */
export class AsCompleted<T> implements Iterable<Coroutine<T>> {
  readonly #reason = { reason: "as_completed", on: 0 };
  readonly #done = asPartOf({ waitReason: this.#reason }, () => new Queue<Future<T> | null>());
  readonly #todo: Set<Future<T>>;
  #left: number;
  #timer: LoopTimerHandle | null = null;

  constructor(awaitables: Iterable<Awaitable<T>>, timeout: number | null) {
    const loop = requireLoopInternals();
    this.#todo = new Set(
      [...new Set(awaitables)].map((awaitable) => ensureFuture(awaitable, { loop: loop.publicLoop })),
    );
    this.#left = this.#todo.size;
    for (const future of this.#todo) future.addDoneCallback(this.#onCompletion);
    if (this.#left > 0 && timeout !== null) this.#timer = loop.callLater(timeout, this.#onTimeout);
    this.#reason.on = reportGroup(loop, "as_completed", this.#todo as Set<Future<unknown>>).on;
  }

  *[Symbol.iterator](): Generator<Coroutine<T>, void> {
    while (this.#takeOne()) yield this.#nextResult();
  }

  [Symbol.asyncIterator](): CoroutineIterator<Future<T>> {
    return { next: () => this.#nextStep() };
  }

  *#nextStep(): Coroutine<IteratorResult<Future<T>, undefined>> {
    if (!this.#takeOne()) return { done: true, value: undefined };
    return { done: false, value: yield* this.#nextFuture() };
  }

  *#nextResult(): Coroutine<T> {
    return (yield* this.#nextFuture()).result();
  }

  *#nextFuture(): Coroutine<Future<T>> {
    const future = yield* this.#done.get();
    if (future === null) throw new TimeoutError();
    return future;
  }

  #takeOne(): boolean {
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }

  readonly #onCompletion = named("_AsCompletedIterator._handle_completion", (future: Future<T>): void => {
    // False after the timeout.
    if (!this.#todo.delete(future)) return;
    this.#done.putNowait(future);
    if (this.#todo.size === 0) this.#timer?.cancel();
  });

  readonly #onTimeout = named("_AsCompletedIterator._handle_timeout", (): void => {
    for (const future of this.#todo) {
      future.removeDoneCallback(this.#onCompletion);
      this.#done.putNowait(null);
    }
    this.#todo.clear();
  });
}

/**
 * Run awaitables at the same time and yield them in the order of completion; see `AsCompleted` for its two forms.
 * After `timeout` seconds (null for no limit), those that are not done throw TimeoutError in their place, and keep
 * running. Throws TypeError for a single awaitable, RuntimeError if no loop runs. Mirrors `as_completed`.
 */
export function asCompleted<T>(
  awaitables: Iterable<Awaitable<T>>,
  { timeout = null }: { timeout?: number | null } = {},
): AsCompleted<T> {
  if (isFuture(awaitables) || isCoroutine(awaitables)) {
    const kind = isFuture(awaitables) ? awaitables.constructor.name : "coroutine";
    throw new TypeError(`expects an iterable of awaitables, not ${kind}`);
  }
  return new AsCompleted(awaitables, timeout);
}
