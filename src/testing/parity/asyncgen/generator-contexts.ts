/** Programs with context managers that are made of asynchronous generators. */
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../../runtime/asyncgen/async-generator.ts";
import { asyncContextManager } from "../../../runtime/contexts/contextlib.ts";
import { withAsync, type AsyncContextManager } from "../../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { CancelledError, RuntimeError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

const openedOf = ({ log }: Kit) =>
  asyncContextManager(
    asyncGenerator(function* (how: string = "passes", count: number = 1): AsyncGenBody<number | string> {
      log("opens");
      yield* sleep(1);
      try {
        for (let i = 0; i < count; i++) yield emit(i);
      } catch (error) {
        log("meets", error);
        yield* sleep(1);
        if (how === "passes") throw error;
        if (how === "replaces") throw new ValueError("another", { cause: error });
        if (how === "wraps") throw new RuntimeError("wrapped", { cause: error });
        if (how === "emits") yield emit("again");
      } finally {
        yield* sleep(1);
        log("closes");
      }
    }),
  );

const blockOf = ({ log }: Kit) =>
  function* (manager: AsyncContextManager<unknown>, error?: Error): Coroutine<void> {
    yield* withAsync(manager, function* (value) {
      log("block", value);
      yield* sleep(1);
      if (error) throw error;
    });
    log("after the block");
  };

export function* opensAndCloses(kit: Kit): Coroutine<void> {
  yield* kit.attempt(blockOf(kit)(openedOf(kit)()));
}

export function* wrongNumberOfYields(kit: Kit): Coroutine<void> {
  const [opened, block] = [openedOf(kit), blockOf(kit)];
  yield* kit.attempt(block(opened("passes", 0)));
  yield* kit.attempt(block(opened("passes", 2)));
  yield* kit.attempt(block(opened("emits"), new ValueError("block")));
}

export const errorInTheBlock = withCases(
  [["passes"], ["replaces"], ["wraps"], ["swallows"]],
  function* (kit, how): Coroutine<void> {
    const errors = [
      new ValueError("v"),
      new RuntimeError("r"),
      new StopAsyncIteration("s"),
      new GeneratorExit("g"),
      new CancelledError("c"),
    ];
    for (const error of errors) yield* kit.attempt(blockOf(kit)(openedOf(kit)(how), error));
  },
);

export const cancelledInTheBlock = withCases(
  [[0], [0.5], [1.5], [2.5], [3.5]],
  function* (kit, when): Coroutine<void> {
    const task = kit.follow("task", blockOf(kit)(openedOf(kit)()));
    yield* sleep(when);
    task.cancel("enough");
    yield* kit.attempt(task);
  },
);

export function* usedTwice(kit: Kit): Coroutine<void> {
  const manager = openedOf(kit)();
  yield* kit.attempt(blockOf(kit)(manager));
  try {
    yield* blockOf(kit)(manager);
  } catch {
    kit.log("refused");
  }
}
