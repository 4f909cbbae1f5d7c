/** Programs with semaphores. */
import { BoundedSemaphore, Semaphore } from "../../runtime/sync/locks.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const semaphores: Program[] = [
  [
    "lets as many in as it has permits",
    `
    gate = Semaphore(2)
    for i in range(5): follow(str(i), use(i, gate, 1 + i / 2))
    await sleep(0.5)
    log(gate, gate.locked())
    await sleep(9)
    log(gate, gate.locked())
    `,
    function* ({ follow, log, use }) {
      const gate = new Semaphore(2);
      for (let i = 0; i < 5; i++) follow(String(i), use(String(i), gate, 1 + i / 2));
      yield* sleep(0.5);
      log(gate, gate.locked());
      yield* sleep(9);
      log(gate, gate.locked());
    },
  ],
  [
    "has no less than no permits, and bounded no more than at first",
    `
    check(lambda: Semaphore(-1))
    check(lambda: BoundedSemaphore(-1))
    gate = BoundedSemaphore(1)
    check(gate.release)
    await gate.acquire()
    log(gate)
    check(gate.release)
    log(gate)
    free = Semaphore(0)
    log(free)
    free.release()
    log(free)
    `,
    function* ({ check, log }) {
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
    },
  ],
  [
    "nobody overtakes who was given the permit",
    `
    gate = Semaphore(1)
    await gate.acquire()
    follow("waits", use("waits", gate))
    await sleep(0)
    gate.release()
    log(gate, gate.locked())
    await use("late", gate)
    `,
    function* ({ follow, log, use }) {
      const gate = new Semaphore(1);
      yield* gate.acquire();
      follow("waits", use("waits", gate));
      yield* sleep(0);
      gate.release();
      log(gate, gate.locked());
      yield* use("late", gate);
    },
  ],
  [
    "a waiter is cancelled: before its permit, just after it, with and without others",
    `
    gate = Semaphore(1)
    await gate.acquire()
    tasks = [follow(name, use(name, gate)) for name in "abcd"]
    await sleep(1)
    tasks[0].cancel()
    gate.release()
    tasks[1].cancel()
    await sleep(0)
    log(gate)
    await sleep(1)
    tasks[3].cancel()
    await sleep(1)
    log(gate)
    await gate.acquire()
    alone = follow("alone", gate.acquire())
    await sleep(0)
    gate.release()
    alone.cancel()
    log(gate)
    await sleep(0)
    log(gate)
    `,
    function* ({ follow, log, use }) {
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
    },
  ],
  [
    "several permits at once for several waiters, some cancelled",
    `
    gate = Semaphore(0)
    tasks = [follow(name, gate.acquire()) for name in "abcdef"]
    await sleep(1)
    for _ in range(3): gate.release()
    tasks[0].cancel()
    tasks[2].cancel()
    tasks[3].cancel()
    late = follow("late", gate.acquire())
    await sleep(1)
    log(gate)
    for _ in range(3): gate.release()
    log(gate)
    await sleep(1)
    log(gate)
    `,
    function* ({ follow, log }) {
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
    },
  ],
  [
    "a permit comes free while a cancelled waiter is still in line",
    `
    gate = Semaphore(1)
    await gate.acquire()
    task = follow("a", use("a", gate))
    await sleep(1)
    task.cancel()
    gate.release()
    log(gate, gate.locked())
    follow("b", use("b", gate))
    await gate.acquire()
    log("main in", gate)
    await sleep(1)
    gate.release()
    await sleep(3)
    `,
    function* ({ follow, log, use }) {
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
    },
  ],
];
