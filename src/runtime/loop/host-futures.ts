/**
 * Between the loop and the host's own futures, which are promises. Mirrors `run_coroutine_threadsafe` of
 * `asyncio/tasks.py` and `wrap_future` of `asyncio/futures.py`: what other threads are to CPython's loop, the host's
 * own tasks are to this one.
 */
import { isCoroutine, type Coroutine } from "../tasks/coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import { getRunningLoop } from "./events.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { ensureFuture } from "../tasks/task.ts";

/**
 * Runs a coroutine in a task of `loop`, asked from outside of it, and gives a promise of its result.
 * Aborting `signal` cancels the task. Throws TypeError if `coroutine` is none.
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

/** A future of what a promise comes to, on the running loop or `loop`. Cancelling it leaves the promise alone. */
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
