/** Scripts that ask of a loop what it cannot do: to run in itself, or closed; to make tasks where none runs. */
import { EventLoop } from "../../runtime/loop/event-loop.ts";
import { getRunningLoop } from "../../runtime/loop/events.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { allTasks, createTask, currentTask, Task } from "../../runtime/tasks/task.ts";
import { checks as checking, plain, says as saying, tries as trying } from "./callback-kit.ts";
import { naps, NAPS } from "./loops.ts";
import type { Script } from "./scripts.ts";

export const loopLimits: Script[] = [
  [
    "does not run in itself, nor beside another, nor close while it runs",
    `
    other = new_event_loop()
    future = other.create_future()
    @bare
    def nests():
        log(loop.is_running(), other.is_running(), get_running_loop() is loop)
        checks(loop.run_forever)
        checks(lambda: loop.run_until_complete(loop.create_future()))
        checks(other.run_forever)
        checks(lambda: other.run_until_complete(future))
        checks(loop.close)
        loop.stop()
    loop.call_soon(nests)
    loop.run_forever()
    checks(lambda: loop.run_until_complete(future))
    checks(get_running_loop)
    other.close()
    log(other.is_closed(), loop.is_closed())
    `,
    (kit) => {
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
    },
  ],

  [
    "closed, it takes nothing more and runs nothing that is left",
    `
    ${NAPS}
    loop.call_soon(says("never"))
    loop.call_later(1, says("never"))
    log(plain(loop).split(" ", 1)[1], loop.get_debug())
    loop.close()
    loop.close()
    log(plain(loop).split(" ", 1)[1], loop.is_closed())
    coroutine = naps(1)
    for action in (lambda: loop.call_soon(says("no")), lambda: loop.call_later(1, says("no")),
                   lambda: loop.call_at(1, says("no")), lambda: loop.call_soon_threadsafe(says("no")),
                   lambda: loop.create_task(coroutine), loop.run_forever,
                   lambda: loop.run_until_complete(coroutine)):
        checks(action)
    future = loop.create_future()
    future.set_result(1)
    log(future)
    future = loop.create_future()
    future.add_done_callback(says("no"))
    checks(lambda: future.set_result(1))
    log(future.done())
    `,
    (kit) => {
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
    },
  ],

  [
    "no task is made, and there is no current one, where no loop runs",
    `
    ${NAPS}
    coroutine = naps(1)
    checks(lambda: create_task(coroutine))
    checks(current_task)
    checks(all_tasks)
    checks(lambda: ensure_future(coroutine, loop=loop).get_name())
    log(current_task(loop), [task.get_name() for task in all_tasks(loop)])
    @bare
    def outside_of_a_task():
        log(current_task(), [task.get_name() for task in all_tasks()])
        loop.stop()
    loop.call_later(2, outside_of_a_task)
    loop.run_forever()
    log(len(all_tasks(loop)))
    `,
    (kit) => {
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
    },
  ],

  [
    "an eager task made where its loop does not run begins with it",
    `
    ${NAPS}
    async def tells():
        log("begins as", current_task())
        return await naps(0)
    task = Task(tells(), loop=loop, name="eager", eager_start=True)
    log("made", task.done())
    log(loop.run_until_complete(task))
    `,
    (kit) => {
      const { log, loop } = kit;
      function* tells(): Coroutine<string> {
        log("begins as", currentTask());
        return yield* naps(kit, 0);
      }
      const task = new Task(tells(), loop, { name: "eager", eagerStart: true });
      log("made", task.done());
      log(loop.runUntilComplete(task));
    },
  ],

  [
    "an eager task that cancels itself in its first step, at its await or at its return",
    `
    async def awaits():
        current_task().cancel("me")
        await sleep(1)
    async def returns():
        current_task().cancel("me")
        return "lost"
    async def main():
        for body in awaits, returns:
            task = create_task(body(), name="self", eager_start=True)
            log(task.done(), task.cancelling())
            await tries(task)
            log(task.cancelled())
    loop.run_until_complete(main())
    `,
    (kit) => {
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
    },
  ],

  [
    "tasks that wait for each other are written without an end of it",
    `
    tasks = []
    async def waits(n):
        await tasks[n]
    tasks += loop.create_task(waits(1), name="a"), loop.create_task(waits(0), name="b")
    loop.call_later(1, loop.stop)
    loop.run_forever()
    for task in tasks: log(plain(task))
    loop.set_exception_handler(lambda _, context: None)
    `,
    ({ log, loop }) => {
      const tasks: Task<unknown>[] = [];
      function* waits(n: number): Coroutine<void> {
        yield* tasks[n]!;
      }
      tasks.push(loop.createTask(waits(1), { name: "a" }), loop.createTask(waits(0), { name: "b" }));
      loop.callLater(1, () => loop.stop(), { name: "BaseEventLoop.stop" });
      loop.runForever();
      for (const task of tasks) log(plain(task));
    },
  ],
];
