/** Programs that cancel tasks which wait for other tasks. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { currentTask, type Task } from "../../../runtime/tasks/task.ts";
import type { Kit } from "../kit.ts";

export function* throughAChainAndBack({ log, work, spawn, attempt }: Kit): Coroutine<void> {
  function* waits(task: Task<unknown>): Coroutine<unknown> {
    return yield* task;
  }
  const inner = spawn("inner", work("inner", 9, { cleanup: 1 }));
  const middle = spawn("middle", waits(inner));
  const outer = spawn("outer", waits(middle));
  const tasks: Task<unknown>[] = [inner, middle, outer];
  yield* sleep(1);
  log(
    outer.cancel("all of you"),
    tasks.map((task) => task.cancelling()),
  );
  yield* attempt(outer);
  log(tasks.map((task) => task.cancelled()));
}

export function* innermostRefuses({ log, stubborn, spawn, attempt }: Kit): Coroutine<void> {
  function* waits(task: Task<unknown>): Coroutine<unknown> {
    return yield* task;
  }
  const inner = spawn("inner", stubborn("inner", 9));
  const outer = spawn("outer", waits(inner));
  yield* sleep(1);
  outer.cancel("please");
  yield* attempt(outer);
  log(outer.cancelling(), inner.cancelling(), outer.cancelled());
}

export function* taskInTheMiddle({ log, work, spawn }: Kit): Coroutine<void> {
  function* waits(task: Task<unknown>): Coroutine<unknown> {
    try {
      return yield* task;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      log("sees", error, currentTask()!.cancelling());
      return "went on";
    }
  }
  const inner = spawn("inner", work("inner", 9));
  const outer = spawn("outer", waits(inner));
  yield* sleep(1);
  inner.cancel("inner alone");
  log(yield* outer);
}
