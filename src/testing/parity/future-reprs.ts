/** Programs that show how futures and tasks are written. */
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import { gather, shield, sleep } from "../../runtime/combinators/combinators.ts";
import { currentTask } from "../../runtime/tasks/task.ts";
import { named, plain, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const futureReprs: Program[] = withTools([
  [
    "a future in each state",
    `
    for end in (lambda f: None, lambda f: f.set_result(1), lambda f: f.set_result("text"),
                lambda f: f.set_result("a long text " * 9), lambda f: f.set_exception(ValueError("it's")),
                lambda f: f.set_exception(ValueError()), lambda f: f.cancel("why")):
        future = loop.create_future()
        end(future)
        log(plain(future))
        if future.done() and not future.cancelled(): future.exception()
    `,
    function* ({ log, loop }) {
      for (const end of [
        () => {},
        (f: Future<unknown>) => f.setResult(1),
        (f: Future<unknown>) => f.setResult("text"),
        (f: Future<unknown>) => f.setResult("a long text ".repeat(9)),
        (f: Future<unknown>) => f.setException(new ValueError("it's")),
        (f: Future<unknown>) => f.setException(new ValueError()),
        (f: Future<unknown>) => f.cancel("why"),
      ]) {
        const future = loop.createFuture();
        end(future);
        log(plain(future));
        if (future.done() && !future.cancelled()) future.exception();
      }
    },
  ],

  [
    "with one callback, with two and with many",
    `
    @bare
    def first(_): pass
    @bare
    def other(_): pass
    @bare
    def last(_): pass
    future = loop.create_future()
    for callback in first, last, other, first, last:
        future.add_done_callback(callback)
        log(plain(future))
    future.remove_done_callback(first)
    log(plain(future))
    future.set_result(None)
    log(future.done())
    `,
    function* ({ log, loop }) {
      const first = () => {};
      const other = () => {};
      const last = () => {};
      const future = loop.createFuture<void>();
      for (const callback of [first, last, other, first, last]) {
        future.addDoneCallback(callback);
        log(plain(future));
      }
      future.removeDoneCallback(first);
      log(plain(future));
      future.setResult();
      log(future.done());
    },
  ],

  [
    "a task in each state, with what it waits on and who waits on it",
    `
    future = loop.create_future()
    async def waits():
        log("runs", plain(current_task()))
        return await future
    async def awaits(task):
        return await task
    task = spawn("it's", waits())
    outer = spawn("outer", awaits(task))
    log(plain(task))
    await sleep(0)
    log(plain(task), plain(outer))
    task.cancel()
    log(plain(task))
    await sleep(0)
    await sleep(0)
    log(plain(task), plain(outer))
    `,
    function* ({ log, loop, spawn }) {
      const future = loop.createFuture();
      function* waits(): Coroutine<unknown> {
        log("runs", plain(currentTask()));
        return yield* future;
      }
      function* awaits(task: Future<unknown>): Coroutine<unknown> {
        return yield* task;
      }
      const task = spawn("it's", waits());
      const outer = spawn("outer", awaits(task));
      log(plain(task));
      yield* sleep(0);
      log(plain(task), plain(outer));
      task.cancel();
      log(plain(task));
      yield* sleep(0);
      yield* sleep(0);
      log(plain(task), plain(outer));
    },
  ],

  [
    "a task that ended, in each way",
    `
    async def gives(what):
        if isinstance(what, BaseException): raise what
        return what
    for what in 1, "text", ValueError("oops"), CancelledError("own"):
        task = spawn("gives", gives(what))
        await sleep(0)
        log(plain(task))
        if not task.cancelled(): task.exception()
    `,
    function* ({ log, spawn }) {
      function* gives(what: unknown): Coroutine<unknown> {
        if (what instanceof Error) throw what;
        return what;
      }
      for (const what of [1, "text", new ValueError("oops"), new CancelledError("own")]) {
        const task = spawn("gives", gives(what));
        yield* sleep(0);
        log(plain(task));
        if (!task.cancelled()) task.exception();
      }
    },
  ],

  [
    "what gather and shield give",
    `
    a, b = spawn("a", sleep(1)), spawn("b", sleep(1))
    both, alone = gather(a, b), shield(b)
    log(plain(both), plain(alone).split(" cb=")[0])
    await both
    log(plain(both).split(" result=")[0])
    `,
    function* ({ log, spawn }) {
      const [a, b] = [spawn("a", sleep(1)), spawn("b", sleep(1))];
      const [both, alone] = [gather([a, b]), shield(b)];
      log(plain(both).replace("GatheringFuture", "_GatheringFuture"), plain(alone).split(" cb=")[0]);
      yield* both;
      log(plain(both).replace("GatheringFuture", "_GatheringFuture").split(" result=")[0]);
    },
  ],

  [
    "a callback that has a name of its own, and a method",
    `
    class Listener:
        def hears(self, _): pass
    Listener.hears.__qualname__ = "Listener.hears"
    future = loop.create_future()
    future.add_done_callback(Listener().hears)
    log(plain(future))
    `,
    function* ({ log, loop }) {
      const future = loop.createFuture();
      future.addDoneCallback(named("Listener.hears", () => {}));
      log(plain(future));
    },
  ],
]);
