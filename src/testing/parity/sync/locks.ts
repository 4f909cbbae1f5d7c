/** Programs with locks. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import { Lock } from "../../../runtime/sync/locks.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* firstComeFirstServed({ follow, log, use }: Kit): Coroutine<void> {
  const lock = new Lock();
  for (const name of "abc") follow(name, use(name, lock));
  yield* sleep(0.5);
  log(lock, lock.locked());
  yield* sleep(5);
  log(lock, lock.locked());
}

export function* wokenWaiterIsNotOvertaken({ follow, log, use }: Kit): Coroutine<void> {
  const lock = new Lock();
  yield* lock.acquire();
  follow("waits", use("waits", lock));
  yield* sleep(0);
  lock.release();
  log(lock);
  yield* use("late", lock, 0);
  log(lock);
}

export function* cancelledWaiter({ follow, log, use }: Kit): Coroutine<void> {
  const lock = new Lock();
  const tasks = [..."abcd"].map((name) => follow(name, use(name, lock)));
  yield* sleep(0.5);
  tasks[1]!.cancel("enough");
  log(lock);
  yield* sleep(0);
  log(lock);
  yield* sleep(9);
}

export function* cancelledAfterItWasWoken({ follow, log, use }: Kit): Coroutine<void> {
  const lock = new Lock();
  yield* lock.acquire();
  const tasks = [..."abc"].map((name) => follow(name, use(name, lock)));
  yield* sleep(1);
  lock.release();
  tasks[0]!.cancel();
  yield* sleep(9);
  log(lock);
}

export function* cancelledAndReleased({ follow, log, use }: Kit): Coroutine<void> {
  const lock = new Lock();
  yield* lock.acquire();
  const tasks = [..."abc"].map((name) => follow(name, use(name, lock)));
  yield* sleep(1);
  for (const task of tasks) task.cancel();
  lock.release();
  log(lock, yield* lock.acquire(), lock);
  yield* sleep(1);
  lock.release();
  log(lock);
}

export function* releasedTwice({ check }: Kit): Coroutine<void> {
  const lock = new Lock();
  const release = () => lock.release();
  check(release);
  yield* lock.acquire();
  check(release);
  check(release);
}

export function* releasedByAnError({ follow, use }: Kit): Coroutine<void> {
  const lock = new Lock();
  follow(
    "fails",
    withAsync(lock, function* () {
      yield* sleep(1);
      throw Object.assign(new Error("oops"), { name: "ValueError" });
    }),
  );
  follow("next", use("next", lock));
  yield* sleep(5);
}

export function* ownerIsCancelled({ follow, log, use }: Kit): Coroutine<void> {
  const lock = new Lock();
  const tasks = [..."ab"].map((name) => follow(name, use(name, lock, 3)));
  yield* sleep(1);
  tasks[0]!.cancel();
  yield* sleep(1);
  tasks[1]!.cancel();
  yield* sleep(1);
  log(lock);
}
