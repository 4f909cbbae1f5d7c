/** Programs with locks. */
import { withAsync } from "../../runtime/context-manager.ts";
import { Lock } from "../../runtime/locks.ts";
import { sleep } from "../../runtime/sleep.ts";
import { attempt, say, spawn, use, type Program } from "../side-by-side.ts";

export const locks: Program[] = [
  [
    "hands over in order of coming",
    `
    lock = Lock()
    for name in "abc": spawn(name, use(name, lock))
    await sleep(0.5)
    say(lock, lock.locked())
    await sleep(5)
    say(lock, lock.locked())`,
    function* () {
      const lock = new Lock();
      for (const name of "abc") spawn(name, use(name, lock));
      yield* sleep(0.5);
      say(lock, lock.locked());
      yield* sleep(5);
      say(lock, lock.locked());
    },
  ],
  [
    "nobody overtakes who was woken",
    `
    lock = Lock()
    await lock.acquire()
    spawn("waits", use("waits", lock))
    await sleep(0)
    lock.release()
    say(lock)
    await use("late", lock, 0)
    say(lock)`,
    function* () {
      const lock = new Lock();
      yield* lock.acquire();
      spawn("waits", use("waits", lock));
      yield* sleep(0);
      lock.release();
      say(lock);
      yield* use("late", lock, 0);
      say(lock);
    },
  ],
  [
    "a waiter is cancelled: the next in line is served",
    `
    lock = Lock()
    tasks = [spawn(name, use(name, lock)) for name in "abcd"]
    await sleep(0.5)
    tasks[1].cancel("enough")
    say(lock)
    await sleep(0)
    say(lock)
    await sleep(9)`,
    function* () {
      const lock = new Lock();
      const tasks = [..."abcd"].map((name) => spawn(name, use(name, lock)));
      yield* sleep(0.5);
      tasks[1]!.cancel("enough");
      say(lock);
      yield* sleep(0);
      say(lock);
      yield* sleep(9);
    },
  ],
  [
    "a waiter is cancelled just after it was woken: it wakes the next",
    `
    lock = Lock()
    await lock.acquire()
    tasks = [spawn(name, use(name, lock)) for name in "abc"]
    await sleep(1)
    lock.release()
    tasks[0].cancel()
    await sleep(9)
    say(lock)`,
    function* () {
      const lock = new Lock();
      yield* lock.acquire();
      const tasks = [..."abc"].map((name) => spawn(name, use(name, lock)));
      yield* sleep(1);
      lock.release();
      tasks[0]!.cancel();
      yield* sleep(9);
      say(lock);
    },
  ],
  [
    "is cancelled and released in either order, with all waiters cancelled",
    `
    lock = Lock()
    await lock.acquire()
    tasks = [spawn(name, use(name, lock)) for name in "abc"]
    await sleep(1)
    for task in tasks: task.cancel()
    lock.release()
    say(lock, await lock.acquire(), lock)
    await sleep(1)
    lock.release()
    say(lock)`,
    function* () {
      const lock = new Lock();
      yield* lock.acquire();
      const tasks = [..."abc"].map((name) => spawn(name, use(name, lock)));
      yield* sleep(1);
      for (const task of tasks) task.cancel();
      lock.release();
      say(lock, yield* lock.acquire(), lock);
      yield* sleep(1);
      lock.release();
      say(lock);
    },
  ],
  [
    "is not released twice",
    `
    lock = Lock()
    attempt(lock.release)
    await lock.acquire()
    attempt(lock.release)
    attempt(lock.release)`,
    function* () {
      const lock = new Lock();
      const release = () => lock.release();
      attempt(release);
      yield* lock.acquire();
      attempt(release);
      attempt(release);
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
    spawn("fails", fails())
    spawn("next", use("next", lock))
    await sleep(5)`,
    function* () {
      const lock = new Lock();
      spawn(
        "fails",
        withAsync(lock, function* () {
          yield* sleep(1);
          throw Object.assign(new Error("oops"), { name: "ValueError" });
        }),
      );
      spawn("next", use("next", lock));
      yield* sleep(5);
    },
  ],
  [
    "a lock's owner is cancelled inside",
    `
    lock = Lock()
    tasks = [spawn(name, use(name, lock, 3)) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    await sleep(1)
    tasks[1].cancel()
    await sleep(1)
    say(lock)`,
    function* () {
      const lock = new Lock();
      const tasks = [..."ab"].map((name) => spawn(name, use(name, lock, 3)));
      yield* sleep(1);
      tasks[0]!.cancel();
      yield* sleep(1);
      tasks[1]!.cancel();
      yield* sleep(1);
      say(lock);
    },
  ],
];
