/** Programs with the callbacks of bare futures, and with tasks that await them. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { ensureFuture } from "../../runtime/tasks/task.ts";
import { named, plain, says as saying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const futures: Program[] = withTools([
  [
    "callbacks are called by the loop in the order of their adding, one added twice twice, late ones too",
    `
    future = loop.create_future()
    both = says("b")
    for callback in says("a"), both, says("c"), both: future.add_done_callback(callback)
    future.set_result(1)
    log("set", future)
    future.add_done_callback(says("late"))
    log("added")
    await sleep(0)
    log("a round later")
    future.add_done_callback(says("later still"))
    await sleep(0)
    `,
    function* (kit) {
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
    },
  ],

  [
    "removed callbacks are not called, and the removal tells how many there were",
    `
    future = loop.create_future()
    a, b = says("a"), says("b")
    for callback in a, b, a, a: future.add_done_callback(callback)
    log(future.remove_done_callback(a), future.remove_done_callback(a), future.remove_done_callback(says("c")))
    future.add_done_callback(a)
    future.cancel("why")
    log(future.remove_done_callback(a))
    await sleep(0)
    only = loop.create_future()
    only.add_done_callback(a)
    log(only.remove_done_callback(a))
    only.set_result(2)
    await sleep(0)
    `,
    function* (kit) {
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
    },
  ],

  [
    "all who await a future get its one outcome, in the order in which they came, among its callbacks",
    `
    for end in (lambda f: f.set_result(1), lambda f: f.set_exception(ValueError("oops")), lambda f: f.cancel("why")):
        future = loop.create_future()
        async def waits():
            return await future
        for name in "abc":
            follow(name, waits())
            await sleep(0)
            future.add_done_callback(says(name, "called"))
        end(future)
        await sleep(1)
    `,
    function* (kit) {
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
    },
  ],

  [
    "awaiting what is done does not let anybody else run",
    `
    loop.call_soon(says("ready"))
    done, failed, gone = (loop.create_future() for _ in range(3))
    done.set_result(1)
    failed.set_exception(ValueError("oops"))
    gone.cancel()
    for future in done, failed, gone, done: await attempt(future)
    log("now the loop")
    await sleep(0)
    log(ensure_future(done) is done, (await wait_for(done, 0)))
    `,
    function* (kit) {
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
    },
  ],

  [
    "a callback that throws is reported, and holds up neither the others nor the future",
    `
    def handler(_loop, context):
        log(sorted(context), plain(context["message"]), context["exception"], plain(context["handle"]))
    loop.set_exception_handler(handler)
    @bare
    def fails(future):
        raise ValueError(f"not {future.result()}")
    future = loop.create_future()
    for callback in says("a"), fails, says("c"): future.add_done_callback(callback)
    loop.call_later(1, future.set_result, 1)
    log(await future)
    await sleep(0)
    `,
    function* (kit) {
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
    },
  ],

  [
    "a callback may end other futures, and add callbacks to its own",
    `
    first, second = loop.create_future(), loop.create_future()
    @bare
    def passes_on(future):
        log("passes on", future.result())
        second.set_result(future.result() + 1)
        future.add_done_callback(says("added"))
    first.add_done_callback(passes_on)
    first.add_done_callback(says("first"))
    second.add_done_callback(says("second"))
    loop.call_soon(first.set_result, 1)
    log(await second, first)
    `,
    function* (kit) {
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
    },
  ],
]);
