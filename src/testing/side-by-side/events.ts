/** Programs with events. */
import { Event } from "../../runtime/locks.ts";
import { sleep } from "../../runtime/sleep.ts";
import { say, spawn, type Program } from "../side-by-side.ts";

export const events: Program[] = [
  [
    "wakes all, and holds up nobody while set",
    `
    event = Event()
    for name in "abc": spawn(name, event.wait())
    await sleep(1)
    say(event, event.is_set())
    event.set()
    event.set()
    say(event, event.is_set())
    await sleep(1)
    say(await event.wait(), event)`,
    function* () {
      const event = new Event();
      for (const name of "abc") spawn(name, event.wait());
      yield* sleep(1);
      say(event, event.isSet());
      event.set();
      event.set();
      say(event, event.isSet());
      yield* sleep(1);
      say(yield* event.wait(), event);
    },
  ],
  [
    "set and cleared at once still wakes who waited",
    `
    event = Event()
    spawn("a", event.wait())
    await sleep(0)
    event.set()
    event.clear()
    late = spawn("late", event.wait())
    await sleep(1)
    say(event)
    late.cancel()
    await sleep(1)
    say(event)`,
    function* () {
      const event = new Event();
      spawn("a", event.wait());
      yield* sleep(0);
      event.set();
      event.clear();
      const late = spawn("late", event.wait());
      yield* sleep(1);
      say(event);
      late.cancel();
      yield* sleep(1);
      say(event);
    },
  ],
  [
    "a waiter is cancelled before and after it is woken",
    `
    event = Event()
    tasks = [spawn(name, event.wait()) for name in "abcd"]
    await sleep(1)
    tasks[1].cancel("before")
    event.set()
    tasks[2].cancel("after")
    say(event)
    await sleep(1)
    say(event)`,
    function* () {
      const event = new Event();
      const tasks = [..."abcd"].map((name) => spawn(name, event.wait()));
      yield* sleep(1);
      tasks[1]!.cancel("before");
      event.set();
      tasks[2]!.cancel("after");
      say(event);
      yield* sleep(1);
      say(event);
    },
  ],
];
