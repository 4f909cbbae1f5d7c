/** Programs that await what cannot be awaited so: the task is told at that place, and may go on. */
import type { Coroutine, Yielded } from "../../runtime/tasks/coroutine.ts";
import { EventLoop } from "../../runtime/loop/event-loop.ts";
import { gather, sleep, wait } from "../../runtime/combinators/combinators.ts";
import { createTask, currentTask, ensureFuture } from "../../runtime/tasks/task.ts";
import { checks as checking, tries as trying, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const wrongAwaits: Program[] = withTools([
  [
    "a bare yield of a future is not an await of it",
    `
    import types
    @types.coroutine
    def yields(future):
        yield future
    future = loop.create_future()
    await spawn("a", tries(yields(future)))
    await spawn("b", tries(yields(spawn("other", sleep(1)))))
    log(plain(future))
    `,
    function* (kit) {
      const { log, loop, spawn } = kit;
      const tries = trying(kit);
      function* yields(future: Yielded): Coroutine<void> {
        yield future;
      }
      const future = loop.createFuture();
      yield* spawn("a", tries(yields(future)));
      yield* spawn("b", tries(yields(spawn("other", sleep(1)))));
      log(String(future));
    },
  ],

  [
    "what is no future is a bad yield, and nothing at all lets the others run",
    `
    import types
    @types.coroutine
    def yields(what):
        return (yield what)
    for what in 5, "text", None, 1.5:
        loop.call_soon(says("others"))
        await spawn("a", tries(yields(what)))
    `,
    function* (kit) {
      const { loop, spawn } = kit;
      const tries = trying(kit);
      function* yields(what: unknown): Coroutine<unknown> {
        return yield what as Yielded;
      }
      for (const what of [5, "text", undefined, 1.5]) {
        loop.callSoon(() => kit.log("others"), { name: "log" });
        yield* spawn("a", tries(yields(what)));
      }
    },
  ],

  [
    "a task cannot await itself, and goes on",
    `
    import types
    @types.coroutine
    def yields(what):
        yield what
    async def itself():
        await tries(current_task())
        await tries(current_task())
        await tries(yields(current_task()))
        return "went on"
    log(await spawn("itself", itself()))
    `,
    function* (kit) {
      const { log, spawn } = kit;
      const tries = trying(kit);
      function* yields(what: Yielded): Coroutine<void> {
        yield what;
      }
      function* itself(): Coroutine<string> {
        yield* tries(currentTask()!);
        yield* tries(currentTask()!);
        yield* tries(yields(currentTask()!));
        return "went on";
      }
      log(yield* spawn("itself", itself()));
    },
  ],

  [
    "a future of another loop is not awaited, nor made this loop's",
    `
    other = new_event_loop()
    foreign = other.create_future()
    async def waits():
        await tries(foreign)
        await tries(foreign)
    await spawn("a", waits())
    checks(lambda: ensure_future(foreign, loop=loop))
    foreign.set_result(1)
    await spawn("b", waits())
    other.close()
    `,
    function* (kit) {
      const { loop, spawn } = kit;
      const [tries, checks] = [trying(kit), checking(kit)];
      const other = new EventLoop();
      const foreign = other.createFuture<number>();
      function* waits(): Coroutine<void> {
        yield* tries(foreign);
        yield* tries(foreign);
      }
      yield* spawn("a", waits());
      checks(() => ensureFuture(foreign, { loop }));
      foreign.setResult(1);
      yield* spawn("b", waits());
      other.close();
    },
  ],

  [
    "what is no coroutine makes no task, and what is no future is not waited for",
    `
    checks(lambda: create_task(5))
    checks(lambda: ensure_future(5))
    await tries(wait([]))
    await tries(wait(loop.create_future()))
    await tries(gather())
    `,
    function* (kit) {
      const { loop } = kit;
      const [tries, checks] = [trying(kit), checking(kit)];
      checks(() => createTask(5 as never));
      checks(() => ensureFuture(5 as never));
      yield* tries(wait([]));
      yield* tries(wait(loop.createFuture() as never));
      yield* tries(gather([]));
    },
  ],
]);
