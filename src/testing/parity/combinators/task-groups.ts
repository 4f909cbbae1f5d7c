/** Programs with task groups. */
import { sleep } from "../../../runtime/combinators/combinators.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { currentTask, type Task } from "../../../runtime/tasks/task.ts";
import { TaskGroup } from "../../../runtime/combinators/task-group.ts";
import { inGroup, type Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

/** Sleep, and raise an error of its own when cancelled. */
function* converts(name: string): Coroutine<void> {
  try {
    yield* sleep(9);
  } catch {
    throw new ValueError(`${name} converts`);
  }
}

export function* waitsForAllTasks({ log, work }: Kit): Coroutine<void> {
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
}

export const taskFails = withCases(
  [[0.2], [3]],
  function* ({ log, work, spawn, attempt }, inBlock): Coroutine<void> {
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
);

export function* severalTasksFail({ log, work, attempt }: Kit): Coroutine<void> {
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
}

export function* blockFails({ work, stubborn, attempt }: Kit): Coroutine<void> {
  const fails = (wait: number) =>
    inGroup(function* (group): Coroutine<void> {
      group.createTask(work("a", 5, { cleanup: 1 }), { name: "a" });
      group.createTask(stubborn("b", 5), { name: "b" });
      yield* sleep(wait);
      throw new ValueError("the block fails");
    });
  yield* attempt(fails(1));
  yield* attempt(fails(0));
}

export function* taskCancelsItself({ log, work }: Kit): Coroutine<void> {
  const cancelled = yield* inGroup(function* (group): Coroutine<Task<string>> {
    const a = group.createTask(work("a", 5), { name: "a" });
    group.createTask(work("b", 2), { name: "b" });
    yield* sleep(1);
    a.cancel("only a");
    return a;
  });
  log(cancelled.cancelled());
}

export function* misused({ log, work, attempt }: Kit): Coroutine<void> {
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
}
