/** Programs whose callbacks fail or block, and the reports about it. */
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleepBlocking } from "../../../runtime/loop/blocking.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { logged, plain, says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* handlerGetsTheError(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const says = saying(kit);
  const handler: ReturnType<typeof loop.getExceptionHandler> = (on, context) => {
    const { message, exception, handle } = context;
    log(on === loop, Object.keys(context).sort(), plain(message), exception, handle ? plain(handle) : "None");
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
}

export function* consoleGetsTheError(kit: Kit): Coroutine<void> {
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
}

export function* slowCallbacksAreReported(kit: Kit): Coroutine<void> {
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
}
