/** Programs that gather. */
import { gather, sleep } from "../../runtime/combinators/combinators.ts";
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { allTasks, type Task } from "../../runtime/tasks/task.ts";
import type { Program } from "./parity.ts";

export const gathering: Program[] = [
  [
    "gives results in the order of its arguments",
    `
    future = loop.create_future()
    loop.call_later(1, future.set_result, "future")
    done = spawn("done", work("done", 0))
    await sleep(0)
    log(await gather(work("a", 2), done, future, work("b", 1), done))
    log(await gather())
    log(await gather(done, future))
    `,
    function* ({ log, loop, work, spawn }) {
      const future = loop.createFuture<string>();
      loop.callLater(1, () => future.setResult("future"), { name: "Future.set_result" });
      const done = spawn("done", work("done", 0));
      yield* sleep(0);
      log(yield* gather([work("a", 2), done, future, work("b", 1), done]));
      log(yield* gather([]));
      log(yield* gather([done, future]));
    },
  ],

  [
    "a failure is told at once, and leaves the siblings alone",
    `
    siblings = [spawn(f"t{i}", work(f"t{i}", i, fails=f"fails {i}" if i > 1 else None)) for i in range(4)]
    await attempt(gather(*siblings))
    log([task.done() for task in siblings])
    await sleep(3)
    log([task.done() for task in siblings])
    await attempt(gather(*siblings))
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
  ],

  [
    "returnExceptions puts errors among the results",
    `
    cancelled = spawn("cancelled", work("cancelled", 5))
    loop.call_later(1, cancelled.cancel, "why")
    log(await gather(work("a", 2), work("b", 1, fails="b fails"), cancelled, return_exceptions=True))
    log(await gather(cancelled, return_exceptions=True))
    `,
    function* ({ log, loop, work, spawn }) {
      const cancelled = spawn("cancelled", work("cancelled", 5));
      loop.callLater(1, () => void cancelled.cancel("why"), { name: "Task.cancel" });
      log(
        yield* gather([work("a", 2), work("b", 1, { fails: "b fails" }), cancelled], {
          returnExceptions: true,
        }),
      );
      log(yield* gather([cancelled], { returnExceptions: true }));
    },
  ],

  [
    "a child that is cancelled counts as a failure",
    `
    a, b = spawn("a", work("a", 2)), spawn("b", work("b", 2))
    both = gather(a, b)
    loop.call_later(1, a.cancel, "a alone")
    await attempt(both)
    log(both.cancelled(), a.cancelled(), b.done())
    log(await b)
    `,
    function* ({ log, loop, work, spawn, attempt }) {
      const [a, b] = [spawn("a", work("a", 2)), spawn("b", work("b", 2))];
      const both = gather([a, b]);
      loop.callLater(1, () => void a.cancel("a alone"), { name: "Task.cancel" });
      yield* attempt(both);
      log(both.cancelled(), a.cancelled(), b.done());
      log(yield* b);
    },
  ],

  ...[false, true].flatMap((returnExceptions) => [
    ...["the future", "the task"].map((who): Program => [
      `cancelled by ${who}, returnExceptions ${returnExceptions}`,
      `
      async def outer():
          return await both
      both = gather(work("a", 5, cleanup=1), work("b", 5), stubborn("c", 5), work("d", 0),
                            return_exceptions=${returnExceptions ? "True" : "False"})
      task = spawn("outer", outer())
      await sleep(1)
      log(${who === "the future" ? "both" : "task"}.cancel("enough"))
      await attempt(task)
      log(both.done(), both.cancelled(), both.cancel(), task.cancelling())
      await sleep(2)
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
    ]),
  ]),

  ...[false, true].map((fails): Program => [
    `cancelled by its own child, which ${fails ? "fails" : "gives up"}, the message is the child's`,
    `
    async def waits():
        return await gather(inner, return_exceptions=True)
    async def cancels():
        task.cancel("why")
        ${fails ? 'raise ValueError("fails")' : "await sleep(0)"}
    task = spawn("outer", waits())
    inner = spawn("inner", cancels())
    await attempt(task)
    await attempt(inner)
    `,
    function* ({ spawn, attempt }) {
      function* waits(): Coroutine<unknown> {
        return yield* gather([inner], { returnExceptions: true });
      }
      function* cancels(): Coroutine<void> {
        task.cancel("why");
        if (fails) throw new ValueError("fails");
        yield* sleep(0);
      }
      const task = spawn("outer", waits());
      const inner: Task<void> = spawn("inner", cancels());
      yield* attempt(task);
      yield* attempt(inner);
    },
  ]),

  [
    "nested, and left running at the end",
    `
    inner = gather(work("a", 1), work("b", 2, fails="b fails"))
    await attempt(gather(inner, work("c", 3, cleanup=1), work("d", 1.5)))
    log(len(all_tasks()))
    async def fails_late():
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError("at the end")
    spawn("fails late", fails_late())
    await sleep(0)
    `,
    function* ({ work, attempt, spawn, log }) {
      const inner = gather([work("a", 1), work("b", 2, { fails: "b fails" })]);
      yield* attempt(gather([inner, work("c", 3, { cleanup: 1 }), work("d", 1.5)]));
      log(allTasks().size);
      spawn("fails late", failsLate());
      yield* sleep(0);
    },
  ],

  [
    "of what cannot be awaited, and of one that fails at once",
    `
    try:
        gather(work("never", 1), 5)
    except TypeError as error:
        log(error)
    failed = loop.create_future()
    failed.set_exception(ValueError("already"))
    await attempt(gather(failed, work("a", 1)))
    log(await gather(failed, return_exceptions=True))
    await sleep(2)
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
  ],
];

function* failsLate(): Coroutine<void> {
  try {
    yield* sleep(9);
  } catch (error) {
    if (error instanceof CancelledError) throw new ValueError("at the end");
  }
}
