/** Programs with timeouts that meet: other timeouts, cancellations, errors. */
import { sleep } from "../../runtime/combinators/combinators.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { TimeoutError, ValueError } from "../../runtime/errors/exceptions.ts";
import { currentTask } from "../../runtime/tasks/task.ts";
import { timeout } from "../../runtime/combinators/timeouts.ts";
import type { Program } from "./parity.ts";

export const timeoutCancellations: Program[] = [
  ...(
    [
      [1, 2],
      [2, 1],
      [1, 1],
    ] as const
  ).map(([outer, inner]): Program => [
    `nested, ${outer} s around ${inner} s`,
    `
    try:
        async with timeout(${outer}) as outer:
            try:
                async with timeout(${inner}) as inner:
                    await work("a", 5, cleanup=0.5)
            except TimeoutError as error:
                log("inner", error)
                await work("b", 5)
    except TimeoutError as error:
        log("outer", error)
    log(outer.expired(), inner.expired(), current_task().cancelling())
    await sleep(0)
    `,
    function* ({ log, work }) {
      const [around, within] = [timeout(outer), timeout(inner)];
      try {
        yield* withAsync(around, function* (): Coroutine<void> {
          try {
            yield* withAsync(within, () => work("a", 5, { cleanup: 0.5 }));
          } catch (error) {
            if (!(error instanceof TimeoutError)) throw error;
            log("inner", error);
            yield* work("b", 5);
          }
        });
      } catch (error) {
        log("outer", error);
      }
      log(around.expired(), within.expired(), currentTask()?.cancelling());
      yield* sleep(0);
    },
  ]),

  ...[0.5, 1, 1.5].map((when): Program => [
    `a cancel at ${when} s and a timeout at 1 s`,
    `
    async def limited():
        try:
            async with timeout(1):
                await work("a", 5, cleanup=1)
        except (TimeoutError, CancelledError) as error:
            log("limited", error, current_task().cancelling())
            raise
    task = spawn("limited", limited())
    await sleep(${when})
    log(task.cancel("by hand"))
    await attempt(task)
    log(task.cancelled(), task.cancelling())
    `,
    function* ({ log, work, spawn, attempt }) {
      function* limited(): Coroutine<void> {
        try {
          yield* withAsync(timeout(1), () => work("a", 5, { cleanup: 1 }));
        } catch (error) {
          log("limited", error, currentTask()?.cancelling());
          throw error;
        }
      }
      const task = spawn("limited", limited());
      yield* sleep(when);
      log(task.cancel("by hand"));
      yield* attempt(task);
      log(task.cancelled(), task.cancelling());
    },
  ]),

  [
    "lets another error through, and one made of its cancellation",
    `
    async def converts():
        try:
            await sleep(5)
        except CancelledError as error:
            raise ValueError("converted") from error
    for block in (work("a", 0.5, fails="fails"), converts()):
        try:
            async with timeout(1) as cm:
                await block
        except ValueError as error:
            log(error, cm.expired(), error.__context__, error.__context__ and error.__context__.__cause__, current_task().cancelling())
    async with timeout(1) as cm:
        log(await stubborn("b", 5))
    log(cm.expired(), current_task().cancelling())
    `,
    function* ({ log, work, stubborn }) {
      function* converts(): Coroutine<void> {
        try {
          yield* sleep(5);
        } catch (error) {
          throw new ValueError("converted", { cause: error });
        }
      }
      for (const block of [work("a", 0.5, { fails: "fails" }), converts()]) {
        const manager = timeout(1);
        try {
          yield* withAsync<unknown, unknown>(manager, () => block);
        } catch (error) {
          // Python has it in the chain of contexts, JavaScript in that of causes.
          const cause = (error as Error).cause as Error | undefined;
          log(error, manager.expired(), cause, cause?.cause, currentTask()?.cancelling());
        }
      }
      const refused = timeout(1);
      yield* withAsync(refused, function* (): Coroutine<void> {
        log(yield* stubborn("b", 5));
      });
      log(refused.expired(), currentTask()?.cancelling());
    },
  ],

  [
    "in a task that was asked to cancel before, and refused",
    `
    async def refuses():
        await stubborn("a", 5)
        try:
            async with timeout(1):
                await work("b", 5)
        except BaseException as error:
            log(error, current_task().cancelling())
    task = spawn("refuses", refuses())
    await sleep(1)
    task.cancel("in vain")
    await attempt(task)
    log(task.cancelling())
    `,
    function* ({ log, work, stubborn, spawn, attempt }) {
      function* refuses(): Coroutine<void> {
        yield* stubborn("a", 5);
        try {
          yield* withAsync(timeout(1), () => work("b", 5));
        } catch (error) {
          log(error, currentTask()?.cancelling());
        }
      }
      const task = spawn("refuses", refuses());
      yield* sleep(1);
      task.cancel("in vain");
      yield* attempt(task);
      log(task.cancelling());
    },
  ],
];
