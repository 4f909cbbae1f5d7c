/** Programs that create, name and list tasks. */
import type { Awaitable, Coroutine, Yielded } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { allTasks, createTask, currentTask, ensureFuture, Task } from "../../../runtime/tasks/task.ts";
import { says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* names({ log }: Kit): Coroutine<void> {
  function* tells(): Coroutine<void> {
    log(currentTask());
    yield* sleep(1);
    log(currentTask());
  }
  const [first, own, third] = [
    createTask(tells()),
    createTask(tells(), { name: "own" }),
    createTask(tells()),
  ];
  log(currentTask(), first, own, third);
  yield* sleep(2);
  third.setName("other");
  log(third, createTask(sleep(0)));
  yield* sleep(0);
}

export function* allTasksAndCurrentTask({ log, loop, spawn }: Kit): Coroutine<void> {
  const names = () => [...allTasks()].map((task) => task.getName()).sort();
  const tells = () => log("in a callback", currentTask(), names());
  function* inner(): Coroutine<void> {
    log("in a task", currentTask(), currentTask(loop), names());
    loop.callSoon(tells);
    yield* sleep(1);
    log("again", currentTask());
  }
  const task = spawn("inner", inner());
  task.addDoneCallback(tells);
  log(currentTask(), names());
  yield* task;
  log(names(), [...allTasks(loop)].map((other) => other.getName()).sort());
  yield* sleep(0);
}

export function* ensureFutureOfAwaitables({ log }: Kit): Coroutine<void> {
  class Nap implements Awaitable<string> {
    [Symbol.iterator](): Iterator<Yielded, string, unknown> {
      return sleep(1, "napped");
    }
  }
  const task = ensureFuture(new Nap());
  log(task instanceof Task, ensureFuture(task) === task, yield* task, yield* new Nap());
  const coroutine = sleep(0, "made a task");
  const other = ensureFuture(coroutine) as Task<string>;
  log(other.getCoro() === coroutine, yield* other);
}

export function* beginInOrder(kit: Kit): Coroutine<void> {
  const { log, loop, spawn } = kit;
  const says = saying(kit);
  function* steps(name: string): Coroutine<void> {
    for (let i = 0; i < 3; i++) {
      log(name, i);
      yield* sleep(0);
    }
  }
  loop.callSoon(says("ready before"));
  const a = spawn("a", steps("a"));
  loop.callSoon(says("ready between"));
  const b = spawn("b", steps("b"));
  log("nothing ran yet");
  yield* b;
  log(a.done());
}

export function* taskFactory({ log, loop }: Kit): Coroutine<void> {
  const made: unknown[] = [];
  const factory: Parameters<typeof loop.setTaskFactory>[0] = (on, coroutine, options) => {
    made.push(options.name);
    return new Task(coroutine, on, options);
  };
  log(loop.getTaskFactory());
  loop.setTaskFactory(factory);
  log(loop.getTaskFactory() === factory);
  log(yield* createTask(sleep(1, "a"), { name: "a" }), made);
  loop.setTaskFactory(null);
  log(yield* createTask(sleep(1, "b"), { name: "b" }), made, loop.getTaskFactory());
}
