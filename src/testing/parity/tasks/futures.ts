/** Programs with callbacks of futures, and tasks that await them. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { ensureFuture } from "../../../runtime/tasks/task.ts";
import { named, plain, says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* callbacksInOrder(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const says = saying(kit);
  const future = loop.createFuture<number>();
  const both = says("b");
  for (const callback of [says("a"), both, says("c"), both]) future.addDoneCallback(callback);
  future.setResult(1);
  log("set", future);
  future.addDoneCallback(says("late"));
  log("added");
  yield* sleep(0);
  log("a round later");
  future.addDoneCallback(says("later still"));
  yield* sleep(0);
}

export function* removedCallbacks(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const says = saying(kit);
  const future = loop.createFuture();
  const [a, b] = [says("a"), says("b")];
  for (const callback of [a, b, a, a]) future.addDoneCallback(callback);
  log(future.removeDoneCallback(a), future.removeDoneCallback(a), future.removeDoneCallback(says("c")));
  future.addDoneCallback(a);
  future.cancel("why");
  log(future.removeDoneCallback(a));
  yield* sleep(0);
  const only = loop.createFuture<number>();
  only.addDoneCallback(a);
  log(only.removeDoneCallback(a));
  only.setResult(2);
  yield* sleep(0);
}

export function* waitersGetOneOutcome(kit: Kit): Coroutine<void> {
  const { loop, follow } = kit;
  const says = saying(kit);
  for (const end of [
    (f: Future<number>) => f.setResult(1),
    (f: Future<number>) => f.setException(new ValueError("oops")),
    (f: Future<number>) => f.cancel("why"),
  ]) {
    const future = loop.createFuture<number>();
    const waits = function* (): Coroutine<number> {
      return yield* future;
    };
    for (const name of "abc") {
      follow(name, waits());
      yield* sleep(0);
      future.addDoneCallback(says(name, "called"));
    }
    end(future);
    yield* sleep(1);
  }
}

export function* awaitingAFinishedFuture(kit: Kit): Coroutine<void> {
  const { loop, log, attempt } = kit;
  const says = saying(kit);
  loop.callSoon(says("ready"));
  const [done, failed, gone] = [loop.createFuture<number>(), loop.createFuture(), loop.createFuture()];
  done.setResult(1);
  failed.setException(new ValueError("oops"));
  gone.cancel();
  for (const future of [done, failed, gone, done]) yield* attempt(future);
  log("now the loop");
  yield* sleep(0);
  log(ensureFuture(done) === done, yield* done);
}

export function* callbackThatFails(kit: Kit): Coroutine<void> {
  const { loop, log } = kit;
  const says = saying(kit);
  loop.setExceptionHandler((_loop, context) => {
    log(Object.keys(context).sort(), plain(context.message), context.exception, plain(context.handle));
  });
  const fails = (future: Future<number>) => {
    throw new ValueError(`not ${future.result()}`);
  };
  const future = loop.createFuture<number>();
  for (const callback of [says("a"), fails, says("c")]) future.addDoneCallback(callback);
  loop.callLater(1, () => future.setResult(1), { name: "Future.set_result" });
  log(yield* future);
  yield* sleep(0);
}

export function* callbacksThatChangeFutures(kit: Kit): Coroutine<void> {
  const { loop, log } = kit;
  const says = saying(kit);
  const [first, second] = [loop.createFuture<number>(), loop.createFuture<number>()];
  const passesOn = named("passes_on", (future: Future<number>) => {
    log("passes on", future.result());
    second.setResult(future.result() + 1);
    future.addDoneCallback(says("added"));
  });
  first.addDoneCallback(passesOn);
  first.addDoneCallback(says("first"));
  second.addDoneCallback(says("second"));
  loop.callSoon(() => first.setResult(1), { name: "Future.set_result" });
  log(yield* second, first);
}
