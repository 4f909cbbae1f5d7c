/** Programs that cancel tasks, in every state that a task can be in. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { currentTask } from "../../runtime/tasks/task.ts";
import { withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const taskCancellations: Program[] = withTools([
  ...[[], ["early"], ["early", "later"]].map((messages): Program => {
    const list = `[${messages.map((message) => `"${message}"`).join(", ")}]`;
    return [
      `before its first step, with the messages ${list}, its coroutine never begins`,
      `
    task = spawn("a", work("a", 1))
    task.add_done_callback(says("called"))
    for message in ${list} or [None]: log(task.cancel(message), task.cancelling(), task.done(), task.cancelled())
    await attempt(task)
    log(task.cancel("late"), task.cancelling(), task.uncancel(), task.cancelled())
    `,
      function* ({ log, work, spawn, attempt }) {
        const task = spawn("a", work("a", 1));
        task.addDoneCallback({ log: (future: unknown) => log("called", future) }.log);
        for (const message of messages.length > 0 ? messages : [undefined]) {
          log(task.cancel(message), task.cancelling(), task.done(), task.cancelled());
        }
        yield* attempt(task);
        log(task.cancel("late"), task.cancelling(), task.uncancel(), task.cancelled());
      },
    ];
  }),

  [
    "ready already, as what it waited on is done: the result is lost, and so is an exception",
    `
    async def waits(future):
        return await future
    for end in (lambda f: f.set_result(1), lambda f: f.set_exception(ValueError("lost")), lambda f: f.cancel("first")):
        future = loop.create_future()
        task = follow("a", waits(future))
        await sleep(0)
        end(future)
        log(task.cancel("too late"), future.done())
        await sleep(0)
        log(task.cancelled(), task.done())
        await sleep(0)
    `,
    function* ({ log, loop, follow }) {
      const future = () => loop.createFuture<unknown>();
      function* waits(awaited: ReturnType<typeof future>): Coroutine<unknown> {
        return yield* awaited;
      }
      for (const end of [
        (f: ReturnType<typeof future>) => f.setResult(1),
        (f: ReturnType<typeof future>) => f.setException(new ValueError("lost")),
        (f: ReturnType<typeof future>) => f.cancel("first"),
      ]) {
        const awaited = future();
        const task = follow("a", waits(awaited));
        yield* sleep(0);
        end(awaited);
        log(task.cancel("too late"), awaited.done());
        yield* sleep(0);
        log(task.cancelled(), task.done());
        yield* sleep(0);
      }
    },
  ],

  [
    "by itself: before an await, right before its return, before an error, and taken back",
    `
    async def awaits():
        log(current_task().cancel("me"), current_task().cancelling())
        await sleep(0)
        log("never")
    async def returns():
        current_task().cancel("me")
        return "lost"
    async def fails():
        current_task().cancel("me")
        raise ValueError("wins")
    async def regrets():
        current_task().cancel("me")
        log(current_task().uncancel())
        await sleep(0)
        return "goes on"
    for ends in awaits, returns, fails, regrets:
        task = spawn("self", ends())
        await attempt(task)
        log(task.cancelled(), task.cancelling())
    `,
    function* ({ log, spawn, attempt }) {
      const self = () => currentTask()!;
      function* awaits(): Coroutine<string> {
        log(self().cancel("me"), self().cancelling());
        yield* sleep(0);
        log("never");
        return "";
      }
      function* returns(): Coroutine<string> {
        self().cancel("me");
        return "lost";
      }
      function* fails(): Coroutine<string> {
        self().cancel("me");
        throw new ValueError("wins");
      }
      function* regrets(): Coroutine<string> {
        self().cancel("me");
        log(self().uncancel());
        yield* sleep(0);
        return "goes on";
      }
      for (const ends of [awaits, returns, fails, regrets]) {
        const task = spawn("self", ends());
        yield* attempt(task);
        log(task.cancelled(), task.cancelling());
      }
    },
  ],

  [
    "twice before it runs: the waiter is cancelled once, and the later message goes to the next await",
    `
    async def cleans():
        try:
            await sleep(9)
        except CancelledError as error:
            log("first", error, current_task().cancelling())
        try:
            await sleep(1)
        except CancelledError as error:
            log("second", error)
        return "done"
    task = spawn("a", cleans())
    await sleep(1)
    log(task.cancel("one"), task.cancel("two"), task.cancelling())
    await attempt(task)
    log(task.uncancel(), task.uncancel(), task.uncancel())
    `,
    function* ({ log, spawn, attempt }) {
      function* cleans(): Coroutine<string> {
        try {
          yield* sleep(9);
        } catch (error) {
          log("first", error, currentTask()!.cancelling());
        }
        try {
          yield* sleep(1);
        } catch (error) {
          log("second", error);
        }
        return "done";
      }
      const task = spawn("a", cleans());
      yield* sleep(1);
      log(task.cancel("one"), task.cancel("two"), task.cancelling());
      yield* attempt(task);
      log(task.uncancel(), task.uncancel(), task.uncancel());
    },
  ],

  [
    "taken back before it runs: only a request that no wait was cancelled for",
    `
    for delay in 0, 9:
        async def waits():
            await sleep(delay)
            return "slept"
        task = spawn("a", waits())
        await sleep(0)
        task.cancel("one")
        task.cancel("two")
        log(task.uncancel(), task.cancelling(), task.uncancel(), task.uncancel())
        await attempt(task)
    `,
    function* ({ log, spawn, attempt }) {
      for (const delay of [0, 9]) {
        const waits = function* (): Coroutine<string> {
          yield* sleep(delay);
          return "slept";
        };
        const task = spawn("a", waits());
        yield* sleep(0);
        task.cancel("one");
        task.cancel("two");
        log(task.uncancel(), task.cancelling(), task.uncancel(), task.uncancel());
        yield* attempt(task);
      }
    },
  ],

  [
    "by a callback in the iteration in which it would go on, before and behind its step",
    `
    async def naps():
        await sleep(1)
        log("woke")
        await sleep(0)
        return "slept"
    before = spawn("before", naps())
    loop.call_later(1, before.cancel, "timer made first")
    behind = spawn("behind", naps())
    await sleep(0)
    loop.call_later(1, behind.cancel, "timer made after")
    await attempt(before)
    await attempt(behind)
    `,
    function* ({ log, loop, spawn, attempt }) {
      function* naps(): Coroutine<string> {
        yield* sleep(1);
        log("woke");
        yield* sleep(0);
        return "slept";
      }
      const before = spawn("before", naps());
      loop.callLater(1, () => void before.cancel("timer made first"), { name: "Task.cancel" });
      const behind = spawn("behind", naps());
      yield* sleep(0);
      loop.callLater(1, () => void behind.cancel("timer made after"), { name: "Task.cancel" });
      yield* attempt(before);
      yield* attempt(behind);
    },
  ],

  [
    "a request that comes while the waiter's end is on its way is kept for the next await",
    `
    future = loop.create_future()
    async def waits():
        try:
            await future
        except CancelledError as error:
            log("told", error)
            raise
    task = spawn("a", waits())
    await sleep(0)
    future.add_done_callback(lambda _: log(task.cancel("in a callback behind it")))
    future.remove_done_callback(None)
    future.cancel("the future's")
    task.cancel("the task's")
    await attempt(task)
    `,
    function* ({ log, loop, spawn, attempt }) {
      const future = loop.createFuture();
      function* waits(): Coroutine<void> {
        try {
          yield* future;
        } catch (error) {
          log("told", error);
          throw error;
        }
      }
      const task = spawn("a", waits());
      yield* sleep(0);
      const cancels = () => log(task.cancel("in a callback behind it"));
      Object.defineProperty(cancels, "name", { value: "main.<locals>.<lambda>" });
      future.addDoneCallback(cancels);
      future.cancel("the future's");
      task.cancel("the task's");
      yield* attempt(task);
    },
  ],
]);
