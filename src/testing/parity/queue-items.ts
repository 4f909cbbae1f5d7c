/** Programs about the order and number of the items in a queue. */
import { LifoQueue, PriorityQueue, Queue } from "../../runtime/sync/queues.ts";
import type { Program } from "./parity.ts";

export const items: Program[] = [
  [
    "first in, first out; full and empty",
    `
    queue = Queue(2)
    log(queue, queue.qsize(), queue.empty(), queue.full(), queue.maxsize)
    check(queue.get_nowait)
    for i in range(3): check(lambda: queue.put_nowait(i))
    log(queue, queue.qsize(), queue.empty(), queue.full())
    log(await queue.get(), queue.get_nowait(), queue)
    `,
    function* ({ check, log }) {
      const queue = new Queue<number>(2);
      log(queue, queue.qsize(), queue.empty(), queue.full(), queue.maxsize);
      check(() => queue.getNowait());
      for (let i = 0; i < 3; i++) check(() => queue.putNowait(i));
      log(queue, queue.qsize(), queue.empty(), queue.full());
      log(yield* queue.get(), queue.getNowait(), queue);
    },
  ],
  [
    "no bound for a size of nothing or less",
    `
    for size in (0, -1):
        queue = Queue(size)
        for i in range(5): await queue.put(i)
        log(queue, queue.full())
    `,
    function* ({ log }) {
      for (const size of [0, -1]) {
        const queue = new Queue<number>(size);
        for (let i = 0; i < 5; i++) yield* queue.put(i);
        log(queue, queue.full());
      }
    },
  ],
  [
    "last in, first out",
    `
    queue = LifoQueue(3)
    for i in range(3): queue.put_nowait(i)
    check(lambda: queue.put_nowait(3))
    log(queue)
    log([await queue.get() for _ in range(3)], queue)
    `,
    function* ({ check, log }) {
      const queue = new LifoQueue<number>(3);
      for (let i = 0; i < 3; i++) queue.putNowait(i);
      check(() => queue.putNowait(3));
      log(queue);
      const got: number[] = [];
      for (let i = 0; i < 3; i++) got.push(yield* queue.get());
      log(got, queue);
    },
  ],
  [
    "the lowest first",
    `
    queue = PriorityQueue()
    for i in (5, 3, 8, 1, 9, 2, 10, 7): queue.put_nowait(i)
    log(queue)
    log([queue.get_nowait() for _ in range(8)], queue)
    `,
    function* ({ log }) {
      const queue = new PriorityQueue<number>();
      for (const i of [5, 3, 8, 1, 9, 2, 10, 7]) queue.putNowait(i);
      log(queue);
      log(
        Array.from({ length: 8 }, () => queue.getNowait()),
        queue,
      );
    },
  ],
  [
    "tuples by their first, then by the others",
    `
    queue = PriorityQueue()
    for item in ((10, "a"), (9, "z"), (10,), (9, "b"), (100, "c"), (9, "bb")): queue.put_nowait(item)
    while not queue.empty(): log(*queue.get_nowait())
    `,
    function* ({ log }) {
      const queue = new PriorityQueue<(number | string)[]>();
      for (const item of [[10, "a"], [9, "z"], [10], [9, "b"], [100, "c"], [9, "bb"]]) queue.putNowait(item);
      while (!queue.empty()) log(...queue.getNowait());
    },
  ],
  [
    "equal ranks in the order of the heap",
    `
    class Item:
        def __init__(self, rank, name): self.rank, self.name = rank, name
        def __lt__(self, other): return self.rank < other.rank
    queue = PriorityQueue()
    for i in range(60): queue.put_nowait(Item(i * 7 % 4, i))
    log([queue.get_nowait().name for _ in range(30)])
    for i in range(60, 90): queue.put_nowait(Item(i * 5 % 3, i))
    log([queue.get_nowait().name for _ in range(60)])
    `,
    function* ({ log }) {
      const queue = new PriorityQueue<{ rank: number; name: number }>(0, (a, b) => a.rank < b.rank);
      const take = (length: number) => Array.from({ length }, () => queue.getNowait().name);
      for (let i = 0; i < 60; i++) queue.putNowait({ rank: (i * 7) % 4, name: i });
      log(take(30));
      for (let i = 60; i < 90; i++) queue.putNowait({ rank: (i * 5) % 3, name: i });
      log(take(60));
    },
  ],
];
