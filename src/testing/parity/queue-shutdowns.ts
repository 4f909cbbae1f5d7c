/** Programs that shut queues down. */
import { PriorityQueue, Queue } from "../../runtime/sync/queues.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const shutdowns: Program[] = [
  [
    "lets what is there out, and nothing in",
    `
    queue = Queue()
    for i in range(2): queue.put_nowait(i)
    queue.shutdown()
    log(queue)
    check(lambda: queue.put_nowait(2))
    follow("put", queue.put(2))
    for name in "abc": follow(name, queue.get())
    await sleep(1)
    check(queue.get_nowait)
    queue.shutdown()
    for _ in range(3): check(queue.task_done)
    log(queue)
    `,
    function* ({ check, follow, log }) {
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
    },
  ],
  [
    "at once: empties it, and ends every join",
    `
    queue = Queue()
    for i in range(3): queue.put_nowait(i)
    follow("join", queue.join())
    await sleep(1)
    log(await queue.get())
    queue.shutdown(immediate=True)
    log(queue)
    check(queue.get_nowait)
    await sleep(1)
    queue.task_done()
    await sleep(1)
    await queue.join()
    log(queue)
    `,
    function* ({ check, follow, log }) {
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
    },
  ],
  [
    "wakes all who wait to get, one of them cancelled",
    `
    queue = Queue()
    tasks = [follow(name, queue.get()) for name in "abc"]
    await sleep(1)
    tasks[1].cancel()
    queue.shutdown()
    log(queue)
    await sleep(1)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<number>();
      const tasks = [..."abc"].map((name) => follow(name, queue.get()));
      yield* sleep(1);
      tasks[1]!.cancel();
      queue.shutdown();
      log(queue);
      yield* sleep(1);
    },
  ],
  [
    "wakes all who wait to put, whether it is emptied or not",
    `
    for immediate in (False, True):
        queue = Queue(1)
        tasks = [follow(str(i), queue.put(i)) for i in range(4)]
        await sleep(1)
        queue.shutdown(immediate)
        tasks[2].cancel()
        log(queue)
        await sleep(1)
        log(queue)
    `,
    function* ({ follow, log }) {
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
    },
  ],
  [
    "comes between a getter's wake-up and its run",
    `
    queue = PriorityQueue()
    for name in "ab": follow(name, queue.get())
    await sleep(1)
    queue.put_nowait(1)
    queue.shutdown(immediate=True)
    await sleep(1)
    log(queue)
    `,
    function* ({ follow, log }) {
      const queue = new PriorityQueue<number>();
      for (const name of "ab") follow(name, queue.get());
      yield* sleep(1);
      queue.putNowait(1);
      queue.shutdown(true);
      yield* sleep(1);
      log(queue);
    },
  ],
];
