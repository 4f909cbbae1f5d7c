/** Programs with the reprs of futures and tasks. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { gather, shield, sleep } from "../../../runtime/combinators/combinators.ts";
import { currentTask } from "../../../runtime/tasks/task.ts";
import { named, plain } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* eachStateOfAFuture({ log, loop }: Kit): Coroutine<void> {
  for (const end of [
    () => {},
    (f: Future<unknown>) => f.setResult(1),
    (f: Future<unknown>) => f.setResult("text"),
    (f: Future<unknown>) => f.setResult("a long text ".repeat(9)),
    (f: Future<unknown>) => f.setException(new ValueError("it's")),
    (f: Future<unknown>) => f.setException(new ValueError()),
    (f: Future<unknown>) => f.cancel("why"),
  ]) {
    const future = loop.createFuture();
    end(future);
    log(plain(future));
    if (future.done() && !future.cancelled()) future.exception();
  }
}

export function* callbacksOfAFuture({ log, loop }: Kit): Coroutine<void> {
  const first = () => {};
  const other = () => {};
  const last = () => {};
  const future = loop.createFuture<void>();
  for (const callback of [first, last, other, first, last]) {
    future.addDoneCallback(callback);
    log(plain(future));
  }
  future.removeDoneCallback(first);
  log(plain(future));
  future.setResult();
  log(future.done());
}

export function* eachStateOfATask({ log, loop, spawn }: Kit): Coroutine<void> {
  const future = loop.createFuture();
  function* waits(): Coroutine<unknown> {
    log("runs", plain(currentTask()));
    return yield* future;
  }
  function* awaits(task: Future<unknown>): Coroutine<unknown> {
    return yield* task;
  }
  const task = spawn("it's", waits());
  const outer = spawn("outer", awaits(task));
  log(plain(task));
  yield* sleep(0);
  log(plain(task), plain(outer));
  task.cancel();
  log(plain(task));
  yield* sleep(0);
  yield* sleep(0);
  log(plain(task), plain(outer));
}

export function* eachOutcomeOfATask({ log, spawn }: Kit): Coroutine<void> {
  function* gives(what: unknown): Coroutine<unknown> {
    if (what instanceof Error) throw what;
    return what;
  }
  for (const what of [1, "text", new ValueError("oops"), new CancelledError("own")]) {
    const task = spawn("gives", gives(what));
    yield* sleep(0);
    log(plain(task));
    if (!task.cancelled()) task.exception();
  }
}

export function* gatherAndShield({ log, spawn }: Kit): Coroutine<void> {
  const [a, b] = [spawn("a", sleep(1)), spawn("b", sleep(1))];
  const [both, alone] = [gather([a, b]), shield(b)];
  log(plain(both).replace("GatheringFuture", "_GatheringFuture"), plain(alone).split(" cb=")[0]);
  yield* both;
  log(plain(both).replace("GatheringFuture", "_GatheringFuture").split(" result=")[0]);
}

export function* namedCallbackAndMethod({ log, loop }: Kit): Coroutine<void> {
  const future = loop.createFuture();
  future.addDoneCallback(named("Listener.hears", () => {}));
  log(plain(future));
}
