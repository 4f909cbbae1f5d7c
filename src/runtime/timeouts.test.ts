/** Timeouts and waitFor, against CPython's own on its stock loop. */
import { describe } from "vitest";
import { twin } from "../testing/oracle/twins.ts";
import { sleep, wait, waitFor } from "./combinators.ts";
import { withAsync } from "./context-manager.ts";
import type { Coroutine } from "./coroutine.ts";
import { TimeoutError, ValueError } from "./exceptions.ts";
import { createTask, currentTask } from "./task.ts";
import { timeout, timeoutAt } from "./timeouts.ts";

describe("timeout, as CPython's:", () => {
  twin(
    "expires",
    `
    cm = asyncio.timeout(1)
    log(cm, cm.when(), cm.expired())
    try:
        async with cm as same:
            log(cm is same, cm, cm.when())
            await work("a", 2)
    except TimeoutError as error:
        log(error, error.__cause__, cm.expired(), cm)
    log(asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    `,
    function* ({ log, work }) {
      const manager = timeout(1);
      log(manager, manager.when(), manager.expired());
      try {
        yield* withAsync(manager, function* (same): Coroutine<void> {
          log(manager === same, manager, manager.when());
          yield* work("a", 2);
        });
      } catch (error) {
        log(error, (error as Error).cause, manager.expired(), manager);
      }
      log(currentTask()?.cancelling());
      yield* sleep(0);
    },
  );

  twin(
    "is left in time, or never comes",
    `
    async with asyncio.timeout(1) as cm:
        await work("a", 0.5)
    log(cm, cm.expired())
    async with asyncio.timeout(None) as cm:
        log(cm, cm.when())
        await work("b", 0.5)
    log(cm)
    await asyncio.sleep(2)
    `,
    function* ({ log, work }) {
      const manager = timeout(1);
      yield* withAsync(manager, () => work("a", 0.5));
      log(manager, manager.expired());
      const never = timeout(null);
      yield* withAsync(never, function* (): Coroutine<void> {
        log(never, never.when());
        yield* work("b", 0.5);
      });
      log(never);
      yield* sleep(2);
    },
  );

  twin(
    "at once: zero, and a time that is past",
    `
    for make in (lambda: asyncio.timeout(0), lambda: asyncio.timeout(-1), lambda: asyncio.timeout_at(-5)):
        try:
            async with make() as cm:
                log("in the block", cm)
                await asyncio.sleep(0)
                log("still there")
                await asyncio.sleep(0)
                log("never")
        except TimeoutError as error:
            log(error, cm.expired())
    async with asyncio.timeout(0):
        log("left without an await")
    await asyncio.sleep(0)
    `,
    function* ({ log }) {
      for (const make of [() => timeout(0), () => timeout(-1), () => timeoutAt(-5)]) {
        const manager = make();
        try {
          yield* withAsync(manager, function* (): Coroutine<void> {
            log("in the block", manager);
            yield* sleep(0);
            log("still there");
            yield* sleep(0);
            log("never");
          });
        } catch (error) {
          log(error, manager.expired());
        }
      }
      yield* withAsync(timeout(0), function* (): Coroutine<void> {
        log("left without an await");
      });
      yield* sleep(0);
    },
  );

  twin(
    "ties with what it limits",
    `
    for first in (1, 2):
        try:
            async with asyncio.timeout(first):
                await asyncio.sleep(1)
                await work("a", 1)
        except TimeoutError as error:
            log(error)
    task = spawn("slow", work("slow", 1))
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(1):
            log(await task)
    except TimeoutError as error:
        log(error, task.cancelled())
    `,
    function* ({ log, work, spawn }) {
      for (const first of [1, 2]) {
        try {
          yield* withAsync(timeout(first), function* (): Coroutine<void> {
            yield* sleep(1);
            yield* work("a", 1);
          });
        } catch (error) {
          log(error);
        }
      }
      const task = spawn("slow", work("slow", 1));
      yield* sleep(0);
      try {
        yield* withAsync(timeout(1), function* (): Coroutine<void> {
          log(yield* task);
        });
      } catch (error) {
        log(error, task.cancelled());
      }
    },
  );

  for (const [outer, inner] of [
    [1, 2],
    [2, 1],
    [1, 1],
  ] as const) {
    twin(
      `nested, ${outer} s around ${inner} s`,
      `
      try:
          async with asyncio.timeout(${outer}) as outer:
              try:
                  async with asyncio.timeout(${inner}) as inner:
                      await work("a", 5, cleanup=0.5)
              except TimeoutError as error:
                  log("inner", error)
                  await work("b", 5)
      except TimeoutError as error:
          log("outer", error)
      log(outer.expired(), inner.expired(), asyncio.current_task().cancelling())
      await asyncio.sleep(0)
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
    );
  }

  for (const when of [0.5, 1, 1.5]) {
    twin(
      `a cancel at ${when} s and a timeout at 1 s`,
      `
      async def limited():
          try:
              async with asyncio.timeout(1):
                  await work("a", 5, cleanup=1)
          except (TimeoutError, asyncio.CancelledError) as error:
              log("limited", error, asyncio.current_task().cancelling())
              raise
      task = spawn("limited", limited())
      await asyncio.sleep(${when})
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
    );
  }

  twin(
    "rescheduled: later, sooner, away, to the past",
    `
    for moves in ((3,), (0.5,), (None, 0.7), (None,), (-1,)):
        start = loop.time()
        try:
            async with asyncio.timeout(1) as cm:
                for delay in moves:
                    cm.reschedule(None if delay is None else start + delay)
                    log(cm.when() is None)
                await asyncio.sleep(4)
        except TimeoutError:
            pass
        log(loop.time() - start, cm.expired())
    `,
    function* ({ log, loop }) {
      for (const moves of [[3], [0.5], [null, 0.7], [null], [-1]]) {
        const start = loop.time();
        const manager = timeout(1);
        try {
          yield* withAsync(manager, function* (): Coroutine<void> {
            for (const delay of moves) {
              manager.reschedule(delay === null ? null : start + delay);
              log(manager.when() === null);
            }
            yield* sleep(4);
          });
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
        log(loop.time() - start, manager.expired());
      }
    },
  );

  twin(
    "misused",
    `
    def move(cm):
        try:
            cm.reschedule(2)
        except RuntimeError as error:
            log(error)
    cm = asyncio.timeout(1)
    move(cm)
    async with cm:
        pass
    move(cm)
    try:
        async with cm:
            log("never")
    except RuntimeError as error:
        log(error)
    cm = asyncio.timeout(1)
    try:
        async with cm:
            try:
                await asyncio.sleep(2)
            finally:
                move(cm)
    except TimeoutError:
        move(cm)
    `,
    function* ({ log }) {
      const move = (manager: ReturnType<typeof timeout>) => {
        try {
          manager.reschedule(2);
        } catch (error) {
          log(error);
        }
      };
      const once = timeout(1);
      move(once);
      yield* withAsync(once, function* (): Coroutine<void> {});
      move(once);
      try {
        yield* withAsync(once, function* (): Coroutine<void> {
          log("never");
        });
      } catch (error) {
        log(error);
      }
      const late = timeout(1);
      try {
        yield* withAsync(late, function* (): Coroutine<void> {
          try {
            yield* sleep(2);
          } finally {
            move(late);
          }
        });
      } catch {
        move(late);
      }
    },
  );

  twin(
    "lets another error through, and one made of its cancellation",
    `
    async def converts():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError as error:
            raise ValueError("converted") from error
    for block in (work("a", 0.5, fails="fails"), converts()):
        try:
            async with asyncio.timeout(1) as cm:
                await block
        except ValueError as error:
            log(error, cm.expired(), error.__context__, error.__context__ and error.__context__.__cause__, asyncio.current_task().cancelling())
    async with asyncio.timeout(1) as cm:
        log(await stubborn("b", 5))
    log(cm.expired(), asyncio.current_task().cancelling())
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
  );

  twin(
    "in a task that was asked to cancel before, and refused",
    `
    async def refuses():
        await stubborn("a", 5)
        try:
            async with asyncio.timeout(1):
                await work("b", 5)
        except BaseException as error:
            log(error, asyncio.current_task().cancelling())
    task = spawn("refuses", refuses())
    await asyncio.sleep(1)
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
  );
});

describe("waitFor, as CPython's:", () => {
  twin(
    "in time, late, failing",
    `
    await attempt(asyncio.wait_for(work("a", 1), 2))
    await attempt(asyncio.wait_for(work("b", 2, cleanup=1), 1))
    await attempt(asyncio.wait_for(work("c", 1, fails="c fails"), 2))
    await attempt(asyncio.wait_for(work("d", 1), None))
    await attempt(asyncio.wait_for(work("e", 1), 1))
    await attempt(asyncio.wait_for(stubborn("f", 2), 1))
    `,
    function* ({ work, stubborn, attempt }) {
      yield* attempt(waitFor(work("a", 1), 2));
      yield* attempt(waitFor(work("b", 2, { cleanup: 1 }), 1));
      yield* attempt(waitFor(work("c", 1, { fails: "c fails" }), 2));
      yield* attempt(waitFor(work("d", 1), null));
      yield* attempt(waitFor(work("e", 1), 1));
      yield* attempt(waitFor(stubborn("f", 2), 1));
    },
  );

  twin(
    "without any time",
    `
    await attempt(asyncio.wait_for(work("a", 1), 0))
    await attempt(asyncio.wait_for(work("b", 1), -1))
    done = spawn("done", work("done", 0))
    running = spawn("running", work("running", 1, cleanup=0.5))
    refuses = spawn("refuses", stubborn("refuses", 1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await attempt(asyncio.wait_for(done, 0))
    await attempt(asyncio.wait_for(running, 0))
    await attempt(asyncio.wait_for(refuses, 0))
    `,
    function* ({ work, stubborn, spawn, attempt }) {
      yield* attempt(waitFor(work("a", 1), 0));
      yield* attempt(waitFor(work("b", 1), -1));
      const done = spawn("done", work("done", 0));
      const running = spawn("running", work("running", 1, { cleanup: 0.5 }));
      const refuses = spawn("refuses", stubborn("refuses", 1));
      yield* sleep(0);
      yield* sleep(0);
      yield* attempt(waitFor(done, 0));
      yield* attempt(waitFor(running, 0));
      yield* attempt(waitFor(refuses, 0));
    },
  );

  for (const when of [0, 0.5, 1, 1.5]) {
    twin(
      `cancelled after ${when} s`,
      `
      inner = spawn("inner", work("inner", 5, cleanup=1))
      outer = spawn("outer", asyncio.wait_for(inner, 1))
      await asyncio.sleep(${when})
      log(outer.cancel("no more"))
      await attempt(outer)
      log(inner.cancelled(), outer.cancelled())
      await asyncio.wait([inner])
      `,
      function* ({ log, work, spawn, attempt }) {
        const inner = spawn("inner", work("inner", 5, { cleanup: 1 }));
        const outer = spawn("outer", waitFor(inner, 1));
        yield* sleep(when);
        log(outer.cancel("no more"));
        yield* attempt(outer);
        log(inner.cancelled(), outer.cancelled());
        yield* wait([inner]);
      },
    );
  }

  twin(
    "whose task is cancelled by another",
    `
    inner = spawn("inner", work("inner", 5))
    outer = asyncio.create_task(asyncio.wait_for(inner, 3))
    await asyncio.sleep(1)
    inner.cancel("inside")
    await attempt(outer)
    log(outer.cancelled(), outer.cancelling())
    `,
    function* ({ log, work, spawn, attempt }) {
      const inner = spawn("inner", work("inner", 5));
      const outer = createTask(waitFor(inner, 3));
      yield* sleep(1);
      inner.cancel("inside");
      yield* attempt(outer);
      log(outer.cancelled(), outer.cancelling());
    },
  );
});
