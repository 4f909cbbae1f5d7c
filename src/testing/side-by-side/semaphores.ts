/** Programs with semaphores. */
import { BoundedSemaphore, Semaphore } from "../../runtime/locks.ts";
import { sleep } from "../../runtime/sleep.ts";
import { attempt, say, spawn, use, type Program } from "../side-by-side.ts";

export const semaphores: Program[] = [
  [
    "lets as many in as it has permits",
    `
    gate = Semaphore(2)
    for i in range(5): spawn(str(i), use(i, gate, 1 + i / 2))
    await sleep(0.5)
    say(gate, gate.locked())
    await sleep(9)
    say(gate, gate.locked())`,
    function* () {
      const gate = new Semaphore(2);
      for (let i = 0; i < 5; i++) spawn(String(i), use(String(i), gate, 1 + i / 2));
      yield* sleep(0.5);
      say(gate, gate.locked());
      yield* sleep(9);
      say(gate, gate.locked());
    },
  ],
  [
    "has no less than no permits, and bounded no more than at first",
    `
    attempt(lambda: Semaphore(-1))
    attempt(lambda: BoundedSemaphore(-1))
    gate = BoundedSemaphore(1)
    attempt(gate.release)
    await gate.acquire()
    say(gate)
    attempt(gate.release)
    say(gate)
    free = Semaphore(0)
    say(free)
    free.release()
    say(free)`,
    function* () {
      attempt(() => new Semaphore(-1));
      attempt(() => new BoundedSemaphore(-1));
      const gate = new BoundedSemaphore(1);
      attempt(() => gate.release());
      yield* gate.acquire();
      say(gate);
      attempt(() => gate.release());
      say(gate);
      const free = new Semaphore(0);
      say(free);
      free.release();
      say(free);
    },
  ],
  [
    "nobody overtakes who was given the permit",
    `
    gate = Semaphore(1)
    await gate.acquire()
    spawn("waits", use("waits", gate))
    await sleep(0)
    gate.release()
    say(gate, gate.locked())
    await use("late", gate)`,
    function* () {
      const gate = new Semaphore(1);
      yield* gate.acquire();
      spawn("waits", use("waits", gate));
      yield* sleep(0);
      gate.release();
      say(gate, gate.locked());
      yield* use("late", gate);
    },
  ],
  [
    "a waiter is cancelled: before its permit, just after it, with and without others",
    `
    gate = Semaphore(1)
    await gate.acquire()
    tasks = [spawn(name, use(name, gate)) for name in "abcd"]
    await sleep(1)
    tasks[0].cancel()
    gate.release()
    tasks[1].cancel()
    await sleep(0)
    say(gate)
    await sleep(1)
    tasks[3].cancel()
    await sleep(1)
    say(gate)
    await gate.acquire()
    alone = spawn("alone", gate.acquire())
    await sleep(0)
    gate.release()
    alone.cancel()
    say(gate)
    await sleep(0)
    say(gate)`,
    function* () {
      const gate = new Semaphore(1);
      yield* gate.acquire();
      const tasks = [..."abcd"].map((name) => spawn(name, use(name, gate)));
      yield* sleep(1);
      tasks[0]!.cancel();
      gate.release();
      tasks[1]!.cancel();
      yield* sleep(0);
      say(gate);
      yield* sleep(1);
      tasks[3]!.cancel();
      yield* sleep(1);
      say(gate);
      yield* gate.acquire();
      const alone = spawn("alone", gate.acquire());
      yield* sleep(0);
      gate.release();
      alone.cancel();
      say(gate);
      yield* sleep(0);
      say(gate);
    },
  ],
  [
    "several permits at once for several waiters, some cancelled",
    `
    gate = Semaphore(0)
    tasks = [spawn(name, gate.acquire()) for name in "abcdef"]
    await sleep(1)
    for _ in range(3): gate.release()
    tasks[0].cancel()
    tasks[2].cancel()
    tasks[3].cancel()
    late = spawn("late", gate.acquire())
    await sleep(1)
    say(gate)
    for _ in range(3): gate.release()
    say(gate)
    await sleep(1)
    say(gate)`,
    function* () {
      const gate = new Semaphore(0);
      const tasks = [..."abcdef"].map((name) => spawn(name, gate.acquire()));
      yield* sleep(1);
      for (let i = 0; i < 3; i++) gate.release();
      tasks[0]!.cancel();
      tasks[2]!.cancel();
      tasks[3]!.cancel();
      spawn("late", gate.acquire());
      yield* sleep(1);
      say(gate);
      for (let i = 0; i < 3; i++) gate.release();
      say(gate);
      yield* sleep(1);
      say(gate);
    },
  ],
  [
    "a permit comes free while a cancelled waiter is still in line",
    `
    gate = Semaphore(1)
    await gate.acquire()
    task = spawn("a", use("a", gate))
    await sleep(1)
    task.cancel()
    gate.release()
    say(gate, gate.locked())
    spawn("b", use("b", gate))
    await gate.acquire()
    say("main in", gate)
    await sleep(1)
    gate.release()
    await sleep(3)`,
    function* () {
      const gate = new Semaphore(1);
      yield* gate.acquire();
      const task = spawn("a", use("a", gate));
      yield* sleep(1);
      task.cancel();
      gate.release();
      say(gate, gate.locked());
      spawn("b", use("b", gate));
      yield* gate.acquire();
      say("main in", gate);
      yield* sleep(1);
      gate.release();
      yield* sleep(3);
    },
  ],
];
