/** Programs that wait until the work on all items of a queue is done. */
import { Queue } from "../../runtime/sync/queues.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const joining: Program[] = [
  [
    "join waits for every item's end, and at once for none",
    `
    queue = Queue()
    await queue.join()
    for i in range(2): queue.put_nowait(i)
    for name in "ab": follow(name, queue.join())
    await sleep(1)
    log(queue.get_nowait(), queue.get_nowait(), queue)
    queue.task_done()
    await sleep(1)
    queue.task_done()
    log(queue)
    await sleep(1)
    check(queue.task_done)
    `,
    function* ({ check, follow, log }) {
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
    },
  ],
  [
    "a joiner is cancelled; a new item does not hold up who was woken",
    `
    queue = Queue()
    queue.put_nowait(1)
    tasks = [follow(name, queue.join()) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    queue.task_done()
    queue.put_nowait(2)
    follow("late", queue.join())
    await sleep(1)
    log(queue)
    queue.task_done()
    await sleep(1)
    `,
    function* ({ follow, log }) {
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
    },
  ],
];
