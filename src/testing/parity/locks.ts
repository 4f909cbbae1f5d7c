/** Programs with locks. */
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import { Lock } from "../../runtime/sync/locks.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const locks: Program[] = [
  [
    "hands over in order of coming",
    `
    lock = Lock()
    for name in "abc": follow(name, use(name, lock))
    await sleep(0.5)
    log(lock, lock.locked())
    await sleep(5)
    log(lock, lock.locked())
    `,
    function* ({ follow, log, use }) {
      const lock = new Lock();
      for (const name of "abc") follow(name, use(name, lock));
      yield* sleep(0.5);
      log(lock, lock.locked());
      yield* sleep(5);
      log(lock, lock.locked());
    },
  ],
  [
    "nobody overtakes who was woken",
    `
    lock = Lock()
    await lock.acquire()
    follow("waits", use("waits", lock))
    await sleep(0)
    lock.release()
    log(lock)
    await use("late", lock, 0)
    log(lock)
    `,
    function* ({ follow, log, use }) {
      const lock = new Lock();
      yield* lock.acquire();
      follow("waits", use("waits", lock));
      yield* sleep(0);
      lock.release();
      log(lock);
      yield* use("late", lock, 0);
      log(lock);
    },
  ],
  [
    "a waiter is cancelled: the next in line is served",
    `
    lock = Lock()
    tasks = [follow(name, use(name, lock)) for name in "abcd"]
    await sleep(0.5)
    tasks[1].cancel("enough")
    log(lock)
    await sleep(0)
    log(lock)
    await sleep(9)
    `,
    function* ({ follow, log, use }) {
      const lock = new Lock();
      const tasks = [..."abcd"].map((name) => follow(name, use(name, lock)));
      yield* sleep(0.5);
      tasks[1]!.cancel("enough");
      log(lock);
      yield* sleep(0);
      log(lock);
      yield* sleep(9);
    },
  ],
  [
    "a waiter is cancelled just after it was woken: it wakes the next",
    `
    lock = Lock()
    await lock.acquire()
    tasks = [follow(name, use(name, lock)) for name in "abc"]
    await sleep(1)
    lock.release()
    tasks[0].cancel()
    await sleep(9)
    log(lock)
    `,
    function* ({ follow, log, use }) {
      const lock = new Lock();
      yield* lock.acquire();
      const tasks = [..."abc"].map((name) => follow(name, use(name, lock)));
      yield* sleep(1);
      lock.release();
      tasks[0]!.cancel();
      yield* sleep(9);
      log(lock);
    },
  ],
  [
    "is cancelled and released in either order, with all waiters cancelled",
    `
    lock = Lock()
    await lock.acquire()
    tasks = [follow(name, use(name, lock)) for name in "abc"]
    await sleep(1)
    for task in tasks: task.cancel()
    lock.release()
    log(lock, await lock.acquire(), lock)
    await sleep(1)
    lock.release()
    log(lock)
    `,
    function* ({ follow, log, use }) {
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
    },
  ],
  [
    "is not released twice",
    `
    lock = Lock()
    check(lock.release)
    await lock.acquire()
    check(lock.release)
    check(lock.release)
    `,
    function* ({ check }) {
      const lock = new Lock();
      const release = () => lock.release();
      check(release);
      yield* lock.acquire();
      check(release);
      check(release);
    },
  ],
  [
    "is released by an error in the body",
    `
    lock = Lock()
    async def fails():
        async with lock:
            await sleep(1)
            raise ValueError("oops")
    follow("fails", fails())
    follow("next", use("next", lock))
    await sleep(5)
    `,
    function* ({ follow, use }) {
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
    },
  ],
  [
    "a lock's owner is cancelled inside",
    `
    lock = Lock()
    tasks = [follow(name, use(name, lock, 3)) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    await sleep(1)
    tasks[1].cancel()
    await sleep(1)
    log(lock)
    `,
    function* ({ follow, log, use }) {
      const lock = new Lock();
      const tasks = [..."ab"].map((name) => follow(name, use(name, lock, 3)));
      yield* sleep(1);
      tasks[0]!.cancel();
      yield* sleep(1);
      tasks[1]!.cancel();
      yield* sleep(1);
      log(lock);
    },
  ],
];
