/** Waiting without passing a cancellation on. Mirrors `shield` of `asyncio/tasks.py`. */
import type { Awaitable } from "./coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Future } from "./future.ts";
import { runningLoop } from "./running-loop.ts";
import { currentTask, ensureFuture } from "./task.ts";

/**
 * A future that ends as `awaitable` does, and whose cancellation stops at it: who awaits it is cancelled, the
 * awaitable goes on. If it fails after that, the loop's exception handler is told. A coroutine is made a task.
 */
export function shield<T>(awaitable: Awaitable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  if (inner.done()) return inner;
  const loop = inner.getLoop() as EventLoop;
  const outer = loop.createFuture<T>();

  const waiting = runningLoop() === loop ? currentTask(loop) : null;
  const clearAwaitedBy = () => {
    if (waiting) inner.discardAwaitedBy(waiting);
  };
  const onInnerDone = () => {
    if (outer.cancelled()) return;
    if (inner.cancelled()) {
      outer.cancel();
      return;
    }
    const error = inner.exception();
    if (error === null) outer.setResult(inner.result());
    else outer.setException(error);
  };
  const onOuterDone = () => {
    if (inner.done()) return;
    inner.removeDoneCallback(onInnerDone);
    // However often it is shielded, its failure is told once.
    inner.removeDoneCallback(tellFailure);
    inner.addDoneCallback(tellFailure);
  };
  if (waiting) {
    inner.addAwaitedBy(waiting);
    inner.addDoneCallback(clearAwaitedBy);
  }
  inner.addDoneCallback(onInnerDone);
  outer.addDoneCallback(onOuterDone);
  return outer;
}

/** Mirrors `_log_on_exception`. */
function tellFailure(inner: Future<unknown>): void {
  if (inner.cancelled()) return;
  const exception = inner.exception();
  if (exception === null) return;
  const kind = exception instanceof Error ? exception.name : typeof exception;
  const message = `${kind} exception in shielded future`;
  (inner.getLoop() as EventLoop).callExceptionHandler({ message, exception, future: inner });
}
