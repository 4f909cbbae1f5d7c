/** Wait for some of many futures, or for one with a limit. Mirrors `wait` and `wait_for` of `asyncio/tasks.py`. */
import { withAsync } from "../contexts/context-manager.ts";
import { isCoroutine, type Awaitable, type Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, TimeoutError, ValueError } from "../errors/exceptions.ts";
import { type Future, futureInternals, isFuture } from "../tasks/future.ts";
import { named } from "../loop/loop-handle.ts";
import { reportGroup } from "../instrument/traced-group.ts";
import { currentTask, ensureFuture, type Task } from "../tasks/task.ts";
import { timeout as timeoutAfter } from "./timeouts.ts";
import { requireLoopInternals } from "../loop/loop-internals.ts";

/** Moment at which `wait` returns: first future done, first future that throws (or all done), or all done. */
export type ReturnWhen = "FIRST_COMPLETED" | "FIRST_EXCEPTION" | "ALL_COMPLETED";

export interface WaitOptions {
  /** Seconds after which to return with fewer; null for no limit. */
  timeout?: number | null;
  returnWhen?: ReturnWhen;
}

/**
 * Wait for futures or tasks; return the sets of those that are done and those that are pending. A timeout or a failed
 * future does not throw, and nothing is cancelled.
 * Throws ValueError for an empty list, TypeError if a coroutine is in it. Mirrors `wait`.
 */
export function* wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  { timeout = null, returnWhen = "ALL_COMPLETED" }: WaitOptions = {},
): Coroutine<[done: Set<F>, pending: Set<F>]> {
  if (isFuture(futures) || isCoroutine(futures)) {
    throw new TypeError(
      `expect a list of futures, not ${isFuture(futures) ? futures.constructor.name : "coroutine"}`,
    );
  }
  const all = new Set(futures);
  if (all.size === 0) throw new ValueError("Set of Tasks/Futures is empty.");
  if (!["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"].includes(returnWhen)) {
    throw new ValueError(`Invalid return_when value: ${String(returnWhen)}`);
  }
  for (const future of all) {
    if (isCoroutine(future)) throw new TypeError("Passing coroutines is forbidden, use tasks explicitly.");
  }
  yield* waitFutures(all, timeout, returnWhen);

  const done = new Set<F>();
  const pending = new Set<F>();
  for (const future of all) (future.done() ? done : pending).add(future);
  return [done, pending];
}

function* waitFutures(
  futures: Set<Future<unknown>>,
  timeout: number | null,
  returnWhen: ReturnWhen,
): Coroutine<void> {
  const loop = requireLoopInternals();
  const waiter = loop.createFuture<void>();
  const release = releaser(waiter);
  const timer = timeout === null ? null : loop.callLater(timeout, release);
  let left = futures.size;
  const waiting = currentTask() as Task<unknown>;
  const onCompletion = named("_wait.<locals>._on_completion", (future: Future<unknown>) => {
    left--;
    const failed = () => !future.cancelled() && future.exception() !== null;
    const isOver =
      left <= 0 || returnWhen === "FIRST_COMPLETED" || (returnWhen === "FIRST_EXCEPTION" && failed());
    if (isOver) {
      timer?.cancel();
      release();
    }
    futureInternals.discardAwaitedBy(future, waiting);
  });
  for (const future of futures) {
    future.addDoneCallback(onCompletion);
    futureInternals.addAwaitedBy(future, waiting);
  }
  futureInternals.setWaitReason(waiter as Future<unknown>, reportGroup(loop, "wait", futures));
  try {
    yield* waiter;
  } finally {
    timer?.cancel();
    for (const future of futures) future.removeDoneCallback(onCompletion);
  }
}

/**
 * Wait for a future or coroutine for up to `timeout` seconds (null for no limit); return its result.
 *
 * At the timeout, cancel the awaitable, wait for its end and throw TimeoutError; if it suppresses the cancellation and
 * returns, return its result. Cancelling the wait cancels the awaitable. Mirrors `wait_for`.
 */
export function* waitFor<T>(awaitable: Awaitable<T>, timeout: number | null): Coroutine<T> {
  if (timeout === null || timeout > 0) {
    return yield* withAsync(timeoutAfter(timeout), () => resultOf(awaitable));
  }
  // Without time left, a coroutine is not started.
  const future = ensureFuture(awaitable);
  if (future.done()) return future.result();
  yield* cancelAndWait(future);
  try {
    return future.result();
  } catch (error) {
    if (error instanceof CancelledError) throw new TimeoutError("", { cause: error });
    throw error;
  }
}

function* resultOf<T>(awaitable: Awaitable<T>): Coroutine<T> {
  return yield* awaitable;
}

/** Cancel a future and wait for its end, by a waiter that can be cancelled alone. Mirrors `_cancel_and_wait`. */
function* cancelAndWait<T>(future: Future<T>): Coroutine<void> {
  const waiter = requireLoopInternals().createFuture<void>();
  const release = releaser(waiter);
  future.addDoneCallback(release);
  try {
    future.cancel();
    yield* waiter;
  } finally {
    future.removeDoneCallback(release);
  }
}

/** Return a callback that ends a wait. Mirrors `_release_waiter`. */
function releaser(waiter: Future<void>): () => void {
  return named("_release_waiter", () => {
    if (!waiter.done()) waiter.setResult();
  });
}
