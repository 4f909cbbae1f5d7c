/** Programs whose tasks clean up when they are cancelled, or refuse. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { currentTask } from "../../../runtime/tasks/task.ts";
import type { Kit } from "../kit.ts";

export function* obeysTheThirdRequest({ log, stubborn, spawn, attempt }: Kit): Coroutine<void> {
  function* stays(): Coroutine<void> {
    for (let i = 0; i < 2; i++) yield* stubborn(String(i), 9);
    yield* sleep(9);
  }
  const task = spawn("stays", stays());
  for (let i = 0; i < 3; i++) {
    yield* sleep(1);
    log(task.cancel(`request ${i}`), task.cancelling());
  }
  yield* attempt(task);
  log(task.cancelled(), task.cancelling());
}

export function* outcomeOfTheCleanup({ log, spawn, attempt }: Kit): Coroutine<void> {
  function* ends(how: string): Coroutine<string> {
    try {
      yield* sleep(9);
      return "";
    } catch (error) {
      if (how === "fails") throw new ValueError("in cleanup");
      if (how === "another") throw new CancelledError("another");
      if (how === "returns") return "in cleanup";
      yield* sleep(1);
      if (how === "fails late") throw new ValueError("late");
      throw error;
    }
  }
  for (const how of ["fails", "another", "returns", "fails late", "raises late"]) {
    const task = spawn(how, ends(how));
    yield* sleep(1);
    task.cancel("why");
    yield* attempt(task);
    log(how, task.cancelled(), task.cancelling());
  }
}

export function* finallyThatAwaits({ log, spawn, attempt }: Kit): Coroutine<void> {
  function* waits(): Coroutine<string> {
    try {
      yield* sleep(9);
    } finally {
      log("cleans", currentTask()!.cancelling());
      yield* sleep(5);
      log("never");
    }
    return "";
  }
  function* wins(): Coroutine<string> {
    try {
      yield* sleep(9);
    } finally {
      yield* sleep(1);
      // eslint-disable-next-line no-unsafe-finally -- the program is about this
      return "in spite of all";
    }
  }
  for (const body of [waits, wins]) {
    const task = spawn("a", body());
    yield* sleep(1);
    task.cancel("one");
    yield* sleep(0.5);
    if (body === waits) task.cancel("two");
    yield* attempt(task);
  }
}
