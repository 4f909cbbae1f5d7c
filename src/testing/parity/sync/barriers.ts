/** Programs with barriers. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { Barrier } from "../../../runtime/sync/locks.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* tripsAgainAndAgain({ follow, log }: Kit): Coroutine<void> {
  const barrier = new Barrier(3);
  function* comes(name: string, delay: number): Coroutine<void> {
    for (let i = 0; i < 2; i++) {
      yield* sleep(delay);
      log(name, "comes", barrier, barrier.nWaiting);
      log(name, "is", yield* barrier.wait(), barrier);
    }
  }
  [..."abc"].forEach((name, i) => follow(name, comes(name, i)));
  yield* sleep(9);
  log(barrier, barrier.parties, barrier.broken);
}

export function* needsAtLeastOneParty({ check, log }: Kit): Coroutine<void> {
  check(() => new Barrier(0));
  log(yield* new Barrier(1).wait());
}

export function* arrivalWhileItDrains({ follow, log, use }: Kit): Coroutine<void> {
  const barrier = new Barrier(2);
  for (let i = 0; i < 5; i++) follow(String(i), use(String(i), barrier, i));
  yield* sleep(0);
  log(barrier);
  yield* sleep(9);
  log(barrier);
  yield* use("last", barrier);
  log(barrier);
}

export function* abortBreaksIt({ follow, log }: Kit): Coroutine<void> {
  const barrier = new Barrier(3);
  for (const name of "ab") follow(name, barrier.wait());
  yield* sleep(1);
  yield* barrier.abort();
  log(barrier, barrier.broken);
  follow("c", barrier.wait());
  yield* sleep(1);
  yield* barrier.reset();
  log(barrier, barrier.broken);
  for (const name of "xyz") follow(name, barrier.wait());
  yield* sleep(1);
}

export function* resetFailsTheWaiters({ follow, log }: Kit): Coroutine<void> {
  const barrier = new Barrier(3);
  for (const name of "ab") follow(name, barrier.wait());
  yield* sleep(1);
  follow("reset", barrier.reset());
  for (const name of "xy") follow(name, barrier.wait());
  yield* sleep(0);
  log(barrier);
  yield* sleep(1);
  log(barrier);
  log(yield* barrier.wait());
  yield* sleep(1);
  yield* barrier.reset();
  log(barrier);
}

export function* waiterIsCancelled({ follow, log }: Kit): Coroutine<void> {
  const barrier = new Barrier(3);
  const tasks = [..."ab"].map((name) => follow(name, barrier.wait()));
  yield* sleep(1);
  tasks[0]!.cancel();
  yield* sleep(1);
  log(barrier);
  follow("c", barrier.wait());
  follow("d", barrier.wait());
  yield* sleep(0);
  tasks[1]!.cancel();
  follow("e", barrier.wait());
  yield* sleep(1);
  log(barrier);
}
