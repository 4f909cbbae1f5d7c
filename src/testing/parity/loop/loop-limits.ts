/** Scripts that misuse a loop: nested runs, a closed loop, tasks without a running loop. */
import { EventLoop } from "../../../runtime/loop/event-loop.ts";
import { getRunningLoop } from "../../../runtime/loop/events.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { allTasks, createTask, currentTask, Task } from "../../../runtime/tasks/task.ts";
import { checks as checking, naps, plain, says as saying, tries as trying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function runOrCloseWhileRunning(kit: Kit): void {
  const { log, loop } = kit;
  const checks = checking(kit);
  const other = new EventLoop();
  const future = other.createFuture();
  const nests = () => {
    log(loop.isRunning(), other.isRunning(), getRunningLoop() === loop);
    checks(() => loop.runForever());
    checks(() => loop.runUntilComplete(loop.createFuture()));
    checks(() => other.runForever());
    checks(() => other.runUntilComplete(future));
    checks(() => loop.close());
    loop.stop();
  };
  loop.callSoon(nests);
  loop.runForever();
  checks(() => loop.runUntilComplete(future));
  checks(() => getRunningLoop());
  other.close();
  log(other.isClosed(), loop.isClosed());
}

export function closedLoop(kit: Kit): void {
  const { log, loop } = kit;
  const says = saying(kit);
  const checks = checking(kit);
  loop.callSoon(says("never"));
  loop.callLater(1, says("never"));
  log(String(loop).replace(/^\S+ /, ""), loop.getDebug());
  loop.close();
  loop.close();
  log(String(loop).replace(/^\S+ /, ""), loop.isClosed());
  const coroutine = naps(kit, 1);
  for (const action of [
    () => loop.callSoon(says("no")),
    () => loop.callLater(1, says("no")),
    () => loop.callAt(1, says("no")),
    () => loop.callSoonThreadsafe(says("no")),
    () => loop.createTask(coroutine),
    () => loop.runForever(),
    () => loop.runUntilComplete(coroutine),
  ]) {
    checks(action);
  }
  const future = loop.createFuture<number>();
  future.setResult(1);
  log(future);
  const heard = loop.createFuture<number>();
  heard.addDoneCallback(says("no"));
  checks(() => heard.setResult(1));
  log(heard.done());
}

export function tasksWithoutARunningLoop(kit: Kit): void {
  const { log, loop } = kit;
  const checks = checking(kit);
  const coroutine = naps(kit, 1);
  checks(() => createTask(coroutine));
  checks(() => currentTask());
  checks(() => allTasks());
  const task = loop.createTask(coroutine);
  checks(() => task.getName());
  log(
    currentTask(loop),
    [...allTasks(loop)].map((each) => each.getName()),
  );
  const outside = () => {
    log(
      currentTask(),
      [...allTasks()].map((each) => each.getName()),
    );
    loop.stop();
  };
  loop.callLater(2, outside, { name: "outside_of_a_task" });
  loop.runForever();
  log(allTasks(loop).size);
}

export function eagerTaskWithoutARunningLoop(kit: Kit): void {
  const { log, loop } = kit;
  function* tells(): Coroutine<string> {
    log("begins as", currentTask());
    return yield* naps(kit, 0);
  }
  const task = new Task(tells(), loop, { name: "eager", eagerStart: true });
  log("made", task.done());
  log(loop.runUntilComplete(task));
}

export function eagerTaskCancelsItself(kit: Kit): void {
  const { log, loop } = kit;
  function* awaits(): Coroutine<string> {
    currentTask()!.cancel("me");
    return yield* sleep(1, "never");
  }
  function* returns(): Coroutine<string> {
    currentTask()!.cancel("me");
    return "lost";
  }
  function* main(): Coroutine<void> {
    for (const body of [awaits, returns]) {
      const task = createTask(body(), { name: "self", eagerStart: true });
      log(task.done(), task.cancelling());
      yield* trying(kit)(task);
      log(task.cancelled());
    }
  }
  loop.runUntilComplete(main());
}

export function reprOfACycle({ log, loop }: Kit): void {
  const tasks: Task<unknown>[] = [];
  function* waits(n: number): Coroutine<void> {
    yield* tasks[n]!;
  }
  tasks.push(loop.createTask(waits(1), { name: "a" }), loop.createTask(waits(0), { name: "b" }));
  loop.callLater(1, () => loop.stop(), { name: "BaseEventLoop.stop" });
  loop.runForever();
  for (const task of tasks) log(plain(task));
}
