/** Programs that cancel tasks that wait for tasks. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { currentTask, type Task } from "../../runtime/tasks/task.ts";
import { withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const cancelledChains: Program[] = withTools([
  [
    "down a chain of tasks to the innermost, and up again",
    `
    async def waits(task):
        return await task
    inner = spawn("inner", work("inner", 9, cleanup=1))
    middle = spawn("middle", waits(inner))
    outer = spawn("outer", waits(middle))
    await sleep(1)
    log(outer.cancel("all of you"), [task.cancelling() for task in (inner, middle, outer)])
    await attempt(outer)
    log([task.cancelled() for task in (inner, middle, outer)])
    `,
    function* ({ log, work, spawn, attempt }) {
      function* waits(task: Task<unknown>): Coroutine<unknown> {
        return yield* task;
      }
      const inner = spawn("inner", work("inner", 9, { cleanup: 1 }));
      const middle = spawn("middle", waits(inner));
      const outer = spawn("outer", waits(middle));
      const tasks: Task<unknown>[] = [inner, middle, outer];
      yield* sleep(1);
      log(
        outer.cancel("all of you"),
        tasks.map((task) => task.cancelling()),
      );
      yield* attempt(outer);
      log(tasks.map((task) => task.cancelled()));
    },
  ],

  [
    "a chain whose innermost refuses is not cancelled, though it was asked",
    `
    async def waits(task):
        return await task
    inner = spawn("inner", stubborn("inner", 9))
    outer = spawn("outer", waits(inner))
    await sleep(1)
    outer.cancel("please")
    await attempt(outer)
    log(outer.cancelling(), inner.cancelling(), outer.cancelled())
    `,
    function* ({ log, stubborn, spawn, attempt }) {
      function* waits(task: Task<unknown>): Coroutine<unknown> {
        return yield* task;
      }
      const inner = spawn("inner", stubborn("inner", 9));
      const outer = spawn("outer", waits(inner));
      yield* sleep(1);
      outer.cancel("please");
      yield* attempt(outer);
      log(outer.cancelling(), inner.cancelling(), outer.cancelled());
    },
  ],

  [
    "one in the middle of a chain: who awaits it sees the cancellation and may go on",
    `
    async def waits(task):
        try:
            return await task
        except CancelledError as error:
            log("sees", error, current_task().cancelling())
            return "went on"
    inner = spawn("inner", work("inner", 9))
    outer = spawn("outer", waits(inner))
    await sleep(1)
    inner.cancel("inner alone")
    log(await outer)
    `,
    function* ({ log, work, spawn }) {
      function* waits(task: Task<unknown>): Coroutine<unknown> {
        try {
          return yield* task;
        } catch (error) {
          if (!(error instanceof CancelledError)) throw error;
          log("sees", error, currentTask()!.cancelling());
          return "went on";
        }
      }
      const inner = spawn("inner", work("inner", 9));
      const outer = spawn("outer", waits(inner));
      yield* sleep(1);
      inner.cancel("inner alone");
      log(yield* outer);
    },
  ],
]);
