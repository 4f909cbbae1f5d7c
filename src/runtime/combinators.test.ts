/** sleep, gather, wait, asCompleted and shield, against CPython's own on its stock loop. */
import { describe } from "vitest";
import { twin } from "../testing/oracle/twins.ts";
import { asCompleted, gather, shield, sleep, wait, type ReturnWhen } from "./combinators.ts";
import type { Awaitable, Coroutine } from "./coroutine.ts";
import { CancelledError, ValueError } from "./exceptions.ts";
import type { Future } from "./future.ts";
import { allTasks, currentTask } from "./task.ts";

describe("sleep, as CPython's:", () => {
  twin(
    "gives its result after its delay, and for zero or less after one round",
    `
    log(await asyncio.sleep(1, "one"), await asyncio.sleep(0, "zero"), await asyncio.sleep(-1))
    await attempt(asyncio.sleep(float("nan")))
    async def spins(name):
        for i in range(3):
            log(name, i)
            await asyncio.sleep(0)
    a, b = spawn("a", spins("a")), spawn("b", spins("b"))
    await a
    await b
    `,
    function* ({ log, attempt, spawn }) {
      log(yield* sleep(1, "one"), yield* sleep(0, "zero"), yield* sleep(-1));
      yield* attempt(sleep(Number.NaN));
      function* spins(name: string): Coroutine<void> {
        for (let i = 0; i < 3; i++) {
          log(name, i);
          yield* sleep(0);
        }
      }
      const [a, b] = [spawn("a", spins("a")), spawn("b", spins("b"))];
      yield* a;
      yield* b;
    },
  );

  twin(
    "ties are in the order of their making, whatever the delays they were made with",
    `
    async def later(name, first, second):
        await asyncio.sleep(first)
        await asyncio.sleep(second)
        log(name)
    loop.call_later(1, log, "timer")
    tasks = [spawn(f"{a}+{b}", later(f"{a}+{b}", a, b)) for a, b in ((1, 0), (0, 1), (0.5, 0.5), (0.25, 0.75))]
    for task in tasks:
        await task
    `,
    function* ({ log, loop, spawn }) {
      function* later(name: string, first: number, second: number): Coroutine<void> {
        yield* sleep(first);
        yield* sleep(second);
        log(name);
      }
      loop.callLater(1, () => log("timer"));
      const delays = [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
        [0.25, 0.75],
      ] as const;
      const tasks = delays.map(([a, b]) => spawn(`${a}+${b}`, later(`${a}+${b}`, a, b)));
      for (const task of tasks) yield* task;
    },
  );

  for (const when of [0, 0.5, 1, 2]) {
    twin(
      `cancelled after ${when} s of 1 s`,
      `
      task = spawn("a", work("a", 1, cleanup=0.5))
      await asyncio.sleep(${when})
      log(task.cancel("first"), task.cancel("second"), task.cancelling())
      await attempt(task)
      log(task.cancel(), task.cancelled())
      `,
      function* ({ log, work, spawn, attempt }) {
        const task = spawn("a", work("a", 1, { cleanup: 0.5 }));
        yield* sleep(when);
        log(task.cancel("first"), task.cancel("second"), task.cancelling());
        yield* attempt(task);
        log(task.cancel(), task.cancelled());
      },
    );
  }

  twin(
    "cancelled by itself, in its cleanup, and refusing",
    `
    async def itself():
        asyncio.current_task().cancel("by itself")
        log("goes on")
        await work("inner", 1)
    await attempt(spawn("itself", itself()))
    task = spawn("twice", work("twice", 1, cleanup=1))
    await asyncio.sleep(0.5)
    task.cancel("first")
    await asyncio.sleep(0.5)
    task.cancel("second")
    await attempt(task)
    refuses = spawn("refuses", stubborn("refuses", 1))
    await asyncio.sleep(0)
    refuses.cancel("please")
    await attempt(refuses)
    log(refuses.cancelling(), refuses.uncancel(), refuses.uncancel())
    `,
    function* ({ log, work, stubborn, spawn, attempt }) {
      function* itself(): Coroutine<void> {
        currentTask()?.cancel("by itself");
        log("goes on");
        yield* work("inner", 1);
      }
      yield* attempt(spawn("itself", itself()));
      const task = spawn("twice", work("twice", 1, { cleanup: 1 }));
      yield* sleep(0.5);
      task.cancel("first");
      yield* sleep(0.5);
      task.cancel("second");
      yield* attempt(task);
      const refuses = spawn("refuses", stubborn("refuses", 1));
      yield* sleep(0);
      refuses.cancel("please");
      yield* attempt(refuses);
      log(refuses.cancelling(), refuses.uncancel(), refuses.uncancel());
    },
  );
});

describe("gather, as CPython's:", () => {
  twin(
    "gives results in the order of its arguments",
    `
    future = loop.create_future()
    loop.call_later(1, future.set_result, "future")
    done = spawn("done", work("done", 0))
    await asyncio.sleep(0)
    log(await asyncio.gather(work("a", 2), done, future, work("b", 1), done))
    log(await asyncio.gather())
    log(await asyncio.gather(done, future))
    `,
    function* ({ log, loop, work, spawn }) {
      const future = loop.createFuture<string>();
      loop.callLater(1, () => future.setResult("future"));
      const done = spawn("done", work("done", 0));
      yield* sleep(0);
      log(yield* gather([work("a", 2), done, future, work("b", 1), done]));
      log(yield* gather([]));
      log(yield* gather([done, future]));
    },
  );

  twin(
    "a failure is told at once, and leaves the siblings alone",
    `
    siblings = [spawn(f"t{i}", work(f"t{i}", i, fails=f"fails {i}" if i > 1 else None)) for i in range(4)]
    await attempt(asyncio.gather(*siblings))
    log([task.done() for task in siblings])
    await asyncio.sleep(3)
    log([task.done() for task in siblings])
    await attempt(asyncio.gather(*siblings))
    `,
    function* ({ log, work, spawn, attempt }) {
      const siblings = [0, 1, 2, 3].map((i) =>
        spawn(`t${i}`, work(`t${i}`, i, i > 1 ? { fails: `fails ${i}` } : {})),
      );
      yield* attempt(gather(siblings));
      log(siblings.map((task) => task.done()));
      yield* sleep(3);
      log(siblings.map((task) => task.done()));
      yield* attempt(gather(siblings));
    },
  );

  twin(
    "returnExceptions puts errors among the results",
    `
    cancelled = spawn("cancelled", work("cancelled", 5))
    loop.call_later(1, cancelled.cancel, "why")
    log(await asyncio.gather(work("a", 2), work("b", 1, fails="b fails"), cancelled, return_exceptions=True))
    log(await asyncio.gather(cancelled, return_exceptions=True))
    `,
    function* ({ log, loop, work, spawn }) {
      const cancelled = spawn("cancelled", work("cancelled", 5));
      loop.callLater(1, () => void cancelled.cancel("why"));
      log(
        yield* gather([work("a", 2), work("b", 1, { fails: "b fails" }), cancelled], {
          returnExceptions: true,
        }),
      );
      log(yield* gather([cancelled], { returnExceptions: true }));
    },
  );

  twin(
    "a child that is cancelled counts as a failure",
    `
    a, b = spawn("a", work("a", 2)), spawn("b", work("b", 2))
    both = asyncio.gather(a, b)
    loop.call_later(1, a.cancel, "a alone")
    await attempt(both)
    log(both.cancelled(), a.cancelled(), b.done())
    log(await b)
    `,
    function* ({ log, loop, work, spawn, attempt }) {
      const [a, b] = [spawn("a", work("a", 2)), spawn("b", work("b", 2))];
      const both = gather([a, b]);
      loop.callLater(1, () => void a.cancel("a alone"));
      yield* attempt(both);
      log(both.cancelled(), a.cancelled(), b.done());
      log(yield* b);
    },
  );

  for (const returnExceptions of [false, true]) {
    for (const who of ["the future", "the task"]) {
      twin(
        `cancelled by ${who}, returnExceptions ${returnExceptions}`,
        `
        async def outer():
            return await both
        both = asyncio.gather(work("a", 5, cleanup=1), work("b", 5), stubborn("c", 5), work("d", 0),
                              return_exceptions=${returnExceptions ? "True" : "False"})
        task = spawn("outer", outer())
        await asyncio.sleep(1)
        log(${who === "the future" ? "both" : "task"}.cancel("enough"))
        await attempt(task)
        log(both.done(), both.cancelled(), both.cancel(), task.cancelling())
        await asyncio.sleep(2)
        `,
        function* ({ log, work, stubborn, spawn, attempt }) {
          const children = [work("a", 5, { cleanup: 1 }), work("b", 5), stubborn("c", 5), work("d", 0)];
          const both = gather(children, { returnExceptions });
          const task = spawn(
            "outer",
            (function* (): Coroutine<unknown> {
              return yield* both;
            })(),
          );
          yield* sleep(1);
          log((who === "the future" ? both : task).cancel("enough"));
          yield* attempt(task);
          log(both.done(), both.cancelled(), both.cancel(), task.cancelling());
          yield* sleep(2);
        },
      );
    }
  }

  twin(
    "nested, and left running at the end",
    `
    inner = asyncio.gather(work("a", 1), work("b", 2, fails="b fails"))
    await attempt(asyncio.gather(inner, work("c", 3, cleanup=1), work("d", 1.5)))
    log(len(asyncio.all_tasks()))
    async def fails_late():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            raise ValueError("at the end")
    spawn("fails late", fails_late())
    await asyncio.sleep(0)
    `,
    function* ({ work, attempt, spawn, log }) {
      const inner = gather([work("a", 1), work("b", 2, { fails: "b fails" })]);
      yield* attempt(gather([inner, work("c", 3, { cleanup: 1 }), work("d", 1.5)]));
      log(allTasks().size);
      spawn("fails late", failsLate());
      yield* sleep(0);
    },
  );

  twin(
    "of what cannot be awaited, and of one that fails at once",
    `
    try:
        asyncio.gather(work("never", 1), 5)
    except TypeError as error:
        log(error)
    failed = loop.create_future()
    failed.set_exception(ValueError("already"))
    await attempt(asyncio.gather(failed, work("a", 1)))
    log(await asyncio.gather(failed, return_exceptions=True))
    await asyncio.sleep(2)
    `,
    function* ({ log, loop, work, attempt }) {
      try {
        gather([work("never", 1), 5 as unknown as Awaitable<void>]);
      } catch (error) {
        log(error);
      }
      const failed = loop.createFuture<void>();
      failed.setException(new ValueError("already"));
      yield* attempt(gather([failed, work("a", 1)]));
      log(yield* gather([failed], { returnExceptions: true }));
      yield* sleep(2);
    },
  );
});

function* failsLate(): Coroutine<void> {
  try {
    yield* sleep(9);
  } catch (error) {
    if (error instanceof CancelledError) throw new ValueError("at the end");
  }
}

describe("wait, as CPython's:", () => {
  const modes: ReturnWhen[] = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"];
  for (const returnWhen of modes) {
    for (const timeout of [null, 0, 1, 2.5, 9]) {
      twin(
        `${returnWhen}, timeout ${timeout}`,
        `
        tasks = [spawn(f"t{i}", work(f"t{i}", i, fails="fails" if i == 2 else None)) for i in (3, 2, 1, 4)]
        loop.call_later(0.5, tasks[3].cancel)
        for _ in range(2):
            done, pending = await asyncio.wait(tasks, timeout=${timeout ?? "None"}, return_when=asyncio.${returnWhen})
            log(done, pending)
        `,
        function* ({ log, loop, work, spawn }) {
          const tasks = [3, 2, 1, 4].map((i) =>
            spawn(`t${i}`, work(`t${i}`, i, i === 2 ? { fails: "fails" } : {})),
          );
          loop.callLater(0.5, () => void tasks[3]?.cancel());
          for (let i = 0; i < 2; i++) {
            const [done, pending] = yield* wait(tasks, { timeout, returnWhen });
            log(done, pending);
          }
        },
      );
    }
  }

  twin(
    "cancelled, and cancelled as it ends",
    `
    a = spawn("a", work("a", 2))
    for when in (1, 1):
        waits = spawn("waits", asyncio.wait([a], timeout=5))
        await asyncio.sleep(when)
        log(waits.cancel("no"))
        await attempt(waits)
        log(a.done())
    `,
    function* ({ log, work, spawn, attempt }) {
      const a = spawn("a", work("a", 2));
      for (const when of [1, 1]) {
        const waits = spawn("waits", wait([a], { timeout: 5 }));
        yield* sleep(when);
        log(waits.cancel("no"));
        yield* attempt(waits);
        log(a.done());
      }
    },
  );

  twin(
    "misused",
    `
    coroutine = work("never", 1)
    await attempt(asyncio.wait([]))
    await attempt(asyncio.wait([coroutine]))
    await attempt(asyncio.wait(coroutine))
    await attempt(asyncio.wait(loop.create_future()))
    await attempt(asyncio.wait([loop.create_future()], return_when="SOMETIME"))
    coroutine.close()
    `,
    function* ({ loop, work, attempt }) {
      const coroutine = work("never", 1) as unknown;
      yield* attempt(wait([]));
      yield* attempt(wait([coroutine as Future<void>]));
      yield* attempt(wait(coroutine as Future<void>[]));
      yield* attempt(wait(loop.createFuture<void>() as unknown as Future<void>[]));
      yield* attempt(wait([loop.createFuture<void>()], { returnWhen: "SOMETIME" as ReturnWhen }));
    },
  );
});

describe("asCompleted, as CPython's:", () => {
  twin(
    "as a plain iterable",
    `
    a = spawn("a", work("a", 3))
    for next_one in asyncio.as_completed([a, work("b", 1), work("c", 2, fails="c fails"), a]):
        await attempt(next_one)
    await attempt(a)
    log(len(list(asyncio.as_completed([]))))
    `,
    function* ({ log, work, spawn, attempt }) {
      const a = spawn("a", work("a", 3));
      for (const next of asCompleted([a, work("b", 1), work("c", 2, { fails: "c fails" }), a])) {
        yield* attempt(next);
      }
      yield* attempt(a);
      log([...asCompleted([])].length);
    },
  );

  twin(
    "as an async iterable",
    `
    tasks = [spawn(f"t{i}", work(f"t{i}", i, fails="fails" if i == 2 else None)) for i in (3, 2, 1)]
    async for task in asyncio.as_completed(tasks):
        log(task, task in tasks)
        await attempt(task)
    `,
    function* ({ log, work, spawn, attempt }) {
      const tasks = [3, 2, 1].map((i) => spawn(`t${i}`, work(`t${i}`, i, i === 2 ? { fails: "fails" } : {})));
      const completed = asCompleted(tasks)[Symbol.asyncIterator]();
      for (let step = yield* completed.next(); !step.done; step = yield* completed.next()) {
        log(step.value, (tasks as unknown[]).includes(step.value));
        yield* attempt(step.value);
      }
    },
  );

  for (const timeout of [0, 1, 1.5, 3]) {
    twin(
      `with a timeout of ${timeout} s, taken at once and too late`,
      `
      for pause in (0, 5):
          tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (2, 1, 3)]
          coming = asyncio.as_completed(tasks, timeout=${timeout})
          await asyncio.sleep(pause)
          for next_one in coming:
              await attempt(next_one)
          await asyncio.wait(tasks)
      `,
      function* ({ work, spawn, attempt }) {
        for (const pause of [0, 5]) {
          const tasks = [2, 1, 3].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
          const coming = asCompleted(tasks, { timeout });
          yield* sleep(pause);
          for (const next of coming) yield* attempt(next);
          yield* wait(tasks);
        }
      },
    );
  }

  twin(
    "cancelled while it waits, and taken out of order",
    `
    tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (2, 1)]
    first, second = asyncio.as_completed(tasks)
    waits = [spawn("second", second), spawn("first", first)]
    await asyncio.sleep(0.5)
    waits[0].cancel("not this one")
    await attempt(waits[0])
    await attempt(waits[1])
    try:
        asyncio.as_completed(tasks[0])
    except TypeError as error:
        log(error)
    `,
    function* ({ log, work, spawn, attempt }) {
      const tasks = [2, 1].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
      const [first, second] = [...asCompleted(tasks)] as [Coroutine<string>, Coroutine<string>];
      const waits = [spawn("second", second), spawn("first", first)] as const;
      yield* sleep(0.5);
      waits[0].cancel("not this one");
      yield* attempt(waits[0]);
      yield* attempt(waits[1]);
      try {
        asCompleted(tasks[0] as unknown as Coroutine<void>[]);
      } catch (error) {
        log(error);
      }
    },
  );
});

describe("shield, as CPython's:", () => {
  for (const fails of [false, true]) {
    twin(
      `the outer is cancelled, the inner goes on and ${fails ? "fails" : "ends"}`,
      `
      async def outer():
          return await asyncio.shield(inner)
      inner = spawn("inner", work("inner", 2, fails=${fails ? '"inner fails"' : "None"}))
      task = spawn("outer", outer())
      await asyncio.sleep(1)
      task.cancel("outer alone")
      await attempt(task)
      log(inner.done(), inner.cancelling())
      await asyncio.sleep(2)
      log(inner.done())
      `,
      function* ({ log, work, spawn, attempt }) {
        const inner = spawn("inner", work("inner", 2, fails ? { fails: "inner fails" } : {}));
        const task = spawn(
          "outer",
          (function* (): Coroutine<string> {
            return yield* shield(inner);
          })(),
        );
        yield* sleep(1);
        task.cancel("outer alone");
        yield* attempt(task);
        log(inner.done(), inner.cancelling());
        yield* sleep(2);
        log(inner.done());
      },
    );
  }

  twin(
    "passes on the inner's result, error and cancellation",
    `
    await attempt(asyncio.shield(work("a", 1)))
    await attempt(asyncio.shield(work("b", 1, fails="b fails")))
    inner = spawn("inner", work("inner", 5))
    outer = asyncio.shield(inner)
    loop.call_later(1, inner.cancel, "inside")
    await attempt(outer)
    log(outer.cancelled(), asyncio.shield(inner) is inner)
    `,
    function* ({ log, loop, work, spawn, attempt }) {
      yield* attempt(shield(work("a", 1)));
      yield* attempt(shield(work("b", 1, { fails: "b fails" })));
      const inner = spawn("inner", work("inner", 5));
      const outer = shield(inner);
      loop.callLater(1, () => void inner.cancel("inside"));
      yield* attempt(outer);
      log(outer.cancelled(), shield(inner) === inner);
    },
  );

  twin(
    "in a gather that is cancelled",
    `
    inner = spawn("inner", work("inner", 2))
    both = asyncio.gather(asyncio.shield(inner), work("b", 2))
    await asyncio.sleep(1)
    both.cancel("both")
    await attempt(both)
    await attempt(inner)
    `,
    function* ({ work, spawn, attempt }) {
      const inner = spawn("inner", work("inner", 2));
      const both = gather([shield(inner), work("b", 2)]);
      yield* sleep(1);
      both.cancel("both");
      yield* attempt(both);
      yield* attempt(inner);
    },
  );
});
