/** Programs with Queue.join. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { Queue } from "../../../runtime/sync/queues.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* joinWaitsForEveryItem({ check, follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>();
  yield* queue.join();
  for (let i = 0; i < 2; i++) queue.putNowait(i);
  for (const name of "ab") follow(name, queue.join());
  yield* sleep(1);
  log(queue.getNowait(), queue.getNowait(), queue);
  queue.taskDone();
  yield* sleep(1);
  queue.taskDone();
  log(queue);
  yield* sleep(1);
  check(() => queue.taskDone());
}

export function* joinerIsCancelled({ follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>();
  queue.putNowait(1);
  const tasks = [..."ab"].map((name) => follow(name, queue.join()));
  yield* sleep(1);
  tasks[0]!.cancel();
  queue.taskDone();
  queue.putNowait(2);
  follow("late", queue.join());
  yield* sleep(1);
  log(queue);
  queue.taskDone();
  yield* sleep(1);
}
