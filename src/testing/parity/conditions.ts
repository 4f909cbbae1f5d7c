/** Programs with conditions. */
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import { Condition, Lock } from "../../runtime/sync/locks.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const conditions: Program[] = [
  [
    "notify(n) wakes the first n, one after the other",
    `
    condition = Condition()
    async def waits(name):
        async with condition:
            await condition.wait()
            log(name, "woken", condition)
            await sleep(0.1)
    for name in "abcde": follow(name, waits(name))
    await sleep(1)
    for n in (0, 1, 2):
        async with condition:
            condition.notify(n)
            log(condition)
        await sleep(1)
    async with condition: condition.notify_all()
    await sleep(1)
    log(condition)
    `,
    function* ({ follow, log }) {
      const condition = new Condition();
      const waits = (name: string) =>
        withAsync(condition, function* () {
          yield* condition.wait();
          log(name, "woken", condition);
          yield* sleep(0.1);
        });
      for (const name of "abcde") follow(name, waits(name));
      yield* sleep(1);
      for (const n of [0, 1, 2]) {
        yield* withAsync(condition, function* () {
          condition.notify(n);
          log(condition);
        });
        yield* sleep(1);
      }
      yield* withAsync(condition, function* () {
        condition.notifyAll();
      });
      yield* sleep(1);
      log(condition);
    },
  ],
  [
    "needs its lock",
    `
    condition = Condition()
    check(condition.notify)
    check(condition.notify_all)
    check(condition.release)
    follow("waits", condition.wait())
    await sleep(0)
    await condition.acquire()
    check(condition.notify)
    log(condition.locked(), condition)
    check(condition.release)
    `,
    function* ({ check, follow, log }) {
      const condition = new Condition();
      check(() => condition.notify());
      check(() => condition.notifyAll());
      check(() => condition.release());
      follow("waits", condition.wait());
      yield* sleep(0);
      yield* condition.acquire();
      check(() => condition.notify());
      log(condition.locked(), condition);
      check(() => condition.release());
    },
  ],
  [
    "waitFor asks at once, and after each notification",
    `
    condition = Condition()
    items = []
    async def waits(name, n):
        async with condition:
            return await condition.wait_for(lambda: len(items) >= n and f"{name} has {len(items)}")
    for n in (0, 2, 1): follow(str(n), waits(n, n))
    for i in range(3):
        await sleep(1)
        async with condition:
            items.append(i)
            condition.notify_all()
    `,
    function* ({ follow }) {
      const condition = new Condition();
      const items: number[] = [];
      const waits = (name: number, n: number) =>
        withAsync(condition, () =>
          condition.waitFor(() => items.length >= n && `${name} has ${items.length}`),
        );
      for (const n of [0, 2, 1]) follow(String(n), waits(n, n));
      for (let i = 0; i < 3; i++) {
        yield* sleep(1);
        yield* withAsync(condition, function* () {
          items.push(i);
          condition.notifyAll();
        });
      }
    },
  ],
  [
    "a waiter is cancelled: it has the lock again when it ends",
    `
    condition = Condition()
    async def waits():
        async with condition:
            try:
                await condition.wait()
            finally:
                log("cleans", condition)
    task = follow("waits", waits())
    await sleep(1)
    follow("holds", use("holds", condition))
    await sleep(0)
    task.cancel("first")
    await sleep(0.5)
    log(task.done(), condition)
    task.cancel("second")
    await sleep(2)
    log(task.done(), condition)
    `,
    function* ({ follow, log, use }) {
      const condition = new Condition();
      const waits = () =>
        withAsync(condition, function* () {
          try {
            yield* condition.wait();
          } finally {
            log("cleans", condition);
          }
        });
      const task = follow("waits", waits());
      yield* sleep(1);
      follow("holds", use("holds", condition));
      yield* sleep(0);
      task.cancel("first");
      yield* sleep(0.5);
      log(task.done(), condition);
      task.cancel("second");
      yield* sleep(2);
      log(task.done(), condition);
    },
  ],
  [
    "who is notified and then cancelled passes the notification on",
    `
    condition = Condition()
    async def waits():
        async with condition:
            return await condition.wait()
    tasks = [follow(name, waits()) for name in "abc"]
    await sleep(1)
    async with condition:
        condition.notify()
        tasks[0].cancel()
    await sleep(1)
    log(condition)
    async with condition:
        condition.notify()
        await sleep(1)
        tasks[2].cancel()
    await sleep(1)
    log(condition)
    `,
    function* ({ follow, log }) {
      const condition = new Condition();
      const waits = () => withAsync(condition, () => condition.wait());
      const tasks = [..."abc"].map((name) => follow(name, waits()));
      yield* sleep(1);
      yield* withAsync(condition, function* () {
        condition.notify();
        tasks[0]!.cancel();
      });
      yield* sleep(1);
      log(condition);
      yield* withAsync(condition, function* () {
        condition.notify();
        yield* sleep(1);
        tasks[2]!.cancel();
      });
      yield* sleep(1);
      log(condition);
    },
  ],
  [
    "two over one lock",
    `
    lock = Lock()
    full, empty = Condition(lock), Condition(lock)
    async def waits(name, condition):
        async with condition:
            await condition.wait()
            log(name, lock, full, empty)
    follow("full", waits("full", full))
    follow("empty", waits("empty", empty))
    await sleep(1)
    async with lock:
        empty.notify()
        await sleep(1)
        full.notify()
    await sleep(1)
    `,
    function* ({ follow, log }) {
      const lock = new Lock();
      const [full, empty] = [new Condition(lock), new Condition(lock)];
      const waits = (name: string, condition: Condition) =>
        withAsync(condition, function* () {
          yield* condition.wait();
          log(name, lock, full, empty);
        });
      follow("full", waits("full", full));
      follow("empty", waits("empty", empty));
      yield* sleep(1);
      yield* withAsync(lock, function* () {
        empty.notify();
        yield* sleep(1);
        full.notify();
      });
      yield* sleep(1);
    },
  ],
  [
    "who is notified already does not count",
    `
    condition = Condition()
    async def waits():
        async with condition:
            return await condition.wait()
    tasks = [follow(name, waits()) for name in "abcd"]
    await sleep(1)
    async with condition:
        tasks[1].cancel()
        condition.notify()
        condition.notify()
    await sleep(1)
    log(condition)
    `,
    function* ({ follow, log }) {
      const condition = new Condition();
      const waits = () => withAsync(condition, () => condition.wait());
      const tasks = [..."abcd"].map((name) => follow(name, waits()));
      yield* sleep(1);
      yield* withAsync(condition, function* () {
        tasks[1]!.cancel();
        condition.notify();
        condition.notify();
      });
      yield* sleep(1);
      log(condition);
    },
  ],
  [
    "a waiter is cancelled again and again while it takes the lock back: the last message counts",
    `
    condition = Condition()
    async def waits():
        async with condition:
            await condition.wait()
    task = follow("waits", waits())
    await sleep(1)
    follow("holds", use("holds", condition, 3))
    await sleep(0)
    for message in ("first", "second", "third"):
        task.cancel(message)
        await sleep(0.5)
        log(task.done(), condition)
    await sleep(5)
    log(task.cancelling(), condition)
    `,
    function* ({ follow, log, use }) {
      const condition = new Condition();
      const waits = () => withAsync(condition, () => condition.wait());
      const task = follow("waits", waits());
      yield* sleep(1);
      follow("holds", use("holds", condition, 3));
      yield* sleep(0);
      for (const message of ["first", "second", "third"]) {
        task.cancel(message);
        yield* sleep(0.5);
        log(task.done(), condition);
      }
      yield* sleep(5);
      log(task.cancelling(), condition);
    },
  ],
];
