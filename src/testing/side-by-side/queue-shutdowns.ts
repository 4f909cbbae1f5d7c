/** Programs that shut queues down. */
import { PriorityQueue, Queue } from "../../runtime/queues.ts";
import { sleep } from "../../runtime/sleep.ts";
import { attempt, say, spawn, type Program } from "../side-by-side.ts";

export const shutdowns: Program[] = [
  [
    "lets what is there out, and nothing in",
    `
    queue = Queue()
    for i in range(2): queue.put_nowait(i)
    queue.shutdown()
    say(queue)
    attempt(lambda: queue.put_nowait(2))
    spawn("put", queue.put(2))
    for name in "abc": spawn(name, queue.get())
    await sleep(1)
    attempt(queue.get_nowait)
    queue.shutdown()
    for _ in range(3): attempt(queue.task_done)
    say(queue)`,
    function* () {
      const queue = new Queue<number>();
      for (let i = 0; i < 2; i++) queue.putNowait(i);
      queue.shutdown();
      say(queue);
      attempt(() => queue.putNowait(2));
      spawn("put", queue.put(2));
      for (const name of "abc") spawn(name, queue.get());
      yield* sleep(1);
      attempt(() => queue.getNowait());
      queue.shutdown();
      for (let i = 0; i < 3; i++) attempt(() => queue.taskDone());
      say(queue);
    },
  ],
  [
    "at once: empties it, and ends every join",
    `
    queue = Queue()
    for i in range(3): queue.put_nowait(i)
    spawn("join", queue.join())
    await sleep(1)
    say(await queue.get())
    queue.shutdown(immediate=True)
    say(queue)
    attempt(queue.get_nowait)
    await sleep(1)
    queue.task_done()
    await sleep(1)
    await queue.join()
    say(queue)`,
    function* () {
      const queue = new Queue<number>();
      for (let i = 0; i < 3; i++) queue.putNowait(i);
      spawn("join", queue.join());
      yield* sleep(1);
      say(yield* queue.get());
      queue.shutdown(true);
      say(queue);
      attempt(() => queue.getNowait());
      yield* sleep(1);
      queue.taskDone();
      yield* sleep(1);
      yield* queue.join();
      say(queue);
    },
  ],
  [
    "wakes all who wait to get, one of them cancelled",
    `
    queue = Queue()
    tasks = [spawn(name, queue.get()) for name in "abc"]
    await sleep(1)
    tasks[1].cancel()
    queue.shutdown()
    say(queue)
    await sleep(1)`,
    function* () {
      const queue = new Queue<number>();
      const tasks = [..."abc"].map((name) => spawn(name, queue.get()));
      yield* sleep(1);
      tasks[1]!.cancel();
      queue.shutdown();
      say(queue);
      yield* sleep(1);
    },
  ],
  [
    "wakes all who wait to put, whether it is emptied or not",
    `
    for immediate in (False, True):
        queue = Queue(1)
        tasks = [spawn(str(i), queue.put(i)) for i in range(4)]
        await sleep(1)
        queue.shutdown(immediate)
        tasks[2].cancel()
        say(queue)
        await sleep(1)
        say(queue)`,
    function* () {
      for (const immediate of [false, true]) {
        const queue = new Queue<number>(1);
        const tasks = Array.from({ length: 4 }, (_, i) => spawn(String(i), queue.put(i)));
        yield* sleep(1);
        queue.shutdown(immediate);
        tasks[2]!.cancel();
        say(queue);
        yield* sleep(1);
        say(queue);
      }
    },
  ],
  [
    "comes between a getter's wake-up and its run",
    `
    queue = PriorityQueue()
    for name in "ab": spawn(name, queue.get())
    await sleep(1)
    queue.put_nowait(1)
    queue.shutdown(immediate=True)
    await sleep(1)
    say(queue)`,
    function* () {
      const queue = new PriorityQueue<number>();
      for (const name of "ab") spawn(name, queue.get());
      yield* sleep(1);
      queue.putNowait(1);
      queue.shutdown(true);
      yield* sleep(1);
      say(queue);
    },
  ],
];
