/** Programs with the outcomes of tasks, and the order of waiters and callbacks. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { isFuture } from "../../../runtime/tasks/future.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { Task } from "../../../runtime/tasks/task.ts";
import { checks as checking, named, says as saying } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* waitersAndCallbacksInOrder(kit: Kit): Coroutine<void> {
  const { log, spawn } = kit;
  const says = saying(kit);
  const task = spawn("awaited", sleep(1, "slept"));
  function* waits(name: string): Coroutine<void> {
    log(name, yield* task);
  }
  task.addDoneCallback(says("first callback"));
  const a = spawn("a", waits("a"));
  yield* sleep(0);
  task.addDoneCallback(says("second callback"));
  const b = spawn("b", waits("b"));
  yield* sleep(0);
  task.addDoneCallback(says("third callback"));
  yield* a;
  yield* b;
  yield* waits("late");
}

export function* outcomeIsSetByTheCoroutineOnly(kit: Kit): Coroutine<void> {
  const { log, spawn } = kit;
  const checks = checking(kit);
  const task = spawn("a", sleep(1, "slept"));
  const set = task as unknown as { setResult(value: unknown): void; setException(error: unknown): void };
  checks(() => set.setResult("no"));
  checks(() => set.setException(new ValueError("no")));
  checks(() => task.result());
  checks(() => task.exception());
  log(yield* task, task.result(), task.exception(), isFuture(task), task instanceof Task);
  checks(() => set.setResult("no"));
}

export function* exceptionForAllWaiters(kit: Kit): Coroutine<void> {
  const { log, spawn, attempt } = kit;
  const checks = checking(kit);
  const oops = new ValueError("oops");
  function* fails(): Coroutine<void> {
    yield* sleep(1);
    throw oops;
  }
  const task = spawn("fails", fails());
  function* waits(): Coroutine<boolean | undefined> {
    try {
      yield* task;
    } catch (error) {
      return error === oops;
    }
  }
  const waiting = [..."ab"].map((name) => spawn(name, waits()));
  const same: unknown[] = [];
  for (const each of waiting) same.push(yield* each);
  log(same);
  yield* attempt(task);
  log(task.exception() === oops, task.cancelled());
  checks(() => task.result());
}

export function* callbackThatCancelsAndCreatesTasks({
  log,
  spawn,
  work,
  follow,
  attempt,
}: Kit): Coroutine<void> {
  const other = spawn("other", work("other", 9));
  const first = spawn("first", sleep(1, "first"));
  first.addDoneCallback(
    named("goes_on", () => {
      log(first, first.result(), other.cancel("by a callback"));
      follow("new", sleep(1, "new"));
    }),
  );
  yield* attempt(other);
  yield* sleep(2);
}
