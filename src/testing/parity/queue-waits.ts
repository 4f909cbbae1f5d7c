/** Programs that wait for a queue. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { Queue } from "../../runtime/sync/queues.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

export const waiting: Program[] = [
  [
    "getters are served in order of coming",
    `
    queue = Queue()
    for name in "abc": follow(name, queue.get())
    await sleep(1)
    log(queue)
    for i in range(4): await queue.put(i)
    log(queue)
    await sleep(1)
    log(queue)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<number>();
      for (const name of "abc") follow(name, queue.get());
      yield* sleep(1);
      log(queue);
      for (let i = 0; i < 4; i++) yield* queue.put(i);
      log(queue);
      yield* sleep(1);
      log(queue);
    },
  ],
  [
    "putters are served in order of coming",
    `
    queue = Queue(1)
    for i in range(4): follow(str(i), queue.put(i))
    await sleep(1)
    for i in range(4):
        log(await queue.get(), queue)
        await sleep(i % 2)
    log(queue)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<number>(1);
      for (let i = 0; i < 4; i++) follow(String(i), queue.put(i));
      yield* sleep(1);
      for (let i = 0; i < 4; i++) {
        log(yield* queue.get(), queue);
        yield* sleep(i % 2);
      }
      log(queue);
    },
  ],
  [
    "who does not wait may take an item from one who was woken for it",
    `
    queue = Queue()
    follow("waits", queue.get())
    await sleep(1)
    queue.put_nowait("first")
    log(queue.get_nowait(), queue)
    await sleep(1)
    log(queue)
    queue.put_nowait("second")
    await sleep(1)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<string>();
      follow("waits", queue.get());
      yield* sleep(1);
      queue.putNowait("first");
      log(queue.getNowait(), queue);
      yield* sleep(1);
      log(queue);
      queue.putNowait("second");
      yield* sleep(1);
    },
  ],
  [
    "a getter is cancelled, before and after it is woken",
    `
    queue = Queue()
    tasks = [follow(name, queue.get()) for name in "abcd"]
    await sleep(1)
    tasks[0].cancel()
    log(queue)
    queue.put_nowait(1)
    log(queue)
    tasks[1].cancel()
    await sleep(0)
    log(queue)
    queue.put_nowait(2)
    await sleep(1)
    log(queue)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<number>();
      const tasks = [..."abcd"].map((name) => follow(name, queue.get()));
      yield* sleep(1);
      tasks[0]!.cancel();
      log(queue);
      queue.putNowait(1);
      log(queue);
      tasks[1]!.cancel();
      yield* sleep(0);
      log(queue);
      queue.putNowait(2);
      yield* sleep(1);
      log(queue);
    },
  ],
  [
    "a putter is cancelled, before and after it is woken",
    `
    queue = Queue(1)
    tasks = [follow(str(i), queue.put(i)) for i in range(5)]
    await sleep(1)
    tasks[1].cancel()
    log(queue.get_nowait(), queue)
    tasks[2].cancel()
    await sleep(1)
    log(queue.get_nowait(), queue)
    await sleep(1)
    log(queue)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<number>(1);
      const tasks = Array.from({ length: 5 }, (_, i) => follow(String(i), queue.put(i)));
      yield* sleep(1);
      tasks[1]!.cancel();
      log(queue.getNowait(), queue);
      tasks[2]!.cancel();
      yield* sleep(1);
      log(queue.getNowait(), queue);
      yield* sleep(1);
      log(queue);
    },
  ],
  [
    "producers and consumers",
    `
    queue = Queue(2)
    async def produce(name):
        for i in range(4):
            await queue.put(f"{name}{i}")
            log("put", name, i)
    async def consume(name):
        while True:
            log(name, "got", await queue.get(), queue.qsize())
            await sleep(0.5)
            queue.task_done()
    consumers = [follow(name, consume(name)) for name in "xyz"]
    for name in "ab": follow(name, produce(name))
    await sleep(0)
    await queue.join()
    log("joined")
    await sleep(1)
    await queue.join()
    for task in consumers: task.cancel()
    await sleep(0)
    log(queue)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<string>(2);
      function* produce(name: string): Coroutine<void> {
        for (let i = 0; i < 4; i++) {
          yield* queue.put(`${name}${i}`);
          log("put", name, i);
        }
      }
      function* consume(name: string): Coroutine<void> {
        while (true) {
          log(name, "got", yield* queue.get(), queue.qsize());
          yield* sleep(0.5);
          queue.taskDone();
        }
      }
      const consumers = [..."xyz"].map((name) => follow(name, consume(name)));
      for (const name of "ab") follow(name, produce(name));
      yield* sleep(0);
      yield* queue.join();
      log("joined");
      yield* sleep(1);
      yield* queue.join();
      for (const task of consumers) task.cancel();
      yield* sleep(0);
      log(queue);
    },
  ],
  [
    "who is cancelled after its item or place was taken by another wakes nobody",
    `
    queue = Queue(1)
    getters = [follow(name, queue.get()) for name in "ab"]
    await sleep(1)
    queue.put_nowait(1)
    log(queue.get_nowait())
    getters[0].cancel()
    await sleep(1)
    log(queue)
    getters[1].cancel()
    putters = [follow(str(i), queue.put(i)) for i in range(3)]
    await sleep(1)
    queue.get_nowait()
    queue.put_nowait("quick")
    putters[1].cancel()
    await sleep(1)
    log(queue)
    `,
    function* ({ follow, log }) {
      const queue = new Queue<number | string>(1);
      const getters = [..."ab"].map((name) => follow(name, queue.get()));
      yield* sleep(1);
      queue.putNowait(1);
      log(queue.getNowait());
      getters[0]!.cancel();
      yield* sleep(1);
      log(queue);
      getters[1]!.cancel();
      const putters = [0, 1, 2].map((i) => follow(String(i), queue.put(i)));
      yield* sleep(1);
      queue.getNowait();
      queue.putNowait("quick");
      putters[1]!.cancel();
      yield* sleep(1);
      log(queue);
    },
  ],
];
