/** Workloads of the runtime's benchmark, with the names and the work of `workloads.py`. */
import { gather, sleep, wait } from "../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { getRunningLoop } from "../../runtime/loop/events.ts";
import { Semaphore } from "../../runtime/sync/locks.ts";
import { Queue } from "../../runtime/sync/queues.ts";
import { createTask } from "../../runtime/tasks/task.ts";

const N = 10_000;

/** Chain of `count` callbacks, each of which schedules the next. */
export function* callSoonChain(count: number): Coroutine<void> {
  const loop = getRunningLoop();
  const done = loop.createFuture<void>();
  let left = count;
  const step = () => void (--left ? loop.callSoon(step) : done.setResult());
  loop.callSoon(step);
  yield* done;
}

export const workloads: Record<string, () => Coroutine<void>> = {
  call_soon_chain: () => callSoonChain(10 * N),

  *sleep_round_robin() {
    function* turn(): Coroutine<void> {
      for (let i = 0; i < N / 100; i++) yield* sleep(0);
    }
    yield* gather(Array.from({ length: 100 }, turn));
  },

  *timers() {
    const loop = getRunningLoop();
    const done = loop.createFuture<void>();
    const now = loop.time();
    for (let i = 0; i < N; i++) loop.callAt(now - i * 1e-9, () => {});
    loop.callAt(now, () => done.setResult());
    yield* done;
  },

  *semaphore_hand_over() {
    const gate = new Semaphore(1);
    function* worker(): Coroutine<void> {
      for (let i = 0; i < N / 10; i++) {
        yield* gate.acquire();
        try {
          yield* sleep(0);
        } finally {
          gate.release();
        }
      }
    }
    yield* gather(Array.from({ length: 10 }, worker));
  },

  *queue_ping_pong() {
    const there = new Queue<number>(1);
    const back = new Queue<number>(1);
    function* echo(): Coroutine<void> {
      for (let i = 0; i < N; i++) yield* back.put(yield* there.get());
    }
    const task = createTask(echo());
    for (let i = 0; i < N; i++) {
      yield* there.put(i);
      yield* back.get();
    }
    yield* task;
  },

  *gather_many() {
    function* nothing(): Coroutine<void> {}
    yield* gather(Array.from({ length: N }, nothing));
  },

  *cancel_many() {
    function* forever(): Coroutine<void> {
      yield* getRunningLoop().createFuture<void>();
    }
    const tasks = Array.from({ length: N }, () => createTask(forever()));
    yield* sleep(0);
    for (const task of tasks) task.cancel();
    yield* wait(tasks);
  },
};
