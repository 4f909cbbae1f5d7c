/** Programs with task groups. */
import { sleep } from "../../runtime/combinators/combinators.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { currentTask, type Task } from "../../runtime/tasks/task.ts";
import { TaskGroup } from "../../runtime/combinators/task-group.ts";
import type { Program } from "./parity.ts";

/** Runs a block in a task group of its own. */
export const inGroup = <R>(body: (group: TaskGroup) => Coroutine<R>) => withAsync(new TaskGroup(), body);

export const taskGroups: Program[] = [
  [
    "waits for all its tasks",
    `
    async with TaskGroup() as group:
        a = group.create_task(work("a", 2), name="a")
        b = group.create_task(work("b", 1), name="b")
        log(group)
        await sleep(0.5)
        log("the block ends")
    log(a.result(), b.result(), group)
    async with TaskGroup():
        log("empty")
    `,
    function* ({ log, work }) {
      let tasks: Task<string>[] = [];
      const group = new TaskGroup();
      yield* withAsync(group, function* (): Coroutine<void> {
        const a = group.createTask(work("a", 2), { name: "a" });
        const b = group.createTask(work("b", 1), { name: "b" });
        tasks = [a, b];
        log(group);
        yield* sleep(0.5);
        log("the block ends");
      });
      log(...tasks.map((task) => task.result()), group);
      yield* inGroup(function* (): Coroutine<void> {
        log("empty");
      });
    },
  ],

  ...[0.2, 3].map((inBlock): Program => [
    `a task fails while the parent is ${inBlock > 1 ? "in the block" : "at its end"}`,
    `
    async def main_task():
        async with TaskGroup() as group:
            group.create_task(work("a", 1, fails="a fails"), name="a")
            group.create_task(work("b", 5, cleanup=1), name="b")
            group.create_task(work("c", 1), name="c")
            await work("block", ${inBlock})
    task = spawn("main", main_task())
    await attempt(task)
    log(task.cancelling(), current_task().cancelling())
    `,
    function* ({ log, work, spawn, attempt }) {
      const task = spawn(
        "main",
        inGroup(function* (group): Coroutine<void> {
          group.createTask(work("a", 1, { fails: "a fails" }), { name: "a" });
          group.createTask(work("b", 5, { cleanup: 1 }), { name: "b" });
          group.createTask(work("c", 1), { name: "c" });
          yield* work("block", inBlock);
        }),
      );
      yield* attempt(task);
      log(task.cancelling(), currentTask()?.cancelling());
    },
  ]),

  [
    "several fail, some of them as they are cancelled, and the block as well",
    `
    async def converts(name):
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError(name + " converts")
    async def fails():
        async with TaskGroup() as group:
            group.create_task(work("a", 1, fails="a fails"), name="a")
            group.create_task(work("b", 1, fails="b fails"), name="b")
            group.create_task(converts("c"), name="c")
            await converts("block")
    await attempt(fails())
    log(current_task().cancelling())
    await sleep(0)
    `,
    function* ({ log, work, attempt }) {
      yield* attempt(
        inGroup(function* (group): Coroutine<void> {
          group.createTask(work("a", 1, { fails: "a fails" }), { name: "a" });
          group.createTask(work("b", 1, { fails: "b fails" }), { name: "b" });
          group.createTask(converts("c"), { name: "c" });
          yield* converts("block");
        }),
      );
      log(currentTask()?.cancelling());
      yield* sleep(0);
    },
  ],

  [
    "the block fails, its tasks are cancelled",
    `
    async def fails(wait):
        async with TaskGroup() as group:
            group.create_task(work("a", 5, cleanup=1), name="a")
            group.create_task(stubborn("b", 5), name="b")
            await sleep(wait)
            raise ValueError("the block fails")
    await attempt(fails(1))
    await attempt(fails(0))
    `,
    function* ({ work, stubborn, attempt }) {
      const fails = (wait: number) =>
        inGroup(function* (group): Coroutine<void> {
          group.createTask(work("a", 5, { cleanup: 1 }), { name: "a" });
          group.createTask(stubborn("b", 5), { name: "b" });
          yield* sleep(wait);
          throw new ValueError("the block fails");
        });
      yield* attempt(fails(1));
      yield* attempt(fails(0));
    },
  ],

  [
    "a task that is cancelled by itself is no failure",
    `
    async with TaskGroup() as group:
        a = group.create_task(work("a", 5), name="a")
        group.create_task(work("b", 2), name="b")
        await sleep(1)
        a.cancel("only a")
    log(a.cancelled())
    `,
    function* ({ log, work }) {
      const cancelled = yield* inGroup(function* (group): Coroutine<Task<string>> {
        const a = group.createTask(work("a", 5), { name: "a" });
        group.createTask(work("b", 2), { name: "b" });
        yield* sleep(1);
        a.cancel("only a");
        return a;
      });
      log(cancelled.cancelled());
    },
  ],

  [
    "misused: before it is entered, twice, shutting down, finished; and tasks that add tasks",
    `
    async def add(group, name):
        try:
            group.create_task(work(name, 0), name=name)
        except RuntimeError as error:
            log(error)
    async def adds_late(group):
        try:
            await sleep(9)
        finally:
            await add(group, "late")
    group = TaskGroup()
    await add(group, "early")
    try:
        async with group:
            group.create_task(adds_late(group), name="adds late")
            group.create_task(add(group, "in time"), name="adds")
            await sleep(1)
            raise ValueError("over")
    except BaseException as error:
        log(error)
    await add(group, "finished")
    await attempt(group.__aenter__())
    `,
    function* ({ log, work, attempt }) {
      function* add(group: TaskGroup, name: string): Coroutine<void> {
        try {
          group.createTask(work(name, 0), { name });
        } catch (error) {
          log(error);
        }
      }
      function* addsLate(group: TaskGroup): Coroutine<void> {
        try {
          yield* sleep(9);
        } finally {
          yield* add(group, "late");
        }
      }
      const group = new TaskGroup();
      yield* add(group, "early");
      try {
        yield* withAsync(group, function* (): Coroutine<void> {
          group.createTask(addsLate(group), { name: "adds late" });
          group.createTask(add(group, "in time"), { name: "adds" });
          yield* sleep(1);
          throw new ValueError("over");
        });
      } catch (error) {
        log(error);
      }
      yield* add(group, "finished");
      yield* attempt(group.enter());
    },
  ],
];

/** Fails as it is cancelled. */
export function* converts(name: string): Coroutine<void> {
  try {
    yield* sleep(9);
  } catch {
    throw new ValueError(`${name} converts`);
  }
}
