/** Programs whose tasks begin at once. */
import { ContextVar } from "../../runtime/contexts/contextvars.ts";
import { eagerTaskFactory } from "../../runtime/tasks/eager-tasks.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { gather, sleep } from "../../runtime/combinators/combinators.ts";
import { TaskGroup } from "../../runtime/combinators/task-group.ts";
import { allTasks, createTask, currentTask, type Task } from "../../runtime/tasks/task.ts";
import { says as saying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const eagerTasks: Program[] = withTools([
  [
    "one that does not wait is done where it is made, and its callbacks wait for the loop",
    `
    async def runs(name):
        log(name, "runs as", current_task())
        return name
    async def fails():
        raise ValueError("at once")
    task = create_task(runs("a"), name="a", eager_start=True)
    log("made", task.done(), task.result(), current_task(), len(all_tasks()))
    task.add_done_callback(says("called"))
    failed = create_task(fails(), name="fails", eager_start=True)
    log(failed.done(), failed.exception())
    await attempt(failed)
    log("no round was needed")
    await sleep(0)
    `,
    function* (kit) {
      const { log, attempt } = kit;
      const says = saying(kit);
      function* runs(name: string): Coroutine<string> {
        log(name, "runs as", currentTask());
        return name;
      }
      function* fails(): Coroutine<void> {
        throw new ValueError("at once");
      }
      const task = createTask(runs("a"), { name: "a", eagerStart: true });
      log("made", task.done(), task.result(), currentTask(), allTasks().size);
      task.addDoneCallback(says("called"));
      const failed = createTask(fails(), { name: "fails", eagerStart: true });
      log(failed.done(), failed.exception());
      yield* attempt(failed);
      log("no round was needed");
      yield* sleep(0);
    },
  ],

  [
    "one that waits runs to its first await, then as any other",
    `
    async def naps(name, delay):
        log(name, "begins")
        try:
            await sleep(delay)
        except CancelledError as error:
            log(name, error)
            raise
        log(name, "goes on")
        return name
    tasks = [create_task(naps(name, delay), name=name, eager_start=True)
             for name, delay in (("a", 0), ("b", 1), ("c", 9))]
    lazy = create_task(naps("lazy", 0), name="lazy")
    log("made", [task.done() for task in tasks], len(all_tasks()))
    await sleep(2)
    tasks[2].cancel("enough")
    for task in (*tasks, lazy): await attempt(task)
    `,
    function* ({ log, attempt }) {
      function* naps(name: string, delay: number): Coroutine<string> {
        log(name, "begins");
        try {
          yield* sleep(delay);
        } catch (error) {
          log(name, error);
          throw error;
        }
        log(name, "goes on");
        return name;
      }
      const delays = Object.entries({ a: 0, b: 1, c: 9 });
      const tasks = delays.map(([name, delay]) => createTask(naps(name, delay), { name, eagerStart: true }));
      const lazy = createTask(naps("lazy", 0), { name: "lazy" });
      log(
        "made",
        tasks.map((task) => task.done()),
        allTasks().size,
      );
      yield* sleep(2);
      tasks[2]!.cancel("enough");
      for (const task of [...tasks, lazy]) yield* attempt(task);
    },
  ],

  [
    "one inside of another, each the current task in its turn",
    `
    async def nested(depth):
        log(depth, "begins as", current_task())
        if depth < 3:
            inner = create_task(nested(depth + 1), name=f"nested {depth + 1}", eager_start=True)
            log(depth, "again as", current_task(), inner.done())
            if depth == 2: await sleep(1)
            await inner
        log(depth, "ends as", current_task())
    await create_task(nested(1), name="nested 1", eager_start=True)
    `,
    function* ({ log }) {
      function* nested(depth: number): Coroutine<void> {
        log(depth, "begins as", currentTask());
        if (depth < 3) {
          const name = `nested ${depth + 1}`;
          const inner = createTask(nested(depth + 1), { name, eagerStart: true });
          log(depth, "again as", currentTask(), inner.done());
          if (depth === 2) yield* sleep(1);
          yield* inner;
        }
        log(depth, "ends as", currentTask());
      }
      yield* createTask(nested(1), { name: "nested 1", eagerStart: true });
    },
  ],

  [
    "by the loop's factory: all tasks, those of gather and of a group among them, but not the lazy",
    `
    async def runs(name, delay):
        log(name, "begins as", current_task())
        if delay: await sleep(delay)
        log(name, "ends")
        return name
    loop.set_task_factory(eager_task_factory)
    log(await create_task(runs("a", 0), name="a"))
    lazy = create_task(runs("lazy", 0), name="lazy", eager_start=False)
    log("lazy is", lazy.done())
    both = gather(create_task(runs("b", 0), name="b"), create_task(runs("c", 1), name="c"), lazy)
    log("gathering", both.done())
    log(await both)
    done = gather(create_task(runs("d", 0), name="d"), create_task(runs("e", 0), name="e"))
    log("gathered", done.done(), await done)
    async with TaskGroup() as group:
        f, g = group.create_task(runs("f", 0), name="f"), group.create_task(runs("g", 1), name="g")
        log("in the group", f.done(), g.done())
    log(f.result(), g.result())
    loop.set_task_factory(None)
    `,
    function* ({ log, loop }) {
      function* runs(name: string, delay: number): Coroutine<string> {
        log(name, "begins as", currentTask());
        if (delay > 0) yield* sleep(delay);
        log(name, "ends");
        return name;
      }
      const make = (name: string, delay: number) => createTask(runs(name, delay), { name });
      loop.setTaskFactory(eagerTaskFactory);
      log(yield* make("a", 0));
      const lazy = createTask(runs("lazy", 0), { name: "lazy", eagerStart: false });
      log("lazy is", lazy.done());
      const both = gather([make("b", 0), make("c", 1), lazy]);
      log("gathering", both.done());
      log(yield* both);
      const done = gather([make("d", 0), make("e", 0)]);
      log("gathered", done.done(), yield* done);
      let made: Task<string>[] = [];
      yield* withAsync(new TaskGroup(), function* (group): Coroutine<void> {
        const f = group.createTask(runs("f", 0), { name: "f" });
        const g = group.createTask(runs("g", 1), { name: "g" });
        log("in the group", f.done(), g.done());
        made = [f, g];
      });
      log(...made.map((task) => task.result()));
      loop.setTaskFactory(null);
    },
  ],

  [
    "one of a group that fails at once does not stop the block before its next await",
    `
    async def fails():
        raise ValueError("at once")
    async def group_of_eager():
        async with TaskGroup() as group:
            task = group.create_task(fails(), name="fails", eager_start=True)
            log("goes on", task.done(), current_task().cancelling())
            other = group.create_task(work("other", 9), name="other")
            await sleep(5)
            log("never")
    await attempt(spawn("outer", group_of_eager()))
    `,
    function* ({ log, spawn, attempt, work }) {
      function* fails(): Coroutine<void> {
        throw new ValueError("at once");
      }
      function* groupOfEager(): Coroutine<void> {
        yield* withAsync(new TaskGroup(), function* (group): Coroutine<void> {
          const task = group.createTask(fails(), { name: "fails", eagerStart: true });
          log("goes on", task.done(), currentTask()!.cancelling());
          group.createTask(work("other", 9), { name: "other" });
          yield* sleep(5);
          log("never");
        });
      }
      yield* attempt(spawn("outer", groupOfEager()));
    },
  ],

  [
    "its context is its own from the first step on",
    `
    var = ContextVar("var", default="none")
    async def sets():
        log("begins with", var.get())
        var.set("the task's")
        await sleep(0)
        log("still", var.get())
    var.set("main's")
    task = create_task(sets(), name="sets", eager_start=True)
    log("made", var.get(), task.get_context().get(var))
    await task
    log(var.get())
    `,
    function* ({ log }) {
      const variable = new ContextVar("var", "none");
      function* sets(): Coroutine<void> {
        log("begins with", variable.get());
        variable.set("the task's");
        yield* sleep(0);
        log("still", variable.get());
      }
      variable.set("main's");
      const task = createTask(sets(), { name: "sets", eagerStart: true });
      log("made", variable.get(), task.getContext().get(variable));
      yield* task;
      log(variable.get());
    },
  ],
]);
