/** Programs that cancel tasks in every state of a task. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { currentTask } from "../../../runtime/tasks/task.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export const beforeItsFirstStep = withCases(
  [[[]], [["early"]], [["early", "later"]]] as string[][][],
  function* ({ log, work, spawn, attempt }, messages): Coroutine<void> {
    const task = spawn("a", work("a", 1));
    task.addDoneCallback({ log: (future: unknown) => log("called", future) }.log);
    for (const message of messages.length > 0 ? messages : [undefined]) {
      log(task.cancel(message), task.cancelling(), task.done(), task.cancelled());
    }
    yield* attempt(task);
    log(task.cancel("late"), task.cancelling(), task.uncancel(), task.cancelled());
  },
);

export function* afterItsWakeUp({ log, loop, follow }: Kit): Coroutine<void> {
  const future = () => loop.createFuture<unknown>();
  function* waits(awaited: ReturnType<typeof future>): Coroutine<unknown> {
    return yield* awaited;
  }
  for (const end of [
    (f: ReturnType<typeof future>) => f.setResult(1),
    (f: ReturnType<typeof future>) => f.setException(new ValueError("lost")),
    (f: ReturnType<typeof future>) => f.cancel("first"),
  ]) {
    const awaited = future();
    const task = follow("a", waits(awaited));
    yield* sleep(0);
    end(awaited);
    log(task.cancel("too late"), awaited.done());
    yield* sleep(0);
    log(task.cancelled(), task.done());
    yield* sleep(0);
  }
}

export function* byItself({ log, spawn, attempt }: Kit): Coroutine<void> {
  const self = () => currentTask()!;
  function* awaits(): Coroutine<string> {
    log(self().cancel("me"), self().cancelling());
    yield* sleep(0);
    log("never");
    return "";
  }
  function* returns(): Coroutine<string> {
    self().cancel("me");
    return "lost";
  }
  function* fails(): Coroutine<string> {
    self().cancel("me");
    throw new ValueError("wins");
  }
  function* regrets(): Coroutine<string> {
    self().cancel("me");
    log(self().uncancel());
    yield* sleep(0);
    return "goes on";
  }
  for (const ends of [awaits, returns, fails, regrets]) {
    const task = spawn("self", ends());
    yield* attempt(task);
    log(task.cancelled(), task.cancelling());
  }
}

export function* twiceBeforeItsStep({ log, spawn, attempt }: Kit): Coroutine<void> {
  function* cleans(): Coroutine<string> {
    try {
      yield* sleep(9);
    } catch (error) {
      log("first", error, currentTask()!.cancelling());
    }
    try {
      yield* sleep(1);
    } catch (error) {
      log("second", error);
    }
    return "done";
  }
  const task = spawn("a", cleans());
  yield* sleep(1);
  log(task.cancel("one"), task.cancel("two"), task.cancelling());
  yield* attempt(task);
  log(task.uncancel(), task.uncancel(), task.uncancel());
}

export function* uncancelledBeforeItsStep({ log, spawn, attempt }: Kit): Coroutine<void> {
  for (const delay of [0, 9]) {
    const waits = function* (): Coroutine<string> {
      yield* sleep(delay);
      return "slept";
    };
    const task = spawn("a", waits());
    yield* sleep(0);
    task.cancel("one");
    task.cancel("two");
    log(task.uncancel(), task.cancelling(), task.uncancel(), task.uncancel());
    yield* attempt(task);
  }
}

export function* byACallbackInTheSameIteration({ log, loop, spawn, attempt }: Kit): Coroutine<void> {
  function* naps(): Coroutine<string> {
    yield* sleep(1);
    log("woke");
    yield* sleep(0);
    return "slept";
  }
  const before = spawn("before", naps());
  loop.callLater(1, () => void before.cancel("timer made first"), { name: "Task.cancel" });
  const behind = spawn("behind", naps());
  yield* sleep(0);
  loop.callLater(1, () => void behind.cancel("timer made after"), { name: "Task.cancel" });
  yield* attempt(before);
  yield* attempt(behind);
}

export function* whileTheOutcomeIsOnItsWay({ log, loop, spawn, attempt }: Kit): Coroutine<void> {
  const future = loop.createFuture();
  function* waits(): Coroutine<void> {
    try {
      yield* future;
    } catch (error) {
      log("told", error);
      throw error;
    }
  }
  const task = spawn("a", waits());
  yield* sleep(0);
  const cancels = () => log(task.cancel("in a callback behind it"));
  Object.defineProperty(cancels, "name", { value: "main.<locals>.<lambda>" });
  future.addDoneCallback(cancels);
  future.cancel("the future's");
  task.cancel("the task's");
  yield* attempt(task);
}
