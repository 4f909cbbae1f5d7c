/** Results in the order in which they are there. Mirrors `as_completed` of `asyncio/tasks.py`. */
import { isCoroutine, type Awaitable, type Coroutine } from "../tasks/coroutine.ts";
import { TimeoutError } from "../errors/exceptions.ts";
import { type Future, isFuture } from "../tasks/future.ts";
import { type LoopTimerHandle, named } from "../loop/loop-handle.ts";
import { Queue } from "../sync/queues.ts";
import { asPartOf } from "../instrument/traced-resource.ts";
import { reportGroup } from "../instrument/traced-group.ts";
import { ensureFuture } from "../tasks/task.ts";
import { requireLoopInternals } from "../loop/loop-internals.ts";

/** An async iterator whose `next` is a coroutine: `const { done, value } = yield* iterator.next()`. */
export interface CoroutineIterator<T> {
  next(): Coroutine<IteratorResult<T, undefined>>;
}

/**
 * What `asCompleted` gives, to be gone through once.
 * - As a plain iterable it yields coroutines; each gives the result, or throws the error, of the next to be done.
 * - As an async iterable its steps give the futures themselves as they are done, the given ones where futures or
 *   tasks were given.
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
    // False if the timeout was here first.
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
 * Runs awaitables at once and gives them in the order in which they are done; see `AsCompleted` for its two forms.
 * What is not done after `timeout` seconds gives TimeoutError in its place, and goes on.
 * Throws TypeError for a single awaitable.
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
