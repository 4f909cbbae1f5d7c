/** Programs whose tasks wait to get from a queue or to put into it. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { Queue } from "../../../runtime/sync/queues.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

export function* gettersInOrder({ follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>();
  for (const name of "abc") follow(name, queue.get());
  yield* sleep(1);
  log(queue);
  for (let i = 0; i < 4; i++) yield* queue.put(i);
  log(queue);
  yield* sleep(1);
  log(queue);
}

export function* puttersInOrder({ follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<number>(1);
  for (let i = 0; i < 4; i++) follow(String(i), queue.put(i));
  yield* sleep(1);
  for (let i = 0; i < 4; i++) {
    log(yield* queue.get(), queue);
    yield* sleep(i % 2);
  }
  log(queue);
}

export function* itemTakenFromAWokenGetter({ follow, log }: Kit): Coroutine<void> {
  const queue = new Queue<string>();
  follow("waits", queue.get());
  yield* sleep(1);
  queue.putNowait("first");
  log(queue.getNowait(), queue);
  yield* sleep(1);
  log(queue);
  queue.putNowait("second");
  yield* sleep(1);
}

export function* getterIsCancelled({ follow, log }: Kit): Coroutine<void> {
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
}

export function* putterIsCancelled({ follow, log }: Kit): Coroutine<void> {
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
}

export function* producersAndConsumers({ follow, log }: Kit): Coroutine<void> {
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
}

export function* cancelledAfterItsItemWasTaken({ follow, log }: Kit): Coroutine<void> {
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
}
