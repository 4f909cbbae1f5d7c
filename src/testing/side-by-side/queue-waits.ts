/** Programs that wait for a queue. */
import type { Coroutine } from "../../runtime/coroutine.ts";
import { Queue } from "../../runtime/queues.ts";
import { sleep } from "../../runtime/sleep.ts";
import { attempt, say, spawn, type Program } from "../side-by-side.ts";

export const waiting: Program[] = [
  [
    "getters are served in order of coming",
    `
    queue = Queue()
    for name in "abc": spawn(name, queue.get())
    await sleep(1)
    say(queue)
    for i in range(4): await queue.put(i)
    say(queue)
    await sleep(1)
    say(queue)`,
    function* () {
      const queue = new Queue<number>();
      for (const name of "abc") spawn(name, queue.get());
      yield* sleep(1);
      say(queue);
      for (let i = 0; i < 4; i++) yield* queue.put(i);
      say(queue);
      yield* sleep(1);
      say(queue);
    },
  ],
  [
    "putters are served in order of coming",
    `
    queue = Queue(1)
    for i in range(4): spawn(str(i), queue.put(i))
    await sleep(1)
    for i in range(4):
        say(await queue.get(), queue)
        await sleep(i % 2)
    say(queue)`,
    function* () {
      const queue = new Queue<number>(1);
      for (let i = 0; i < 4; i++) spawn(String(i), queue.put(i));
      yield* sleep(1);
      for (let i = 0; i < 4; i++) {
        say(yield* queue.get(), queue);
        yield* sleep(i % 2);
      }
      say(queue);
    },
  ],
  [
    "who does not wait may take an item from one who was woken for it",
    `
    queue = Queue()
    spawn("waits", queue.get())
    await sleep(1)
    queue.put_nowait("first")
    say(queue.get_nowait(), queue)
    await sleep(1)
    say(queue)
    queue.put_nowait("second")
    await sleep(1)`,
    function* () {
      const queue = new Queue<string>();
      spawn("waits", queue.get());
      yield* sleep(1);
      queue.putNowait("first");
      say(queue.getNowait(), queue);
      yield* sleep(1);
      say(queue);
      queue.putNowait("second");
      yield* sleep(1);
    },
  ],
  [
    "a getter is cancelled, before and after it is woken",
    `
    queue = Queue()
    tasks = [spawn(name, queue.get()) for name in "abcd"]
    await sleep(1)
    tasks[0].cancel()
    say(queue)
    queue.put_nowait(1)
    say(queue)
    tasks[1].cancel()
    await sleep(0)
    say(queue)
    queue.put_nowait(2)
    await sleep(1)
    say(queue)`,
    function* () {
      const queue = new Queue<number>();
      const tasks = [..."abcd"].map((name) => spawn(name, queue.get()));
      yield* sleep(1);
      tasks[0]!.cancel();
      say(queue);
      queue.putNowait(1);
      say(queue);
      tasks[1]!.cancel();
      yield* sleep(0);
      say(queue);
      queue.putNowait(2);
      yield* sleep(1);
      say(queue);
    },
  ],
  [
    "a putter is cancelled, before and after it is woken",
    `
    queue = Queue(1)
    tasks = [spawn(str(i), queue.put(i)) for i in range(5)]
    await sleep(1)
    tasks[1].cancel()
    say(queue.get_nowait(), queue)
    tasks[2].cancel()
    await sleep(1)
    say(queue.get_nowait(), queue)
    await sleep(1)
    say(queue)`,
    function* () {
      const queue = new Queue<number>(1);
      const tasks = Array.from({ length: 5 }, (_, i) => spawn(String(i), queue.put(i)));
      yield* sleep(1);
      tasks[1]!.cancel();
      say(queue.getNowait(), queue);
      tasks[2]!.cancel();
      yield* sleep(1);
      say(queue.getNowait(), queue);
      yield* sleep(1);
      say(queue);
    },
  ],
  [
    "producers and consumers",
    `
    queue = Queue(2)
    async def produce(name):
        for i in range(4):
            await queue.put(f"{name}{i}")
            say("put", name, i)
    async def consume(name):
        while True:
            say(name, "got", await queue.get(), queue.qsize())
            await sleep(0.5)
            queue.task_done()
    consumers = [spawn(name, consume(name)) for name in "xyz"]
    for name in "ab": spawn(name, produce(name))
    await sleep(0)
    await queue.join()
    say("joined")
    await sleep(1)
    await queue.join()
    for task in consumers: task.cancel()
    await sleep(0)
    say(queue)`,
    function* () {
      const queue = new Queue<string>(2);
      function* produce(name: string): Coroutine<void> {
        for (let i = 0; i < 4; i++) {
          yield* queue.put(`${name}${i}`);
          say("put", name, i);
        }
      }
      function* consume(name: string): Coroutine<void> {
        while (true) {
          say(name, "got", yield* queue.get(), queue.qsize());
          yield* sleep(0.5);
          queue.taskDone();
        }
      }
      const consumers = [..."xyz"].map((name) => spawn(name, consume(name)));
      for (const name of "ab") spawn(name, produce(name));
      yield* sleep(0);
      yield* queue.join();
      say("joined");
      yield* sleep(1);
      yield* queue.join();
      for (const task of consumers) task.cancel();
      yield* sleep(0);
      say(queue);
    },
  ],
  [
    "who is cancelled after its item or place was taken by another wakes nobody",
    `
    queue = Queue(1)
    getters = [spawn(name, queue.get()) for name in "ab"]
    await sleep(1)
    queue.put_nowait(1)
    say(queue.get_nowait())
    getters[0].cancel()
    await sleep(1)
    say(queue)
    getters[1].cancel()
    putters = [spawn(str(i), queue.put(i)) for i in range(3)]
    await sleep(1)
    queue.get_nowait()
    queue.put_nowait("quick")
    putters[1].cancel()
    await sleep(1)
    say(queue)`,
    function* () {
      const queue = new Queue<number | string>(1);
      const getters = [..."ab"].map((name) => spawn(name, queue.get()));
      yield* sleep(1);
      queue.putNowait(1);
      say(queue.getNowait());
      getters[0]!.cancel();
      yield* sleep(1);
      say(queue);
      getters[1]!.cancel();
      const putters = [0, 1, 2].map((i) => spawn(String(i), queue.put(i)));
      yield* sleep(1);
      queue.getNowait();
      queue.putNowait("quick");
      putters[1]!.cancel();
      yield* sleep(1);
      say(queue);
    },
  ],
];

export const joining: Program[] = [
  [
    "join waits for every item's end, and at once for none",
    `
    queue = Queue()
    await queue.join()
    for i in range(2): queue.put_nowait(i)
    for name in "ab": spawn(name, queue.join())
    await sleep(1)
    say(queue.get_nowait(), queue.get_nowait(), queue)
    queue.task_done()
    await sleep(1)
    queue.task_done()
    say(queue)
    await sleep(1)
    attempt(queue.task_done)`,
    function* () {
      const queue = new Queue<number>();
      yield* queue.join();
      for (let i = 0; i < 2; i++) queue.putNowait(i);
      for (const name of "ab") spawn(name, queue.join());
      yield* sleep(1);
      say(queue.getNowait(), queue.getNowait(), queue);
      queue.taskDone();
      yield* sleep(1);
      queue.taskDone();
      say(queue);
      yield* sleep(1);
      attempt(() => queue.taskDone());
    },
  ],
  [
    "a joiner is cancelled; a new item does not hold up who was woken",
    `
    queue = Queue()
    queue.put_nowait(1)
    tasks = [spawn(name, queue.join()) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    queue.task_done()
    queue.put_nowait(2)
    spawn("late", queue.join())
    await sleep(1)
    say(queue)
    queue.task_done()
    await sleep(1)`,
    function* () {
      const queue = new Queue<number>();
      queue.putNowait(1);
      const tasks = [..."ab"].map((name) => spawn(name, queue.join()));
      yield* sleep(1);
      tasks[0]!.cancel();
      queue.taskDone();
      queue.putNowait(2);
      spawn("late", queue.join());
      yield* sleep(1);
      say(queue);
      queue.taskDone();
      yield* sleep(1);
    },
  ],
];
