/** Programs with conditions. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import { Condition, Lock } from "../../../runtime/sync/locks.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* notifyWakesTheFirst({ follow, log }: Kit): Coroutine<void> {
  const condition = new Condition();
  const waits = (name: string) =>
    withAsync(condition, function* () {
      yield* condition.wait();
      log(name, "woken", condition);
      yield* sleep(0.1);
    });
  for (const name of "abcde") follow(name, waits(name));
  yield* sleep(1);
  for (const n of [0, 1, 2]) {
    yield* withAsync(condition, function* () {
      condition.notify(n);
      log(condition);
    });
    yield* sleep(1);
  }
  yield* withAsync(condition, function* () {
    condition.notifyAll();
  });
  yield* sleep(1);
  log(condition);
}

export function* needsItsLock({ check, follow, log }: Kit): Coroutine<void> {
  const condition = new Condition();
  check(() => condition.notify());
  check(() => condition.notifyAll());
  check(() => condition.release());
  follow("waits", condition.wait());
  yield* sleep(0);
  yield* condition.acquire();
  check(() => condition.notify());
  log(condition.locked(), condition);
  check(() => condition.release());
}

export function* waitForChecksItsPredicate({ follow }: Kit): Coroutine<void> {
  const condition = new Condition();
  const items: number[] = [];
  const waits = (name: number, n: number) =>
    withAsync(condition, () => condition.waitFor(() => items.length >= n && `${name} has ${items.length}`));
  for (const n of [0, 2, 1]) follow(String(n), waits(n, n));
  for (let i = 0; i < 3; i++) {
    yield* sleep(1);
    yield* withAsync(condition, function* () {
      items.push(i);
      condition.notifyAll();
    });
  }
}

export function* cancelledWaiterHasTheLockAgain({ follow, log, use }: Kit): Coroutine<void> {
  const condition = new Condition();
  const waits = () =>
    withAsync(condition, function* () {
      try {
        yield* condition.wait();
      } finally {
        log("cleans", condition);
      }
    });
  const task = follow("waits", waits());
  yield* sleep(1);
  follow("holds", use("holds", condition));
  yield* sleep(0);
  task.cancel("first");
  yield* sleep(0.5);
  log(task.done(), condition);
  task.cancel("second");
  yield* sleep(2);
  log(task.done(), condition);
}

export function* cancelledWaiterPassesTheNotificationOn({ follow, log }: Kit): Coroutine<void> {
  const condition = new Condition();
  const waits = () => withAsync(condition, () => condition.wait());
  const tasks = [..."abc"].map((name) => follow(name, waits()));
  yield* sleep(1);
  yield* withAsync(condition, function* () {
    condition.notify();
    tasks[0]!.cancel();
  });
  yield* sleep(1);
  log(condition);
  yield* withAsync(condition, function* () {
    condition.notify();
    yield* sleep(1);
    tasks[2]!.cancel();
  });
  yield* sleep(1);
  log(condition);
}

export function* twoConditionsOnOneLock({ follow, log }: Kit): Coroutine<void> {
  const lock = new Lock();
  const [full, empty] = [new Condition(lock), new Condition(lock)];
  const waits = (name: string, condition: Condition) =>
    withAsync(condition, function* () {
      yield* condition.wait();
      log(name, lock, full, empty);
    });
  follow("full", waits("full", full));
  follow("empty", waits("empty", empty));
  yield* sleep(1);
  yield* withAsync(lock, function* () {
    empty.notify();
    yield* sleep(1);
    full.notify();
  });
  yield* sleep(1);
}

export function* notifiedWaiterDoesNotCount({ follow, log }: Kit): Coroutine<void> {
  const condition = new Condition();
  const waits = () => withAsync(condition, () => condition.wait());
  const tasks = [..."abcd"].map((name) => follow(name, waits()));
  yield* sleep(1);
  yield* withAsync(condition, function* () {
    tasks[1]!.cancel();
    condition.notify();
    condition.notify();
  });
  yield* sleep(1);
  log(condition);
}

export function* cancelledWhileItTakesTheLock({ follow, log, use }: Kit): Coroutine<void> {
  const condition = new Condition();
  const waits = () => withAsync(condition, () => condition.wait());
  const task = follow("waits", waits());
  yield* sleep(1);
  follow("holds", use("holds", condition, 3));
  yield* sleep(0);
  for (const message of ["first", "second", "third"]) {
    task.cancel(message);
    yield* sleep(0.5);
    log(task.done(), condition);
  }
  yield* sleep(5);
  log(task.cancelling(), condition);
}
