/** Programs with eager tasks. */
import { ContextVar } from "../../../runtime/contexts/contextvars.ts";
import { eagerTaskFactory } from "../../../runtime/tasks/eager-tasks.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { gather, sleep } from "../../../runtime/combinators/combinators.ts";
import { TaskGroup } from "../../../runtime/combinators/task-group.ts";
import { allTasks, createTask, currentTask, type Task } from "../../../runtime/tasks/task.ts";
import { says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* doneWithoutAWait(kit: Kit): Coroutine<void> {
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
}

export function* runsToItsFirstAwait({ log, attempt }: Kit): Coroutine<void> {
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
}

export function* nestedTasks({ log }: Kit): Coroutine<void> {
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
}

export function* factoryMakesTasksEager({ log, loop }: Kit): Coroutine<void> {
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
}

export function* failureInAGroup({ log, spawn, attempt, work }: Kit): Coroutine<void> {
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
}

export function* ownContextFromTheFirstStep({ log }: Kit): Coroutine<void> {
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
}
