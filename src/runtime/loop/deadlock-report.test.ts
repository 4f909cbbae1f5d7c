/** Messages of deadlocks. */
import { expect, test } from "vitest";
import { gather, sleep, wait } from "../combinators/combinators.ts";
import { withAsync } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { EventLoop } from "./event-loop.ts";
import { getRunningLoop } from "./events.ts";
import { Deadlock } from "../errors/exceptions.ts";
import { Barrier, Condition, Event, Lock, Semaphore } from "../sync/locks.ts";
import { Queue } from "../sync/queues.ts";
import { createTask, currentTask } from "../tasks/task.ts";
import { TaskGroup } from "../combinators/task-group.ts";

const DEADLOCK = "nothing is ready and no timer is pending, so nothing can run again";

function messageOf(kind: typeof Deadlock, main: Coroutine<unknown>): string {
  try {
    new EventLoop().runUntilComplete(main);
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
    return (error as Error).message;
  }
  throw new Error("it ended");
}

test("a deadlock's message names each task and what it waits for", () => {
  const lock = new Lock();
  const condition = new Condition();
  const queue = new Queue<number>(1);
  const waits: Record<string, () => Coroutine<unknown>> = {
    *future() {
      yield* getRunningLoop().createFuture<void>();
    },
    lock: () => lock.acquire(),
    semaphore: () => withAsync(new Semaphore(0), () => sleep(1)),
    event: () => new Event().wait(),
    condition: () => withAsync(condition, () => condition.wait()),
    barrier: () => new Barrier(2).wait(),
    get: () => new Queue().get(),
    put: () => queue.put(2),
  };
  function* main(): Coroutine<void> {
    currentTask()?.setName("main");
    yield* lock.acquire();
    yield* queue.put(1);
    yield* withAsync(new TaskGroup(), function* (group) {
      for (const [name, wait] of Object.entries(waits)) group.createTask(wait(), { name });
    });
  }
  expect(messageOf(Deadlock, main())).toBe(
    `${DEADLOCK}: main waits for its TaskGroup; future waits for a future; lock waits for a Lock; ` +
      "semaphore waits for a Semaphore; event waits for an Event; condition waits for a Condition; " +
      "barrier waits for a Barrier; get waits for Queue.get; and 1 more",
  );
});

test("a deadlock's message names tasks that wait for one another", () => {
  function* main(): Coroutine<void> {
    currentTask()?.setName("main");
    function* waits(): Coroutine<void> {
      yield* last;
    }
    const first = createTask(waits(), { name: "first" });
    const last = createTask(
      (function* (): Coroutine<void> {
        yield* gather([first]);
      })(),
      { name: "last" },
    );
    yield* wait([first]);
  }
  expect(messageOf(Deadlock, main())).toBe(
    `${DEADLOCK}: main waits for wait; first waits for task last; last waits for gather`,
  );
});

test("messages of a deadlock without tasks, and of an endless sleep", () => {
  expect(() => new EventLoop().runForever()).toThrow(new Deadlock(DEADLOCK));
  expect(messageOf(Deadlock, sleep(Infinity))).toBe(`${DEADLOCK}: Task-1 waits for an endless sleep`);
});
