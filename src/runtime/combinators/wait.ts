/** Waiting for some of many futures, or for one with a limit. Mirrors `wait` and `wait_for` of `asyncio/tasks.py`. */
import { withAsync } from "../contexts/context-manager.ts";
import { isCoroutine, type Awaitable, type Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, TimeoutError, ValueError } from "../errors/exceptions.ts";
import { type Future, futureInternals, isFuture } from "../tasks/future.ts";
import { named } from "../loop/loop-handle.ts";
import { reportGroup } from "../instrument/traced-group.ts";
import { currentTask, ensureFuture, type Task } from "../tasks/task.ts";
import { timeout as timeoutAfter } from "./timeouts.ts";
import { requireLoopInternals } from "../loop/loop-internals.ts";

/** When `wait` returns: at the first future done, at the first that throws (or all done), or when all are done. */
export type ReturnWhen = "FIRST_COMPLETED" | "FIRST_EXCEPTION" | "ALL_COMPLETED";

export interface WaitOptions {
  /** Seconds after which to return whatever is done; null waits without a limit. */
  timeout?: number | null;
  returnWhen?: ReturnWhen;
}

/**
 * Waits for futures or tasks and tells which are done and which still pending. Neither a timeout nor a failure among
 * them throws, and nothing is cancelled.
 * Throws ValueError if there are none, TypeError if a coroutine is among them.
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
 * The result of a future or coroutine, if it is there within `timeout` seconds (null: without a limit).
 *
 * Throws TimeoutError otherwise, once the awaitable, which is cancelled, has ended; if it refuses the cancellation and
 * returns a result, that is given. Cancelling the wait cancels the awaitable.
 */
export function* waitFor<T>(awaitable: Awaitable<T>, timeout: number | null): Coroutine<T> {
  if (timeout === null || timeout > 0) {
    return yield* withAsync(timeoutAfter(timeout), () => resultOf(awaitable));
  }
  // Without time to spare a coroutine is not even started.
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

/** Cancels a future and waits for it to end. It is not awaited itself, so that this wait can be cancelled too. */
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

/** A callback that ends a wait. */
function releaser(waiter: Future<void>): () => void {
  return named("_release_waiter", () => {
    if (!waiter.done()) waiter.setResult();
  });
}
