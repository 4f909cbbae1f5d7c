/** Programs with barriers. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { Barrier } from "../../runtime/sync/locks.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const barriers: Program[] = [
  [
    "trips when all are there, again and again",
    `
    barrier = Barrier(3)
    async def comes(name, delay):
        for _ in range(2):
            await sleep(delay)
            log(name, "comes", barrier, barrier.n_waiting)
            log(name, "is", await barrier.wait(), barrier)
    for i, name in enumerate("abc"): follow(name, comes(name, i))
    await sleep(9)
    log(barrier, barrier.parties, barrier.broken)
    `,
    function* ({ follow, log }) {
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
    },
  ],
  [
    "has a party at least",
    `
    check(lambda: Barrier(0))
    log(await Barrier(1).wait())
    `,
    function* ({ check, log }) {
      check(() => new Barrier(0));
      log(yield* new Barrier(1).wait());
    },
  ],
  [
    "who comes while it drains waits for the next round",
    `
    barrier = Barrier(2)
    for i in range(5): follow(str(i), use(i, barrier, i))
    await sleep(0)
    log(barrier)
    await sleep(9)
    log(barrier)
    await use("last", barrier)
    log(barrier)
    `,
    function* ({ follow, log, use }) {
      const barrier = new Barrier(2);
      for (let i = 0; i < 5; i++) follow(String(i), use(String(i), barrier, i));
      yield* sleep(0);
      log(barrier);
      yield* sleep(9);
      log(barrier);
      yield* use("last", barrier);
      log(barrier);
    },
  ],
  [
    "abort fails those who wait and all who come, until a reset",
    `
    barrier = Barrier(3)
    for name in "ab": follow(name, barrier.wait())
    await sleep(1)
    await barrier.abort()
    log(barrier, barrier.broken)
    follow("c", barrier.wait())
    await sleep(1)
    await barrier.reset()
    log(barrier, barrier.broken)
    for name in "xyz": follow(name, barrier.wait())
    await sleep(1)
    `,
    function* ({ follow, log }) {
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
    },
  ],
  [
    "reset fails those who wait; who comes meanwhile belongs to the next round",
    `
    barrier = Barrier(3)
    for name in "ab": follow(name, barrier.wait())
    await sleep(1)
    follow("reset", barrier.reset())
    for name in "xy": follow(name, barrier.wait())
    await sleep(0)
    log(barrier)
    await sleep(1)
    log(barrier)
    log(await barrier.wait())
    await sleep(1)
    await barrier.reset()
    log(barrier)
    `,
    function* ({ follow, log }) {
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
    },
  ],
  [
    "a waiter is cancelled: while it fills, and while it drains",
    `
    barrier = Barrier(3)
    tasks = [follow(name, barrier.wait()) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    await sleep(1)
    log(barrier)
    follow("c", barrier.wait())
    follow("d", barrier.wait())
    await sleep(0)
    tasks[1].cancel()
    follow("e", barrier.wait())
    await sleep(1)
    log(barrier)
    `,
    function* ({ follow, log }) {
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
    },
  ],
];
