/** Programs with context managers around asynchronous generators, and within them. */
import { asyncGenerator, type AsyncGenBody, emit } from "../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../runtime/asyncgen/async-iteration.ts";
import { aclosing } from "../../runtime/contexts/contextlib.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { RuntimeError, ValueError } from "../../runtime/errors/exceptions.ts";
import { Lock } from "../../runtime/sync/locks.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { TaskGroup } from "../../runtime/combinators/task-group.ts";
import { TICKS, ticksOf } from "./asyncgen-kit.ts";
import type { Program } from "./parity.ts";

export const asyncContexts: Program[] = [
  [
    "aclosing closes a generator however its block is left",
    `${TICKS}
    from contextlib import aclosing
    async def leaves(how):
        async with aclosing(ticks(3, how)) as items:
            async for i in items:
                log(how, i)
                if how == "break": break
                if how == "error": raise ValueError("block")
                if how == "cancel": await sleep(9)
    for how in ("end", "break", "error", "cancel"):
        task = spawn(how, leaves(how))
        loop.call_later(5, task.cancel)
        await attempt(task)
    `,
    function* (kit) {
      const { log, loop, spawn, attempt } = kit;
      const leaves = (how: string) =>
        withAsync(aclosing(ticksOf(kit)(3, how)), (items) =>
          asyncFor(items, function* (i) {
            log(how, i);
            if (how === "break") return "break";
            if (how === "error") throw new ValueError("block");
            if (how === "cancel") yield* sleep(9);
          }),
        );
      for (const how of ["end", "break", "error", "cancel"]) {
        const task = spawn(how, leaves(how));
        loop.callLater(5, () => task.cancel(), { name: "Task.cancel" });
        yield* attempt(task);
      }
    },
  ],
  [
    "aclosing of what fails to close",
    `
    from contextlib import aclosing
    class Thing:
        async def aclose(self):
            await sleep(1)
            raise ValueError("will not close")
    async def uses(error):
        async with aclosing(Thing()):
            if error is not None: raise error
    await attempt(uses(None))
    await attempt(uses(RuntimeError("block")))
    `,
    function* ({ attempt }) {
      const thing = {
        *aclose(): Coroutine<void> {
          yield* sleep(1);
          throw new ValueError("will not close");
        },
      };
      const uses = (error?: Error) =>
        withAsync(aclosing(thing), function* () {
          if (error) throw error;
        });
      yield* attempt(uses());
      yield* attempt(uses(new RuntimeError("block")));
    },
  ],
  [
    "a generator holds a lock while it is suspended at an emit, and gives it back as it is closed",
    `
    lock = Lock()
    async def guarded(name):
        async with lock:
            for i in range(3):
                yield i
                await sleep(1)
    items = guarded("a")
    async def takes(name):
        async for i in guarded(name): log(name, i)
    async for i in items:
        log("a", i)
        if i == 1: break
    task = follow("b", takes("b"))
    await sleep(2)
    log("still", lock.locked())
    await items.aclose()
    await task
    log(lock.locked())
    `,
    function* ({ log, follow }) {
      const lock = new Lock();
      const guarded = asyncGenerator(function* (_name: string): AsyncGenBody<number> {
        yield* withAsync(lock, function* () {
          for (let i = 0; i < 3; i++) {
            yield emit(i);
            yield* sleep(1);
          }
        });
      });
      const items = guarded("a");
      const takes = (name: string) =>
        asyncFor(guarded(name), function* (i) {
          log(name, i);
        });
      yield* asyncFor(items, function* (i) {
        log("a", i);
        if (i === 1) return "break";
      });
      const task = follow("b", takes("b"));
      yield* sleep(2);
      log("still", lock.locked());
      yield* items.aclose();
      yield* task;
      log(lock.locked());
    },
  ],
  [
    "a task group around an emit cancels its tasks as the generator is closed, and fails with what closed it",
    `
    async def workers():
        async with TaskGroup() as group:
            tasks = [group.create_task(work(name, 5), name=name) for name in ("slow", "slower")]
            await sleep(1)
            yield len(tasks)
            log("never")
    items = workers()
    log(await items.__anext__())
    await attempt(items.aclose())
    await attempt(items.__anext__())
    `,
    function* ({ log, work, attempt }) {
      const workers = asyncGenerator(function* (): AsyncGenBody<number> {
        yield* withAsync(new TaskGroup(), function* (group) {
          const tasks = ["slow", "slower"].map((name) => group.createTask(work(name, 5), { name }));
          yield* sleep(1);
          yield emit(tasks.length);
          log("never");
        });
      });
      const items = workers();
      log(yield* items.anext());
      yield* attempt(items.aclose());
      yield* attempt(items.anext());
    },
  ],
];
