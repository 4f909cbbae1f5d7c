/** Types of the public surface. `npm run check` checks them; a test run only loads them. */
import { describe, expectTypeOf, test } from "vitest";
import * as asyncio from "./index.ts";
import type { Awaitable, Coroutine, Instrument, Yielded } from "./index.ts";

declare const number: Coroutine<number>;
declare const text: Coroutine<string>;
declare const numberFuture: asyncio.Future<number>;
declare const textTask: asyncio.Task<string>;
declare const loop: asyncio.EventLoop;

/** Return the type of an await's result. */
declare function awaited<T>(awaitable: Awaitable<T>): T;

/** Compile a body without running it. */
function typesOnly(_body: () => void): void {}

describe("awaiting", () => {
  test("has the type of the coroutine's, future's or task's result", () => {
    typesOnly(() => {
      expectTypeOf(awaited(number)).toEqualTypeOf<number>();
      expectTypeOf(awaited(numberFuture)).toEqualTypeOf<number>();
      expectTypeOf(awaited(textTask)).toEqualTypeOf<string>();
      function* coroutine(): Coroutine<void> {
        expectTypeOf(yield* number).toEqualTypeOf<number>();
        expectTypeOf(yield* numberFuture).toEqualTypeOf<number>();
        expectTypeOf(yield* textTask).toEqualTypeOf<string>();
        expectTypeOf(yield* asyncio.sleep(1)).toEqualTypeOf<void>();
        expectTypeOf(yield* asyncio.sleep(1, "slept")).toEqualTypeOf<string>();
        // @ts-expect-error -- a number is not awaitable
        yield* 5;
        // @ts-expect-error -- nor is a promise
        yield* Promise.resolve(5);
        // @ts-expect-error -- nor what a coroutine function is before it is called
        yield* asyncio.sleep;
      }
      expectTypeOf(coroutine).returns.toExtend<Awaitable<void>>();
    });
  });

  test("a coroutine without a type annotation has the right type", () => {
    const written = function* () {
      yield* asyncio.sleep(1);
      return 5;
    };
    expectTypeOf(written).returns.toExtend<Coroutine<number>>();
    expectTypeOf(written).returns.toExtend<Awaitable<number>>();
    expectTypeOf<Yielded>().toExtend<{ done(): boolean } | undefined>();
  });

  test("is covariant in the result", () => {
    expectTypeOf<Coroutine<number>>().toExtend<Coroutine<unknown>>();
    expectTypeOf<Coroutine<number>>().toExtend<Coroutine<number | string>>();
    expectTypeOf<Coroutine<number>>().toExtend<Awaitable<number | string>>();
    expectTypeOf<asyncio.Future<number>>().toExtend<asyncio.Future<unknown>>();
    expectTypeOf<asyncio.Task<number>>().toExtend<asyncio.Future<number>>();
    expectTypeOf<asyncio.Task<number>>().toExtend<asyncio.Task<unknown>>();
    expectTypeOf<asyncio.Future<number>>().toExtend<Awaitable<number>>();
    expectTypeOf<Coroutine<unknown>>().not.toExtend<Coroutine<number>>();
    expectTypeOf<asyncio.Future<unknown>>().not.toExtend<asyncio.Future<number>>();
    expectTypeOf<asyncio.Future<number>>().not.toExtend<asyncio.Task<number>>();
    expectTypeOf<asyncio.Future<number>>().not.toExtend<Coroutine<number>>();
  });
});

describe("combinators", () => {
  test("gather keeps the type of each result", () => {
    typesOnly(() => {
      expectTypeOf(awaited(asyncio.gather([number, textTask]))).toEqualTypeOf<[number, string]>();
      expectTypeOf(awaited(asyncio.gather([numberFuture, number, text]))).toEqualTypeOf<
        [number, number, string]
      >();
      expectTypeOf(awaited(asyncio.gather([]))).toEqualTypeOf<[]>();
      const many: Coroutine<number>[] = [];
      expectTypeOf(awaited(asyncio.gather(many))).toEqualTypeOf<number[]>();
      const mixed: readonly (asyncio.Future<number> | Coroutine<string>)[] = [];
      expectTypeOf(awaited(asyncio.gather(mixed))).toEqualTypeOf<(number | string)[]>();
      expectTypeOf(awaited(asyncio.gather([number], { returnExceptions: false }))).toEqualTypeOf<[number]>();
      expectTypeOf(awaited(asyncio.gather([number, text], { returnExceptions: true }))).toEqualTypeOf<
        [number | Error, string | Error]
      >();
      expectTypeOf(awaited(asyncio.gather(many, { returnExceptions: true }))).toEqualTypeOf<
        (number | Error)[]
      >();
      // @ts-expect-error -- a number is not awaitable
      asyncio.gather([number, 5]);
      // @ts-expect-error -- one list, unlike Python's arguments
      asyncio.gather(number, text);
    });
  });

  test("wait keeps the type of its futures", () => {
    typesOnly(() => {
      expectTypeOf(awaited(asyncio.wait([textTask]))).toEqualTypeOf<
        [done: Set<asyncio.Task<string>>, pending: Set<asyncio.Task<string>>]
      >();
      expectTypeOf(awaited(asyncio.wait(new Set([numberFuture]))))
        .toHaveProperty(0)
        .toEqualTypeOf<Set<asyncio.Future<number>>>();
      asyncio.wait([textTask], { timeout: 1, returnWhen: "FIRST_EXCEPTION" });
      // @ts-expect-error -- coroutines are forbidden
      asyncio.wait([number]);
      // @ts-expect-error -- no such time to return
      asyncio.wait([textTask], { returnWhen: "SOMETIMES" });
      // @ts-expect-error -- a list of them
      asyncio.wait(textTask);
    });
  });

  test("waitFor, shield and asCompleted keep the type of the result", () => {
    typesOnly(() => {
      expectTypeOf(awaited(asyncio.waitFor(number, 1))).toEqualTypeOf<number>();
      expectTypeOf(awaited(asyncio.waitFor(textTask, null))).toEqualTypeOf<string>();
      expectTypeOf(asyncio.shield(number)).toEqualTypeOf<asyncio.Future<number>>();
      for (const next of asyncio.asCompleted([number, numberFuture])) {
        expectTypeOf(awaited(next)).toEqualTypeOf<number>();
      }
      // @ts-expect-error -- a limit is a number of seconds, or null
      asyncio.waitFor(number, "1");
      // @ts-expect-error -- a timeout is required
      asyncio.waitFor(number);
      // @ts-expect-error -- a list of them
      asyncio.asCompleted(5);
    });
  });

  test("sleep takes seconds and has the type of its result", () => {
    typesOnly(() => {
      expectTypeOf(asyncio.sleep(1)).toEqualTypeOf<Coroutine<void>>();
      expectTypeOf(asyncio.sleep(1, [5])).toEqualTypeOf<Coroutine<number[]>>();
      // @ts-expect-error -- no text
      asyncio.sleep("1");
    });
  });
});

describe("futures and tasks", () => {
  test("have the type of their results", () => {
    typesOnly(() => {
      expectTypeOf(loop.createFuture<number>()).toEqualTypeOf<asyncio.Future<number>>();
      expectTypeOf(numberFuture.result()).toEqualTypeOf<number>();
      expectTypeOf(numberFuture.exception()).toEqualTypeOf<unknown>();
      numberFuture.setResult(5);
      loop.createFuture<void>().setResult();
      numberFuture.addDoneCallback((future) => expectTypeOf(future.result()).toEqualTypeOf<number>());
      // @ts-expect-error -- not what it is for
      numberFuture.setResult("5");
      // @ts-expect-error -- a result is needed
      numberFuture.setResult();
      // @ts-expect-error -- a task's result is its coroutine's
      textTask.setResult("5");
      // @ts-expect-error -- a message is a text
      textTask.cancel(5);
    });
  });

  test("a task has the type of its coroutine's result, however it is made", () => {
    typesOnly(() => {
      const group = new asyncio.TaskGroup();
      expectTypeOf(asyncio.createTask(number)).toEqualTypeOf<asyncio.Task<number>>();
      expectTypeOf(loop.createTask(text, { name: "text" })).toEqualTypeOf<asyncio.Task<string>>();
      expectTypeOf(group.createTask(number, { eagerStart: true })).toEqualTypeOf<asyncio.Task<number>>();
      expectTypeOf(asyncio.ensureFuture(number)).toEqualTypeOf<asyncio.Future<number>>();
      expectTypeOf(asyncio.currentTask()).toEqualTypeOf<asyncio.Task<unknown> | null>();
      expectTypeOf(asyncio.allTasks()).toEqualTypeOf<Set<asyncio.Task<unknown>>>();
      // @ts-expect-error -- a future is no coroutine
      asyncio.createTask(numberFuture);
      // @ts-expect-error -- nor is the function that makes one
      asyncio.createTask(function* () {});
      // @ts-expect-error -- no such option
      group.createTask(number, { priority: 1 });
    });
  });

  test("run returns the result, and runOnHost a promise of it", () => {
    typesOnly(() => {
      expectTypeOf(asyncio.run(number)).toEqualTypeOf<number>();
      expectTypeOf(loop.runUntilComplete(numberFuture)).toEqualTypeOf<number>();
      expectTypeOf(new asyncio.Runner().run(text)).toEqualTypeOf<string>();
      expectTypeOf(new asyncio.Runner().use((runner) => runner.run(text))).toEqualTypeOf<string>();
      expectTypeOf(asyncio.runOnHost(number)).toEqualTypeOf<Promise<number>>();
      expectTypeOf(asyncio.runCoroutineThreadsafe(number, loop)).toEqualTypeOf<Promise<number>>();
      expectTypeOf(asyncio.wrapFuture(Promise.resolve("x"))).toEqualTypeOf<asyncio.Future<string>>();
      // @ts-expect-error -- a coroutine, not its function
      asyncio.run(function* () {});
      // @ts-expect-error -- nor a promise
      asyncio.run(Promise.resolve(1));
    });
  });
});

describe("loops", () => {
  test("callbacks take no arguments", () => {
    typesOnly(() => {
      expectTypeOf(loop.callSoon(() => {})).toEqualTypeOf<asyncio.Handle>();
      expectTypeOf(loop.callLater(1, () => 5)).toEqualTypeOf<asyncio.TimerHandle>();
      loop.callSoon(() => {}, { name: "named", context: asyncio.copyContext() });
      // @ts-expect-error -- an argument
      loop.callSoon((_what: number) => {}, 5);
      // @ts-expect-error -- a callback that wants one
      loop.callSoon((_what: number) => {});
      // @ts-expect-error -- the time comes first
      loop.callLater(() => {}, 1);
    });
  });

  test("an instrument may omit hooks, and has no unknown ones", () => {
    expectTypeOf<object>().toExtend<Instrument>();
    const some: Instrument = {
      taskCreated: (_time, _task, name) => expectTypeOf(name).toEqualTypeOf<string>(),
    };
    expectTypeOf(some.handleStarted).toBeNullable();
    typesOnly(() => {
      new asyncio.EventLoop({ iterationStarted() {} }, new asyncio.VirtualClock());
      // @ts-expect-error -- no such hook
      new asyncio.EventLoop({ taskMade() {} });
      // @ts-expect-error -- a hook gets a number
      new asyncio.EventLoop({ loopStarted: (_time: string) => {} });
    });
  });
});

describe("shared objects of tasks", () => {
  test("queues have one type of items", () => {
    typesOnly(() => {
      const queue = new asyncio.Queue<number>(3);
      expectTypeOf(awaited(queue.get())).toEqualTypeOf<number>();
      expectTypeOf(queue.getNowait()).toEqualTypeOf<number>();
      expectTypeOf(awaited(queue.put(5))).toEqualTypeOf<void>();
      const byRank = new asyncio.PriorityQueue<[rank: number, what: string]>();
      expectTypeOf(awaited(byRank.get())).toEqualTypeOf<[rank: number, what: string]>();
      expectTypeOf(
        new asyncio.PriorityQueue(0, (a: { n: number }, b: { n: number }) => a.n < b.n),
      ).toEqualTypeOf<asyncio.PriorityQueue<{ n: number }>>();
      expectTypeOf<asyncio.LifoQueue<number>>().toExtend<asyncio.Queue<number>>();
      // @ts-expect-error -- another type
      queue.putNowait("5");
      // @ts-expect-error -- room for a number of items
      new asyncio.Queue<number>("3");
    });
  });

  test("withAsync passes the manager's value to the body, and returns the body's result", () => {
    typesOnly(() => {
      const result = asyncio.withAsync(new asyncio.TaskGroup(), function* (group) {
        expectTypeOf(group).toEqualTypeOf<asyncio.TaskGroup>();
        yield* asyncio.sleep(1);
        return 5;
      });
      expectTypeOf(awaited(result)).toEqualTypeOf<number>();
      const inLock = asyncio.withAsync(new asyncio.Lock(), () => text);
      expectTypeOf(awaited(inLock)).toEqualTypeOf<string>();
      const limited = asyncio.withAsync(asyncio.timeout(1), function* (limit) {
        expectTypeOf(limit).toEqualTypeOf<asyncio.Timeout>();
      });
      expectTypeOf(awaited(limited)).toEqualTypeOf<void>();
      const index = asyncio.withAsync(new asyncio.Barrier(2), function* (place) {
        return place;
      });
      expectTypeOf(awaited(index)).toEqualTypeOf<number>();
      // A manager that may suppress the body's error makes the result optional.
      const swallows = asyncio.withAsync({} as asyncio.AsyncContextManager<string>, () => number);
      expectTypeOf(awaited(swallows)).toEqualTypeOf<number | undefined>();
      // @ts-expect-error -- an event is not a context manager
      asyncio.withAsync(new asyncio.Event(), () => number);
      // @ts-expect-error -- a body is a coroutine's function
      asyncio.withAsync(new asyncio.Lock(), number);
    });
  });

  test("context variables keep their type", () => {
    typesOnly(() => {
      const variable = new asyncio.ContextVar<number>("n");
      expectTypeOf(variable.get()).toEqualTypeOf<number>();
      expectTypeOf(variable.get("none")).toEqualTypeOf<number | string>();
      expectTypeOf(new asyncio.ContextVar("n", "text").get()).toEqualTypeOf<string>();
      expectTypeOf(variable.set(1)).toEqualTypeOf<asyncio.Token<number>>();
      expectTypeOf(asyncio.copyContext().get(variable)).toEqualTypeOf<number | undefined>();
      expectTypeOf(asyncio.copyContext().run(() => 5)).toEqualTypeOf<number>();
      // @ts-expect-error -- another type
      variable.set("1");
      // @ts-expect-error -- another variable's token
      variable.reset(new asyncio.ContextVar<string>("s").set("x"));
    });
  });
});
