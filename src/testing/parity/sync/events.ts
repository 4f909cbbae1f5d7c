/** Programs with events. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { Event } from "../../../runtime/sync/locks.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* setWakesAll({ follow, log }: Kit): Coroutine<void> {
  const event = new Event();
  for (const name of "abc") follow(name, event.wait());
  yield* sleep(1);
  log(event, event.isSet());
  event.set();
  event.set();
  log(event, event.isSet());
  yield* sleep(1);
  log(yield* event.wait(), event);
}

export function* setAndClearedAtOnce({ follow, log }: Kit): Coroutine<void> {
  const event = new Event();
  follow("a", event.wait());
  yield* sleep(0);
  event.set();
  event.clear();
  const late = follow("late", event.wait());
  yield* sleep(1);
  log(event);
  late.cancel();
  yield* sleep(1);
  log(event);
}

export function* waiterIsCancelled({ follow, log }: Kit): Coroutine<void> {
  const event = new Event();
  const tasks = [..."abcd"].map((name) => follow(name, event.wait()));
  yield* sleep(1);
  tasks[1]!.cancel("before");
  event.set();
  tasks[2]!.cancel("after");
  log(event);
  yield* sleep(1);
  log(event);
}
