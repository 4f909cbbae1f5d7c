/** Programs with sleep. */
import { sleep } from "../../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { currentTask, type Task } from "../../../runtime/tasks/task.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export function* returnsItsResult({ log, attempt, spawn }: Kit): Coroutine<void> {
  log(yield* sleep(1, "one"), yield* sleep(0, "zero"), yield* sleep(-1));
  yield* attempt(sleep(Number.NaN));
  function* spins(name: string): Coroutine<void> {
    for (let i = 0; i < 3; i++) {
      log(name, i);
      yield* sleep(0);
    }
  }
  const [a, b] = [spawn("a", spins("a")), spawn("b", spins("b"))];
  yield* a;
  yield* b;
}

export function* equalDeadlines({ log, loop, spawn }: Kit): Coroutine<void> {
  function* later(name: string, first: number, second: number): Coroutine<void> {
    yield* sleep(first);
    yield* sleep(second);
    log(name);
  }
  loop.callLater(1, () => log("timer"), { name: "log" });
  const delays = [
    [1, 0],
    [0, 1],
    [0.5, 0.5],
    [0.25, 0.75],
  ] as const;
  const tasks = delays.map(([a, b]) => spawn(`${a}+${b}`, later(`${a}+${b}`, a, b)));
  for (const task of tasks) yield* task;
}

export const cancelledFromOutside = withCases(
  [[0], [0.5], [1], [2]],
  function* ({ log, work, spawn, attempt }, when): Coroutine<void> {
    const task = spawn("a", work("a", 1, { cleanup: 0.5 }));
    yield* sleep(when);
    log(task.cancel("first"), task.cancel("second"), task.cancelling());
    yield* attempt(task);
    log(task.cancel(), task.cancelled());
  },
);

export function* cancelledByItself({ log, work, stubborn, spawn, attempt }: Kit): Coroutine<void> {
  function* itself(): Coroutine<void> {
    currentTask()?.cancel("by itself");
    log("goes on");
    yield* work("inner", 1);
  }
  yield* attempt(spawn("itself", itself()));
  const task = spawn("twice", work("twice", 1, { cleanup: 1 }));
  yield* sleep(0.5);
  task.cancel("first");
  yield* sleep(0.5);
  task.cancel("second");
  yield* attempt(task);
  const refuses = spawn("refuses", stubborn("refuses", 1));
  yield* sleep(0);
  refuses.cancel("please");
  yield* attempt(refuses);
  log(refuses.cancelling(), refuses.uncancel(), refuses.uncancel());
}

export function* takesItsRequestBack({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  function* changesItsMind(): Coroutine<void> {
    const task = currentTask() as Task<unknown>;
    task.cancel("why");
    log(task.cancelling(), task.uncancel(), task.uncancel());
    yield* work("inner", 1);
    task.cancel("one");
    task.cancel("two");
    log(task.uncancel());
    yield* work("never", 1);
  }
  function* returns(): Coroutine<string> {
    currentTask()?.cancel("too late");
    return "result";
  }
  yield* attempt(spawn("changes", changesItsMind()));
  const task = spawn("returns", returns());
  yield* attempt(task);
  log(task.cancelled(), task.cancelling());
}
