/** Programs with events. */
import { Event } from "../../runtime/sync/locks.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const events: Program[] = [
  [
    "wakes all, and holds up nobody while set",
    `
    event = Event()
    for name in "abc": follow(name, event.wait())
    await sleep(1)
    log(event, event.is_set())
    event.set()
    event.set()
    log(event, event.is_set())
    await sleep(1)
    log(await event.wait(), event)
    `,
    function* ({ follow, log }) {
      const event = new Event();
      for (const name of "abc") follow(name, event.wait());
      yield* sleep(1);
      log(event, event.isSet());
      event.set();
      event.set();
      log(event, event.isSet());
      yield* sleep(1);
      log(yield* event.wait(), event);
    },
  ],
  [
    "set and cleared at once still wakes who waited",
    `
    event = Event()
    follow("a", event.wait())
    await sleep(0)
    event.set()
    event.clear()
    late = follow("late", event.wait())
    await sleep(1)
    log(event)
    late.cancel()
    await sleep(1)
    log(event)
    `,
    function* ({ follow, log }) {
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
    },
  ],
  [
    "a waiter is cancelled before and after it is woken",
    `
    event = Event()
    tasks = [follow(name, event.wait()) for name in "abcd"]
    await sleep(1)
    tasks[1].cancel("before")
    event.set()
    tasks[2].cancel("after")
    log(event)
    await sleep(1)
    log(event)
    `,
    function* ({ follow, log }) {
      const event = new Event();
      const tasks = [..."abcd"].map((name) => follow(name, event.wait()));
      yield* sleep(1);
      tasks[1]!.cancel("before");
      event.set();
      tasks[2]!.cancel("after");
      log(event);
      yield* sleep(1);
      log(event);
    },
  ],
];
