/** Programs with barriers. */
import type { Coroutine } from "../../runtime/coroutine.ts";
import { Barrier } from "../../runtime/locks.ts";
import { sleep } from "../../runtime/sleep.ts";
import { attempt, say, spawn, use, type Program } from "../side-by-side.ts";

export const barriers: Program[] = [
  [
    "trips when all are there, again and again",
    `
    barrier = Barrier(3)
    async def comes(name, delay):
        for _ in range(2):
            await sleep(delay)
            say(name, "comes", barrier, barrier.n_waiting)
            say(name, "is", await barrier.wait(), barrier)
    for i, name in enumerate("abc"): spawn(name, comes(name, i))
    await sleep(9)
    say(barrier, barrier.parties, barrier.broken)`,
    function* () {
      const barrier = new Barrier(3);
      function* comes(name: string, delay: number): Coroutine<void> {
        for (let i = 0; i < 2; i++) {
          yield* sleep(delay);
          say(name, "comes", barrier, barrier.nWaiting);
          say(name, "is", yield* barrier.wait(), barrier);
        }
      }
      [..."abc"].forEach((name, i) => spawn(name, comes(name, i)));
      yield* sleep(9);
      say(barrier, barrier.parties, barrier.broken);
    },
  ],
  [
    "has a party at least",
    `
    attempt(lambda: Barrier(0))
    say(await Barrier(1).wait())`,
    function* () {
      attempt(() => new Barrier(0));
      say(yield* new Barrier(1).wait());
    },
  ],
  [
    "who comes while it drains waits for the next round",
    `
    barrier = Barrier(2)
    for i in range(5): spawn(str(i), use(i, barrier, i))
    await sleep(0)
    say(barrier)
    await sleep(9)
    say(barrier)
    await use("last", barrier)
    say(barrier)`,
    function* () {
      const barrier = new Barrier(2);
      for (let i = 0; i < 5; i++) spawn(String(i), use(String(i), barrier, i));
      yield* sleep(0);
      say(barrier);
      yield* sleep(9);
      say(barrier);
      yield* use("last", barrier);
      say(barrier);
    },
  ],
  [
    "abort fails those who wait and all who come, until a reset",
    `
    barrier = Barrier(3)
    for name in "ab": spawn(name, barrier.wait())
    await sleep(1)
    await barrier.abort()
    say(barrier, barrier.broken)
    spawn("c", barrier.wait())
    await sleep(1)
    await barrier.reset()
    say(barrier, barrier.broken)
    for name in "xyz": spawn(name, barrier.wait())
    await sleep(1)`,
    function* () {
      const barrier = new Barrier(3);
      for (const name of "ab") spawn(name, barrier.wait());
      yield* sleep(1);
      yield* barrier.abort();
      say(barrier, barrier.broken);
      spawn("c", barrier.wait());
      yield* sleep(1);
      yield* barrier.reset();
      say(barrier, barrier.broken);
      for (const name of "xyz") spawn(name, barrier.wait());
      yield* sleep(1);
    },
  ],
  [
    "reset fails those who wait; who comes meanwhile belongs to the next round",
    `
    barrier = Barrier(3)
    for name in "ab": spawn(name, barrier.wait())
    await sleep(1)
    spawn("reset", barrier.reset())
    for name in "xy": spawn(name, barrier.wait())
    await sleep(0)
    say(barrier)
    await sleep(1)
    say(barrier)
    say(await barrier.wait())
    await sleep(1)
    await barrier.reset()
    say(barrier)`,
    function* () {
      const barrier = new Barrier(3);
      for (const name of "ab") spawn(name, barrier.wait());
      yield* sleep(1);
      spawn("reset", barrier.reset());
      for (const name of "xy") spawn(name, barrier.wait());
      yield* sleep(0);
      say(barrier);
      yield* sleep(1);
      say(barrier);
      say(yield* barrier.wait());
      yield* sleep(1);
      yield* barrier.reset();
      say(barrier);
    },
  ],
  [
    "a waiter is cancelled: while it fills, and while it drains",
    `
    barrier = Barrier(3)
    tasks = [spawn(name, barrier.wait()) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    await sleep(1)
    say(barrier)
    spawn("c", barrier.wait())
    spawn("d", barrier.wait())
    await sleep(0)
    tasks[1].cancel()
    spawn("e", barrier.wait())
    await sleep(1)
    say(barrier)`,
    function* () {
      const barrier = new Barrier(3);
      const tasks = [..."ab"].map((name) => spawn(name, barrier.wait()));
      yield* sleep(1);
      tasks[0]!.cancel();
      yield* sleep(1);
      say(barrier);
      spawn("c", barrier.wait());
      spawn("d", barrier.wait());
      yield* sleep(0);
      tasks[1]!.cancel();
      spawn("e", barrier.wait());
      yield* sleep(1);
      say(barrier);
    },
  ],
];
