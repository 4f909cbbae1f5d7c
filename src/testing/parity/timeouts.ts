/** Programs with timeouts. */
import { sleep } from "../../runtime/combinators/combinators.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { TimeoutError } from "../../runtime/errors/exceptions.ts";
import { currentTask } from "../../runtime/tasks/task.ts";
import { timeout, timeoutAt } from "../../runtime/combinators/timeouts.ts";
import type { Program } from "./parity.ts";

export const timeouts: Program[] = [
  [
    "expires",
    `
    cm = timeout(1)
    log(cm, cm.when(), cm.expired())
    try:
        async with cm as same:
            log(cm is same, cm, cm.when())
            await work("a", 2)
    except TimeoutError as error:
        log(error, error.__cause__, cm.expired(), cm)
    log(current_task().cancelling())
    await sleep(0)
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
  ],

  [
    "is left in time, or never comes",
    `
    async with timeout(1) as cm:
        await work("a", 0.5)
    log(cm, cm.expired())
    async with timeout(None) as cm:
        log(cm, cm.when())
        await work("b", 0.5)
    log(cm)
    await sleep(2)
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
  ],

  [
    "at once: zero, and a time that is past",
    `
    for make in (lambda: timeout(0), lambda: timeout(-1), lambda: timeout_at(-5)):
        try:
            async with make() as cm:
                log("in the block", cm)
                await sleep(0)
                log("still there")
                await sleep(0)
                log("never")
        except TimeoutError as error:
            log(error, cm.expired())
    async with timeout(0):
        log("left without an await")
    await sleep(0)
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
  ],

  [
    "ties with what it limits",
    `
    for first in (1, 2):
        try:
            async with timeout(first):
                await sleep(1)
                await work("a", 1)
        except TimeoutError as error:
            log(error)
    task = spawn("slow", work("slow", 1))
    await sleep(0)
    try:
        async with timeout(1):
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
  ],

  [
    "rescheduled: later, sooner, away, to the past",
    `
    for moves in ((3,), (0.5,), (None, 0.7), (None,), (-1,)):
        start = loop.time()
        try:
            async with timeout(1) as cm:
                for delay in moves:
                    cm.reschedule(None if delay is None else start + delay)
                    log(cm.when() is None)
                await sleep(4)
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
  ],

  [
    "misused",
    `
    def move(cm):
        try:
            cm.reschedule(2)
        except RuntimeError as error:
            log(error)
    cm = timeout(1)
    move(cm)
    async with cm:
        pass
    move(cm)
    try:
        async with cm:
            log("never")
    except RuntimeError as error:
        log(error)
    cm = timeout(1)
    try:
        async with cm:
            try:
                await sleep(2)
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
  ],
];
