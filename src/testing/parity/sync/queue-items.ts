/** Programs about the order and number of the items in a queue. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { LifoQueue, PriorityQueue, Queue } from "../../../runtime/sync/queues.ts";
import type { Kit } from "../kit.ts";

export function* fifoFullAndEmpty({ check, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>(2);
  log(queue, queue.qsize(), queue.empty(), queue.full(), queue.maxsize);
  check(() => queue.getNowait());
  for (let i = 0; i < 3; i++) check(() => queue.putNowait(i));
  log(queue, queue.qsize(), queue.empty(), queue.full());
  log(yield* queue.get(), queue.getNowait(), queue);
}

export function* unbounded({ log }: Kit): Coroutine<void> {
  for (const size of [0, -1]) {
    const queue = new Queue<number>(size);
    for (let i = 0; i < 5; i++) yield* queue.put(i);
    log(queue, queue.full());
  }
}

export function* lifo({ check, log }: Kit): Coroutine<void> {
  const queue = new LifoQueue<number>(3);
  for (let i = 0; i < 3; i++) queue.putNowait(i);
  check(() => queue.putNowait(3));
  log(queue);
  const got: number[] = [];
  for (let i = 0; i < 3; i++) got.push(yield* queue.get());
  log(got, queue);
}

export function* lowestFirst({ log }: Kit): Coroutine<void> {
  const queue = new PriorityQueue<number>();
  for (const i of [5, 3, 8, 1, 9, 2, 10, 7]) queue.putNowait(i);
  log(queue);
  log(
    Array.from({ length: 8 }, () => queue.getNowait()),
    queue,
  );
}

export function* tuples({ log }: Kit): Coroutine<void> {
  const queue = new PriorityQueue<(number | string)[]>();
  for (const item of [[10, "a"], [9, "z"], [10], [9, "b"], [100, "c"], [9, "bb"]]) queue.putNowait(item);
  while (!queue.empty()) log(...queue.getNowait());
}

export function* equalPriorities({ log }: Kit): Coroutine<void> {
  const queue = new PriorityQueue<{ rank: number; name: number }>(0, (a, b) => a.rank < b.rank);
  const take = (length: number) => Array.from({ length }, () => queue.getNowait().name);
  for (let i = 0; i < 60; i++) queue.putNowait({ rank: (i * 7) % 4, name: i });
  log(take(30));
  for (let i = 60; i < 90; i++) queue.putNowait({ rank: (i * 5) % 3, name: i });
  log(take(60));
}
