/** Programs that cancel the task that awaits an asynchronous generator, at each of its awaits and yields. */
import { asyncGenerator, type AsyncGenBody, emit } from "../../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { stagesOf } from "../asyncgen-kit.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export const taskInAGeneratorIsCancelled = withCases(
  [[0], [0.5], [1.25], [1.75], [2.5], [3.25], [4.1]],
  function* (kit, when): Coroutine<void> {
    const { log, attempt, follow } = kit;
    const items = stagesOf(kit)("items");
    function* goesThrough(): Coroutine<void> {
      yield* asyncFor(items, function* (item) {
        log("takes", item);
        yield* sleep(0.5);
      });
      log("is through");
    }
    const task = follow("task", goesThrough());
    yield* sleep(when);
    log(task.cancel("enough"));
    yield* sleep(5);
    yield* attempt(items.anext());
    yield* attempt(items.aclose());
  },
);

export function* bodyRefusesACancellation({ log, attempt, follow }: Kit): Coroutine<void> {
  const refuses = asyncGenerator(function* (): AsyncGenBody<string> {
    for (;;) {
      try {
        yield* sleep(1);
        yield emit("in time");
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        log("refuses", error);
        yield emit("after all");
      }
    }
  });
  const items = refuses();
  function* takes(): Coroutine<void> {
    for (let i = 0; i < 3; i++) log(yield* items.anext());
  }
  const task = follow("task", takes());
  yield* sleep(1.5);
  task.cancel("enough");
  yield* sleep(5);
  yield* attempt(items.aclose());
}

export const methodAsACancelledTask = withCases(
  (["__anext__", "asend", "athrow", "aclose"] as const).flatMap((method) =>
    [0, 1].map((begun) => [method, begun] as const),
  ),
  function* (kit, method, begun): Coroutine<void> {
    const { attempt, spawn } = kit;
    const items = stagesOf(kit)("items");
    for (let i = 0; i < begun; i++) yield* items.anext();
    const step = {
      __anext__: () => items.anext(),
      asend: () => items.asend(undefined),
      athrow: () => items.athrow(new ValueError("v")),
      aclose: () => items.aclose(),
    }[method] as () => Coroutine<unknown>;
    const task = spawn("task", step());
    task.cancel("enough");
    yield* attempt(task);
    yield* attempt(items.anext());
    yield* attempt(items.aclose());
    const late = spawn("late", step());
    late.cancel("too late");
    yield* attempt(late);
  },
);

export const acloseIsCancelled = withCases(
  [[0.5], [1.1], [2.5], [3.1]],
  function* ({ log, attempt, follow }, when): Coroutine<void> {
    const cleansUp = asyncGenerator(function* (): AsyncGenBody<number> {
      try {
        yield emit(1);
      } finally {
        try {
          yield* sleep(1);
          log("half");
          yield* sleep(1);
        } finally {
          yield* sleep(1);
          log("all");
        }
      }
    });
    const items = cleansUp();
    yield* items.anext();
    const task = follow("task", items.aclose());
    yield* sleep(when);
    log(task.cancel("enough"));
    yield* sleep(5);
    yield* attempt(items.anext());
  },
);
