/** Programs with conditions. */
import { withAsync } from "../../runtime/context-manager.ts";
import { Condition, Lock } from "../../runtime/locks.ts";
import { sleep } from "../../runtime/sleep.ts";
import { attempt, say, spawn, use, type Program } from "../side-by-side.ts";

export const conditions: Program[] = [
  [
    "notify(n) wakes the first n, one after the other",
    `
    condition = Condition()
    async def waits(name):
        async with condition:
            await condition.wait()
            say(name, "woken", condition)
            await sleep(0.1)
    for name in "abcde": spawn(name, waits(name))
    await sleep(1)
    for n in (0, 1, 2):
        async with condition:
            condition.notify(n)
            say(condition)
        await sleep(1)
    async with condition: condition.notify_all()
    await sleep(1)
    say(condition)`,
    function* () {
      const condition = new Condition();
      const waits = (name: string) =>
        withAsync(condition, function* () {
          yield* condition.wait();
          say(name, "woken", condition);
          yield* sleep(0.1);
        });
      for (const name of "abcde") spawn(name, waits(name));
      yield* sleep(1);
      for (const n of [0, 1, 2]) {
        yield* withAsync(condition, function* () {
          condition.notify(n);
          say(condition);
        });
        yield* sleep(1);
      }
      yield* withAsync(condition, function* () {
        condition.notifyAll();
      });
      yield* sleep(1);
      say(condition);
    },
  ],
  [
    "needs its lock",
    `
    condition = Condition()
    attempt(condition.notify)
    attempt(condition.notify_all)
    attempt(condition.release)
    spawn("waits", condition.wait())
    await sleep(0)
    await condition.acquire()
    attempt(condition.notify)
    say(condition.locked(), condition)
    attempt(condition.release)`,
    function* () {
      const condition = new Condition();
      attempt(() => condition.notify());
      attempt(() => condition.notifyAll());
      attempt(() => condition.release());
      spawn("waits", condition.wait());
      yield* sleep(0);
      yield* condition.acquire();
      attempt(() => condition.notify());
      say(condition.locked(), condition);
      attempt(() => condition.release());
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
    for n in (0, 2, 1): spawn(str(n), waits(n, n))
    for i in range(3):
        await sleep(1)
        async with condition:
            items.append(i)
            condition.notify_all()`,
    function* () {
      const condition = new Condition();
      const items: number[] = [];
      const waits = (name: number, n: number) =>
        withAsync(condition, () =>
          condition.waitFor(() => items.length >= n && `${name} has ${items.length}`),
        );
      for (const n of [0, 2, 1]) spawn(String(n), waits(n, n));
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
                say("cleans", condition)
    task = spawn("waits", waits())
    await sleep(1)
    spawn("holds", use("holds", condition))
    await sleep(0)
    task.cancel("first")
    await sleep(0.5)
    say(task.done(), condition)
    task.cancel("second")
    await sleep(2)
    say(task.done(), condition)`,
    function* () {
      const condition = new Condition();
      const waits = () =>
        withAsync(condition, function* () {
          try {
            yield* condition.wait();
          } finally {
            say("cleans", condition);
          }
        });
      const task = spawn("waits", waits());
      yield* sleep(1);
      spawn("holds", use("holds", condition));
      yield* sleep(0);
      task.cancel("first");
      yield* sleep(0.5);
      say(task.done(), condition);
      task.cancel("second");
      yield* sleep(2);
      say(task.done(), condition);
    },
  ],
  [
    "who is notified and then cancelled passes the notification on",
    `
    condition = Condition()
    async def waits():
        async with condition:
            return await condition.wait()
    tasks = [spawn(name, waits()) for name in "abc"]
    await sleep(1)
    async with condition:
        condition.notify()
        tasks[0].cancel()
    await sleep(1)
    say(condition)
    async with condition:
        condition.notify()
        await sleep(1)
        tasks[2].cancel()
    await sleep(1)
    say(condition)`,
    function* () {
      const condition = new Condition();
      const waits = () => withAsync(condition, () => condition.wait());
      const tasks = [..."abc"].map((name) => spawn(name, waits()));
      yield* sleep(1);
      yield* withAsync(condition, function* () {
        condition.notify();
        tasks[0]!.cancel();
      });
      yield* sleep(1);
      say(condition);
      yield* withAsync(condition, function* () {
        condition.notify();
        yield* sleep(1);
        tasks[2]!.cancel();
      });
      yield* sleep(1);
      say(condition);
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
            say(name, lock, full, empty)
    spawn("full", waits("full", full))
    spawn("empty", waits("empty", empty))
    await sleep(1)
    async with lock:
        empty.notify()
        await sleep(1)
        full.notify()
    await sleep(1)`,
    function* () {
      const lock = new Lock();
      const [full, empty] = [new Condition(lock), new Condition(lock)];
      const waits = (name: string, condition: Condition) =>
        withAsync(condition, function* () {
          yield* condition.wait();
          say(name, lock, full, empty);
        });
      spawn("full", waits("full", full));
      spawn("empty", waits("empty", empty));
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
    tasks = [spawn(name, waits()) for name in "abcd"]
    await sleep(1)
    async with condition:
        tasks[1].cancel()
        condition.notify()
        condition.notify()
    await sleep(1)
    say(condition)`,
    function* () {
      const condition = new Condition();
      const waits = () => withAsync(condition, () => condition.wait());
      const tasks = [..."abcd"].map((name) => spawn(name, waits()));
      yield* sleep(1);
      yield* withAsync(condition, function* () {
        tasks[1]!.cancel();
        condition.notify();
        condition.notify();
      });
      yield* sleep(1);
      say(condition);
    },
  ],
];
