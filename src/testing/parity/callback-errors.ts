/** Programs whose callbacks fail or block: who is told, and in which words. */
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleepBlocking } from "../../runtime/loop/blocking.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { logged, plain, says as saying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const callbackErrors: Program[] = withTools([
  [
    "one that throws is told to the handler, with its name, and the others run",
    `
    def handler(on, context):
        log(on is loop, sorted(context), plain(context["message"]), context["exception"], plain(context["handle"]))
    loop.set_exception_handler(handler)
    log(loop.get_exception_handler() is handler)
    @bare
    def fails():
        raise ValueError("oops")
    loop.call_soon(fails)
    loop.call_soon(log, "goes on")
    loop.call_later(1, fails)
    await sleep(1)
    await sleep(0)
    loop.call_exception_handler({"message": "told by the program", "exception": None, "handle": None})
    `,
    function* (kit) {
      const { log, loop } = kit;
      const says = saying(kit);
      const handler: ReturnType<typeof loop.getExceptionHandler> = (on, context) => {
        const { message, exception, handle } = context;
        log(
          on === loop,
          Object.keys(context).sort(),
          plain(message),
          exception,
          handle ? plain(handle) : "None",
        );
      };
      loop.setExceptionHandler(handler);
      log(loop.getExceptionHandler() === handler);
      const fails = () => {
        throw new ValueError("oops");
      };
      loop.callSoon(fails);
      loop.callSoon(says("goes on"));
      loop.callLater(1, fails);
      yield* sleep(1);
      yield* sleep(0);
      const nothing = { exception: undefined, handle: undefined } as object;
      loop.callExceptionHandler({ message: "told by the program", ...nothing });
    },
  ],

  [
    "without a handler, and with one that throws, the console is told",
    `
    logged()
    @bare
    def fails():
        raise ValueError("oops")
    @bare
    def handler(_loop, _context):
        raise ValueError("the handler's own")
    loop.set_exception_handler(None)
    loop.call_soon(fails)
    loop.call_later(1.0, fails)
    await sleep(1)
    await sleep(0)
    loop.call_exception_handler({"message": "a future's", "future": loop.create_future()})
    loop.call_exception_handler({"message": "all at once", "task": spawn("a", sleep(0)), "future": loop.create_future()})
    loop.set_exception_handler(handler)
    loop.call_soon(fails)
    await sleep(0)
    log("goes on")
    `,
    function* (kit) {
      const { log, loop, spawn } = kit;
      yield* logged(kit, function* (): Coroutine<void> {
        const fails = () => {
          throw new ValueError("oops");
        };
        const handler = () => {
          throw new ValueError("the handler's own");
        };
        loop.setExceptionHandler(null);
        loop.callSoon(fails);
        loop.callLater(1, fails);
        yield* sleep(1);
        yield* sleep(0);
        loop.callExceptionHandler({ message: "a future's", future: loop.createFuture() });
        const things = { task: spawn("a", sleep(0)), future: loop.createFuture() };
        loop.callExceptionHandler({ message: "all at once", ...things });
        loop.setExceptionHandler(handler);
        loop.callSoon(fails);
        yield* sleep(0);
        log("goes on");
      });
    },
  ],

  [
    "in debug mode what takes long is warned of: tasks and callbacks, by name",
    `
    import time
    logged()
    @bare
    def blocks(): time.sleep(0.125)
    @bare
    def short(): time.sleep(0.0625)
    async def task_that_blocks():
        time.sleep(0.25)
        await sleep(1)
        time.sleep(0.5)
        await sleep(1)
        time.sleep(1.0)
    # Not by set_debug: CPython's has a callback of its own for what no other loop has.
    loop._debug = True
    log(loop.get_debug(), loop.slow_callback_duration)
    for callback in blocks, short: loop.call_soon(callback)
    loop.call_later(0.5, blocks)
    task = spawn("blocks", task_that_blocks())
    await sleep(1.5)
    loop.slow_callback_duration = 0.75
    await task
    loop._debug = False
    await sleep(0)
    time.sleep(5)
    `,
    function* (kit) {
      const { log, loop, spawn } = kit;
      yield* logged(kit, function* (): Coroutine<void> {
        const blocks = () => sleepBlocking(0.125);
        const short = () => sleepBlocking(0.0625);
        function* taskThatBlocks(): Coroutine<void> {
          sleepBlocking(0.25);
          yield* sleep(1);
          sleepBlocking(0.5);
          yield* sleep(1);
          sleepBlocking(1);
        }
        loop.setDebug(true);
        log(loop.getDebug(), loop.slowCallbackDuration);
        for (const callback of [blocks, short]) loop.callSoon(callback);
        loop.callLater(0.5, blocks);
        const task = spawn("blocks", taskThatBlocks());
        yield* sleep(1.5);
        loop.slowCallbackDuration = 0.75;
        yield* task;
        loop.setDebug(false);
        yield* sleep(0);
        sleepBlocking(5);
      });
    },
  ],
]);
