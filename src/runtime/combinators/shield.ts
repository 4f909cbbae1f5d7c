/** Wait that does not pass a cancellation on. Mirrors `shield` of `asyncio/tasks.py`. */
import type { Awaitable } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { named } from "../loop/loop-handle.ts";
import { reportGroup } from "../instrument/traced-group.ts";
import { ensureFuture } from "../tasks/task.ts";
import { runningLoopInternals, loopInternalsOfFuture } from "../loop/loop-internals.ts";

/** Tasks that `shield` made of coroutines: the program has no reference to them. */
const onlyShielded = new WeakSet<object>();

export function isOnlyShielded(future: Future<unknown>): boolean {
  return onlyShielded.has(future);
}

/**
 * Return a future with the outcome of `awaitable` that does not pass its own cancellation on: the awaitable keeps
 * running, and an error of it is then reported to the loop's exception handler. A coroutine becomes a task.
 * Throws RuntimeError for a coroutine if no loop runs. Mirrors `shield`.
 */
export function shield<T>(awaitable: Awaitable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  if (inner.done()) return inner;
  if ((inner as unknown) !== awaitable) onlyShielded.add(inner);
  const loop = loopInternalsOfFuture(inner as Future<unknown>);
  const outer = loop.createFuture<T>();

  const waiting = runningLoopInternals() === loop ? loop.currentTask : null;
  const clearAwaitedBy = named("shield.<locals>._clear_awaited_by_callback", () => {
    if (waiting) futureInternals.discardAwaitedBy(inner as Future<unknown>, waiting);
  });
  const onInnerDone = named("shield.<locals>._inner_done_callback", () => {
    if (outer.cancelled()) return;
    if (inner.cancelled()) {
      outer.cancel();
      return;
    }
    const error = inner.exception();
    if (error === null) outer.setResult(inner.result());
    else outer.setException(error);
  });
  const onOuterDone = named("shield.<locals>._outer_done_callback", () => {
    if (inner.done()) return;
    inner.removeDoneCallback(onInnerDone);
    // Several shields of one awaitable report its error once.
    inner.removeDoneCallback(reportFailure);
    inner.addDoneCallback(reportFailure);
  });
  if (waiting) {
    futureInternals.addAwaitedBy(inner as Future<unknown>, waiting);
    inner.addDoneCallback(clearAwaitedBy);
  }
  inner.addDoneCallback(onInnerDone);
  outer.addDoneCallback(onOuterDone);
  const reason = reportGroup(loop, "shield", new Set([inner as Future<unknown>]));
  futureInternals.setWaitReason(outer as Future<unknown>, reason);
  return outer;
}

const reportFailure = named("_log_on_exception", (inner: Future<unknown>): void => {
  if (inner.cancelled()) return;
  const exception = inner.exception();
  if (exception === null) return;
  const kind = exception instanceof Error ? exception.name : typeof exception;
  const message = `${kind} exception in shielded future`;
  loopInternalsOfFuture(inner).callExceptionHandler({ message, exception, future: inner });
});
