/** Programs whose tasks clean up as they are cancelled, or refuse to be. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { currentTask } from "../../runtime/tasks/task.ts";
import { withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const cancelledCleanups: Program[] = withTools([
  [
    "refused once and again, and obeyed at the third request",
    `
    async def stays():
        for i in range(2):
            await stubborn(i, 9)
        await sleep(9)
    task = spawn("stays", stays())
    for i in range(3):
        await sleep(1)
        log(task.cancel(f"request {i}"), task.cancelling())
    await attempt(task)
    log(task.cancelled(), task.cancelling())
    `,
    function* ({ log, stubborn, spawn, attempt }) {
      function* stays(): Coroutine<void> {
        for (let i = 0; i < 2; i++) yield* stubborn(String(i), 9);
        yield* sleep(9);
      }
      const task = spawn("stays", stays());
      for (let i = 0; i < 3; i++) {
        yield* sleep(1);
        log(task.cancel(`request ${i}`), task.cancelling());
      }
      yield* attempt(task);
      log(task.cancelled(), task.cancelling());
    },
  ],

  [
    "what its cleanup throws or returns is what it comes to",
    `
    async def ends(how):
        try:
            await sleep(9)
        except CancelledError:
            if how == "fails": raise ValueError("in cleanup")
            if how == "another": raise CancelledError("another")
            if how == "returns": return "in cleanup"
            await sleep(1)
            if how == "fails late": raise ValueError("late")
            raise
    for how in "fails", "another", "returns", "fails late", "raises late":
        task = spawn(how, ends(how))
        await sleep(1)
        task.cancel("why")
        await attempt(task)
        log(how, task.cancelled(), task.cancelling())
    `,
    function* ({ log, spawn, attempt }) {
      function* ends(how: string): Coroutine<string> {
        try {
          yield* sleep(9);
          return "";
        } catch (error) {
          if (how === "fails") throw new ValueError("in cleanup");
          if (how === "another") throw new CancelledError("another");
          if (how === "returns") return "in cleanup";
          yield* sleep(1);
          if (how === "fails late") throw new ValueError("late");
          throw error;
        }
      }
      for (const how of ["fails", "another", "returns", "fails late", "raises late"]) {
        const task = spawn(how, ends(how));
        yield* sleep(1);
        task.cancel("why");
        yield* attempt(task);
        log(how, task.cancelled(), task.cancelling());
      }
    },
  ],

  [
    "a finally that awaits is cut short by the next request, and a return in it wins",
    `
    async def waits():
        try:
            await sleep(9)
        finally:
            log("cleans", current_task().cancelling())
            await sleep(5)
            log("never")
    async def wins():
        try:
            await sleep(9)
        finally:
            await sleep(1)
            return "in spite of all"
    for body in waits, wins:
        task = spawn("a", body())
        await sleep(1)
        task.cancel("one")
        await sleep(0.5)
        if body is waits: task.cancel("two")
        await attempt(task)
    `,
    function* ({ log, spawn, attempt }) {
      function* waits(): Coroutine<string> {
        try {
          yield* sleep(9);
        } finally {
          log("cleans", currentTask()!.cancelling());
          yield* sleep(5);
          log("never");
        }
        return "";
      }
      function* wins(): Coroutine<string> {
        try {
          yield* sleep(9);
        } finally {
          yield* sleep(1);
          // eslint-disable-next-line no-unsafe-finally -- that is what it is about
          return "in spite of all";
        }
      }
      for (const body of [waits, wins]) {
        const task = spawn("a", body());
        yield* sleep(1);
        task.cancel("one");
        yield* sleep(0.5);
        if (body === waits) task.cancel("two");
        yield* attempt(task);
      }
    },
  ],
]);
