/** Scripts that run and stop loops. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { checks as checking, says as saying } from "./callback-kit.ts";
import type { Script } from "./scripts.ts";

/** Sleeps, and tells. */
export function* naps(kit: { log: (...what: unknown[]) => void }, delay: number): Coroutine<string> {
  yield* sleep(delay);
  kit.log("slept");
  return "slept";
}

export const NAPS = `async def naps(delay):
        await sleep(delay)
        log("slept")
        return "slept"`;

export const loops: Script[] = [
  [
    "stopped before it runs, a loop runs one iteration; stopped twice, no less",
    `
    loop.call_soon(says("first"))
    loop.call_soon(lambda: loop.call_soon(says("next run")))
    loop.call_later(1, says("a second later"))
    loop.stop()
    loop.stop()
    loop.run_forever()
    log("stopped", loop.is_running())
    loop.call_soon(loop.stop)
    loop.run_forever()
    log("again")
    loop.call_later(1, loop.stop)
    loop.run_forever()
    log("once more")
    `,
    (kit) => {
      const { log, loop } = kit;
      const says = saying(kit);
      loop.callSoon(says("first"));
      loop.callSoon(() => void loop.callSoon(says("next run")), { name: "<lambda>" });
      loop.callLater(1, says("a second later"));
      loop.stop();
      loop.stop();
      loop.runForever();
      log("stopped", loop.isRunning());
      const name = "BaseEventLoop.stop";
      loop.callSoon(() => loop.stop(), { name });
      loop.runForever();
      log("again");
      loop.callLater(1, () => loop.stop(), { name });
      loop.runForever();
      log("once more");
    },
  ],

  [
    "stopped by a callback, it finishes the iteration, and what that added waits for the next run",
    `
    @bare
    def stops():
        loop.stop()
        loop.call_soon(says("added"))
        loop.call_later(0, says("timer added"))
    loop.call_soon(stops)
    loop.call_soon(says("behind it"))
    loop.call_soon(loop.stop)
    loop.run_forever()
    log("stopped")
    loop.call_soon(loop.stop)
    loop.run_forever()
    `,
    (kit) => {
      const { log, loop } = kit;
      const says = saying(kit);
      const stops = () => {
        loop.stop();
        loop.callSoon(says("added"));
        loop.callLater(0, says("timer added"));
      };
      loop.callSoon(stops);
      loop.callSoon(says("behind it"));
      loop.callSoon(() => loop.stop(), { name: "BaseEventLoop.stop" });
      loop.runForever();
      log("stopped");
      loop.callSoon(() => loop.stop(), { name: "BaseEventLoop.stop" });
      loop.runForever();
    },
  ],

  [
    "runs coroutines, tasks and futures to their end, one after another",
    `
    ${NAPS}
    async def fails():
        raise ValueError("oops")
    log(loop.run_until_complete(naps(1)))
    task = loop.create_task(naps(1), name="task")
    log(loop.run_until_complete(task), loop.run_until_complete(task))
    checks(lambda: loop.run_until_complete(fails()))
    cancelled = loop.create_task(naps(9))
    cancelled.cancel("why")
    checks(lambda: loop.run_until_complete(cancelled))
    future = loop.create_future()
    loop.call_later(1, future.set_result, 42)
    log(loop.run_until_complete(future))
    checks(lambda: loop.run_until_complete(5))
    log(loop.is_running())
    `,
    (kit) => {
      const { log, loop } = kit;
      const checks = checking(kit);
      function* fails(): Coroutine<void> {
        throw new ValueError("oops");
      }
      log(loop.runUntilComplete(naps(kit, 1)));
      const task = loop.createTask(naps(kit, 1), { name: "task" });
      log(loop.runUntilComplete(task), loop.runUntilComplete(task));
      checks(() => loop.runUntilComplete(fails()));
      const cancelled = loop.createTask(naps(kit, 9));
      cancelled.cancel("why");
      checks(() => loop.runUntilComplete(cancelled));
      const future = loop.createFuture<number>();
      loop.callLater(1, () => future.setResult(42), { name: "Future.set_result" });
      log(loop.runUntilComplete(future));
      checks(() => loop.runUntilComplete(5 as never));
      log(loop.isRunning());
    },
  ],

  [
    "stopped before the end, it says so, and the task goes on in the next run",
    `
    ${NAPS}
    task = loop.create_task(naps(2), name="task")
    loop.call_later(1, loop.stop)
    checks(lambda: loop.run_until_complete(task))
    log(task.done(), loop.is_running())
    log(loop.run_until_complete(task))
    `,
    (kit) => {
      const { log, loop } = kit;
      const checks = checking(kit);
      const task = loop.createTask(naps(kit, 2), { name: "task" });
      loop.callLater(1, () => loop.stop(), { name: "BaseEventLoop.stop" });
      checks(() => loop.runUntilComplete(task));
      log(task.done(), loop.isRunning());
      log(loop.runUntilComplete(task));
    },
  ],

  [
    "a callback that throws is reported, and a run goes on; time stands still between runs",
    `
    loop.set_exception_handler(lambda _, context: log(plain(context["message"]), context["exception"]))
    @bare
    def fails(): raise ValueError("oops")
    loop.call_soon(fails)
    loop.call_soon(says("goes on"))
    loop.call_later(2, fails)
    loop.call_later(3, loop.stop)
    loop.run_forever()
    log("between")
    loop.call_later(1, loop.stop)
    loop.run_forever()
    log("after")
    `,
    (kit) => {
      const { log, loop } = kit;
      const says = saying(kit);
      loop.setExceptionHandler((_loop, { message, exception }) => log(message, exception));
      const fails = () => {
        throw new ValueError("oops");
      };
      const stop = () => loop.stop();
      loop.callSoon(fails);
      loop.callSoon(says("goes on"));
      loop.callLater(2, fails);
      loop.callLater(3, stop, { name: "BaseEventLoop.stop" });
      loop.runForever();
      log("between");
      loop.callLater(1, stop, { name: "BaseEventLoop.stop" });
      loop.runForever();
      log("after");
    },
  ],
];
