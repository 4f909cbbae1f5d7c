/**
 * Bridge between the loop and the host's promises. Mirrors `run_coroutine_threadsafe` of `asyncio/tasks.py` and
 * `wrap_future` of `asyncio/futures.py`, with the host's jobs in the place of other threads.
 */
import { isCoroutine, type Coroutine } from "../tasks/coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import { getRunningLoop } from "./events.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { ensureFuture } from "../tasks/task.ts";

/**
 * Run a coroutine in a task of `loop`, from outside of that loop, and return a promise of its result.
 * Aborting `signal` cancels the task. Throws TypeError if `coroutine` is not a coroutine.
 */
export function runCoroutineThreadsafe<T>(
  coroutine: Coroutine<T>,
  loop: EventLoop,
  { signal }: { signal?: AbortSignal } = {},
): Promise<T> {
  if (!isCoroutine(coroutine)) throw new TypeError("A coroutine object is required");
  return new Promise((resolve, reject) => {
    const start = (): void => {
      const task = ensureFuture(coroutine, { loop });
      const cancel = () => void loop.callSoonThreadsafe(() => task.cancel());
      task.addDoneCallback(() => {
        signal?.removeEventListener("abort", cancel);
        const ended = task as Future<unknown>;
        if (futureInternals.failed(ended)) reject(futureInternals.takeError(ended) as Error);
        else resolve(task.result());
      });
      if (signal?.aborted) task.cancel();
      else signal?.addEventListener("abort", cancel);
    };
    loop.callSoonThreadsafe(start);
  });
}

/**
 * Return a future of `loop` (by default the running loop) with the outcome of a promise. Cancelling the future does not
 * affect the promise. Throws RuntimeError if no loop is given and none runs.
 */
export function wrapFuture<T>(promise: PromiseLike<T>, { loop }: { loop?: EventLoop } = {}): Future<T> {
  const target = loop ?? getRunningLoop();
  const future = target.createFuture<T>();
  futureInternals.setWaitReason(future as Future<unknown>, { reason: "promise", on: 0 });
  const settle = (set: () => void): void => {
    if (target.isClosed()) return;
    target.callSoonThreadsafe(() => {
      if (!future.done()) set();
    });
  };
  promise.then(
    (result) => settle(() => future.setResult(result)),
    (error: unknown) => settle(() => future.setException(error)),
  );
  return future;
}
