/** Programs with call graphs. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { gather, shield, sleep, wait, waitFor } from "../../../runtime/combinators/combinators.ts";
import { captureCallGraph } from "../../../runtime/tasks/call-graph.ts";
import { allTasks, currentTask } from "../../../runtime/tasks/task.ts";
import { TaskGroup } from "../../../runtime/combinators/task-group.ts";
import { checks as checking, graphOf } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

function* waits<T>(what: Future<T>): Coroutine<T> {
  return yield* what;
}

export function* chainOfTasks({ log, loop, spawn }: Kit): Coroutine<void> {
  const future = loop.createFuture<number>();
  const a = spawn("a", waits(future));
  const b = spawn("b", waits(a));
  const c = spawn("c", waits(b));
  log(graphOf(a));
  yield* sleep(0);
  for (const each of [future, a, b, c]) log(graphOf(each));
  future.setResult(1);
  log(graphOf(future));
  log(yield* c, graphOf(future));
}

export function* severalWaitingTasks({ log, spawn }: Kit): Coroutine<void> {
  const task = spawn("awaited", sleep(1));
  for (const name of "abc") spawn(name, waits(task));
  yield* sleep(0);
  log(graphOf(task).sort());
  yield* task;
}

export function* gatherAwaitsItsChildren({ log, spawn }: Kit): Coroutine<void> {
  const [a, b] = [spawn("a", sleep(1)), spawn("b", sleep(2))];
  function* gathers(): Coroutine<void> {
    yield* gather([a, b]);
  }
  const outer = spawn("outer", gathers());
  yield* sleep(0);
  log(graphOf(a), graphOf(b), graphOf(outer));
  yield* sleep(1.5);
  log(graphOf(b));
  yield* outer;
}

export function* waitAwaitsItsTasks({ log, spawn }: Kit): Coroutine<void> {
  const delays = Object.entries({ a: 1, b: 2 });
  const tasks = delays.map(([name, delay]) => spawn(name, sleep(delay)));
  function* waitsForOne(): Coroutine<void> {
    yield* wait(tasks, { returnWhen: "FIRST_COMPLETED" });
    log("one is done", graphOf(tasks[1]));
    yield* sleep(0.5);
  }
  const outer = spawn("outer", waitsForOne());
  yield* sleep(0);
  for (const task of tasks) log(graphOf(task));
  yield* outer;
}

export function* shieldAndWaitFor({ log, spawn, follow }: Kit): Coroutine<void> {
  const inner = spawn("inner", sleep(5));
  function* shields(): Coroutine<void> {
    yield* shield(inner);
  }
  const outer = spawn("outer", shields());
  function* limits(): Coroutine<void> {
    yield* waitFor(outer, 1);
  }
  follow("limited", limits());
  yield* sleep(0);
  log(graphOf(inner));
  yield* sleep(0.5);
  log(graphOf(outer));
  yield* sleep(1);
}

export function* groupAwaitsItsTasks({ log, spawn, loop }: Kit): Coroutine<void> {
  function* groupOfTwo(): Coroutine<void> {
    let made: Future<unknown>[] = [];
    yield* withAsync(new TaskGroup(), function* (group): Coroutine<void> {
      const a = group.createTask(sleep(1), { name: "a" });
      made = [a, group.createTask(sleep(2), { name: "b" })];
      log(graphOf(a));
    });
    log(...made.map((task) => task.done()));
  }
  const outer = spawn("outer", groupOfTwo());
  const last = spawn("last", waits(outer));
  yield* sleep(1.5);
  const all = [...allTasks(loop)].sort((a, b) => (a.getName() < b.getName() ? -1 : 1));
  for (const task of all) log(graphOf(task));
  yield* last;
}

export function* currentTaskAndOthers(kit: Kit): Coroutine<void> {
  const { log, loop, spawn } = kit;
  const checks = checking(kit);
  log(graphOf(), graphOf(currentTask(loop)!), graphOf(loop.createFuture()));
  function* inner(): Coroutine<void> {
    log(graphOf());
    const name = "main.<locals>.inner.<locals>.<lambda>";
    loop.callSoon(() => log("in a callback", captureCallGraph(), graphOf()), { name });
    yield* sleep(0);
  }
  yield* spawn("inner", inner());
  checks(() => captureCallGraph(5 as never));
}
