/** Programs that shut queues down. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { PriorityQueue, Queue } from "../../../runtime/sync/queues.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* remainingItemsComeOut({ check, follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>();
  for (let i = 0; i < 2; i++) queue.putNowait(i);
  queue.shutdown();
  log(queue);
  check(() => queue.putNowait(2));
  follow("put", queue.put(2));
  for (const name of "abc") follow(name, queue.get());
  yield* sleep(1);
  check(() => queue.getNowait());
  queue.shutdown();
  for (let i = 0; i < 3; i++) check(() => queue.taskDone());
  log(queue);
}

export function* immediate({ check, follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>();
  for (let i = 0; i < 3; i++) queue.putNowait(i);
  follow("join", queue.join());
  yield* sleep(1);
  log(yield* queue.get());
  queue.shutdown(true);
  log(queue);
  check(() => queue.getNowait());
  yield* sleep(1);
  queue.taskDone();
  yield* sleep(1);
  yield* queue.join();
  log(queue);
}

export function* wakesGetters({ follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>();
  const tasks = [..."abc"].map((name) => follow(name, queue.get()));
  yield* sleep(1);
  tasks[1]!.cancel();
  queue.shutdown();
  log(queue);
  yield* sleep(1);
}

export function* wakesPutters({ follow, log }: Kit): Coroutine<void> {
  for (const immediate of [false, true]) {
    const queue = new Queue<number>(1);
    const tasks = Array.from({ length: 4 }, (_, i) => follow(String(i), queue.put(i)));
    yield* sleep(1);
    queue.shutdown(immediate);
    tasks[2]!.cancel();
    log(queue);
    yield* sleep(1);
    log(queue);
  }
}

export function* beforeAWokenGetterRuns({ follow, log }: Kit): Coroutine<void> {
  const queue = new PriorityQueue<number>();
  for (const name of "ab") follow(name, queue.get());
  yield* sleep(1);
  queue.putNowait(1);
  queue.shutdown(true);
  yield* sleep(1);
  log(queue);
}
