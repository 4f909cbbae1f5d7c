/** Waiting without passing a cancellation on. Mirrors `shield` of `asyncio/tasks.py`. */
import type { Awaitable } from "./coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Future } from "./future.ts";
import { ensureFuture } from "./task.ts";

/**
 * A future that ends as `awaitable` does, and whose cancellation stops at it: who awaits it is cancelled, the
 * awaitable goes on. If it fails after that, the loop's exception handler is told. A coroutine is made a task.
 */
export function shield<T>(awaitable: Awaitable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  if (inner.done()) return inner;
  const loop = inner.getLoop() as EventLoop;
  const outer = loop.createFuture<T>();

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
  const tellFailure = () => {
    if (inner.cancelled()) return;
    const exception = inner.exception();
    if (exception === null) return;
    const kind = exception instanceof Error ? exception.name : typeof exception;
    loop.callExceptionHandler({ message: `${kind} exception in shielded future`, exception });
  };
  const onOuterDone = () => {
    if (inner.done()) return;
    inner.removeDoneCallback(onInnerDone);
    inner.addDoneCallback(tellFailure);
  };
  inner.addDoneCallback(onInnerDone);
  outer.addDoneCallback(onOuterDone);
  return outer;
}
