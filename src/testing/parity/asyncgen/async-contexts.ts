/** Programs with context managers around asynchronous generators, and within them. */
import { asyncGenerator, type AsyncGenBody, emit } from "../../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import { aclosing } from "../../../runtime/contexts/contextlib.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { RuntimeError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { Lock } from "../../../runtime/sync/locks.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { TaskGroup } from "../../../runtime/combinators/task-group.ts";
import { ticksOf } from "../asyncgen-kit.ts";
import type { Kit } from "../kit.ts";

export function* aclosingClosesAGenerator(kit: Kit): Coroutine<void> {
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
}

export function* aclosingOfAGeneratorThatFailsToClose({ attempt }: Kit): Coroutine<void> {
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
}

export function* aGeneratorThatHoldsALock({ log, follow }: Kit): Coroutine<void> {
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
}

export function* aTaskGroupAroundAYield({ log, work, attempt }: Kit): Coroutine<void> {
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
}
