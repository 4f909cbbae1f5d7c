/** Scripts that run and stop loops. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { checks as checking, naps, says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function stoppedBeforeItRuns(kit: Kit): void {
  const { log, loop } = kit;
  const says = saying(kit);
  loop.callSoon(says("first"));
  loop.callSoon(() => void loop.callSoon(says("next run")), { name: "main.<locals>.<lambda>" });
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
}

export function stoppedByACallback(kit: Kit): void {
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
}

export function runsUntilComplete(kit: Kit): void {
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
}

export function stoppedBeforeCompletion(kit: Kit): void {
  const { log, loop } = kit;
  const checks = checking(kit);
  const task = loop.createTask(naps(kit, 2), { name: "task" });
  loop.callLater(1, () => loop.stop(), { name: "BaseEventLoop.stop" });
  checks(() => loop.runUntilComplete(task));
  log(task.done(), loop.isRunning());
  log(loop.runUntilComplete(task));
}

export function errorsAndTimeBetweenRuns(kit: Kit): void {
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
}
