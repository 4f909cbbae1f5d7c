/** Programs with semaphores. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { BoundedSemaphore, Semaphore } from "../../../runtime/sync/locks.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* letsInAsManyAsItHasPermits({ follow, log, use }: Kit): Coroutine<void> {
  const gate = new Semaphore(2);
  for (let i = 0; i < 5; i++) follow(String(i), use(String(i), gate, 1 + i / 2));
  yield* sleep(0.5);
  log(gate, gate.locked());
  yield* sleep(9);
  log(gate, gate.locked());
}

export function* bounds({ check, log }: Kit): Coroutine<void> {
  check(() => new Semaphore(-1));
  check(() => new BoundedSemaphore(-1));
  const gate = new BoundedSemaphore(1);
  check(() => gate.release());
  yield* gate.acquire();
  log(gate);
  check(() => gate.release());
  log(gate);
  const free = new Semaphore(0);
  log(free);
  free.release();
  log(free);
}

export function* wokenWaiterIsNotOvertaken({ follow, log, use }: Kit): Coroutine<void> {
  const gate = new Semaphore(1);
  yield* gate.acquire();
  follow("waits", use("waits", gate));
  yield* sleep(0);
  gate.release();
  log(gate, gate.locked());
  yield* use("late", gate);
}

export function* waiterIsCancelled({ follow, log, use }: Kit): Coroutine<void> {
  const gate = new Semaphore(1);
  yield* gate.acquire();
  const tasks = [..."abcd"].map((name) => follow(name, use(name, gate)));
  yield* sleep(1);
  tasks[0]!.cancel();
  gate.release();
  tasks[1]!.cancel();
  yield* sleep(0);
  log(gate);
  yield* sleep(1);
  tasks[3]!.cancel();
  yield* sleep(1);
  log(gate);
  yield* gate.acquire();
  const alone = follow("alone", gate.acquire());
  yield* sleep(0);
  gate.release();
  alone.cancel();
  log(gate);
  yield* sleep(0);
  log(gate);
}

export function* severalPermitsAtOnce({ follow, log }: Kit): Coroutine<void> {
  const gate = new Semaphore(0);
  const tasks = [..."abcdef"].map((name) => follow(name, gate.acquire()));
  yield* sleep(1);
  for (let i = 0; i < 3; i++) gate.release();
  tasks[0]!.cancel();
  tasks[2]!.cancel();
  tasks[3]!.cancel();
  follow("late", gate.acquire());
  yield* sleep(1);
  log(gate);
  for (let i = 0; i < 3; i++) gate.release();
  log(gate);
  yield* sleep(1);
  log(gate);
}

export function* releasedWhileACancelledWaiterIsInLine({ follow, log, use }: Kit): Coroutine<void> {
  const gate = new Semaphore(1);
  yield* gate.acquire();
  const task = follow("a", use("a", gate));
  yield* sleep(1);
  task.cancel();
  gate.release();
  log(gate, gate.locked());
  follow("b", use("b", gate));
  yield* gate.acquire();
  log("main in", gate);
  yield* sleep(1);
  gate.release();
  yield* sleep(3);
}
