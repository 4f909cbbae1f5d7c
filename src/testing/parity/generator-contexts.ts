/** Programs with context managers that are made of asynchronous generators. */
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../runtime/asyncgen/async-generator.ts";
import { asyncContextManager } from "../../runtime/contexts/contextlib.ts";
import { withAsync, type AsyncContextManager } from "../../runtime/contexts/context-manager.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, RuntimeError, ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Kit } from "./kit.ts";
import type { Program } from "./parity.ts";

/** Does `how` with an error of its block, and emits `count` times if there is none. */
const OPENED = `
    from contextlib import asynccontextmanager
    @asynccontextmanager
    async def opened(how="passes", count=1):
        log("opens")
        await sleep(1)
        try:
            for i in range(count): yield i
        except BaseException as error:
            log("meets", error)
            await sleep(1)
            if how == "passes": raise
            if how == "replaces": raise ValueError("another") from error
            if how == "wraps": raise RuntimeError("wrapped") from error
            if how == "emits": yield "again"
        finally:
            await sleep(1)
            log("closes")
    async def block(manager, error=None):
        async with manager as value:
            log("block", value)
            await sleep(1)
            if error is not None: raise error
        log("after the block")
`;

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

export const generatorContexts: Program[] = [
  [
    "opens, gives what is emitted, and closes",
    `${OPENED}
    await attempt(block(opened()))
    `,
    function* (kit) {
      yield* kit.attempt(blockOf(kit)(openedOf(kit)()));
    },
  ],
  [
    "a generator that emits nothing, twice, or again after an error",
    `${OPENED}
    await attempt(block(opened(count=0)))
    await attempt(block(opened(count=2)))
    await attempt(block(opened("emits"), ValueError("block")))
    `,
    function* (kit) {
      const [opened, block] = [openedOf(kit), blockOf(kit)];
      yield* kit.attempt(block(opened("passes", 0)));
      yield* kit.attempt(block(opened("passes", 2)));
      yield* kit.attempt(block(opened("emits"), new ValueError("block")));
    },
  ],
  ...["passes", "replaces", "wraps", "swallows"].map((how): Program => [
    `a generator that ${how} an error of the block, of any class`,
    `${OPENED}
    errors = [ValueError("v"), RuntimeError("r"), StopAsyncIteration("s"), GeneratorExit("g"), CancelledError("c")]
    for error in errors: await attempt(block(opened("${how}"), error))
    `,
    function* (kit) {
      const errors = [
        new ValueError("v"),
        new RuntimeError("r"),
        new StopAsyncIteration("s"),
        new GeneratorExit("g"),
        new CancelledError("c"),
      ];
      for (const error of errors) yield* kit.attempt(blockOf(kit)(openedOf(kit)(how), error));
    },
  ]),
  ...[0, 0.5, 1.5, 2.5, 3.5].map((when): Program => [
    `the task in the block is cancelled after ${when} s`,
    `${OPENED}
    task = follow("task", block(opened()))
    await sleep(${when})
    task.cancel("enough")
    await attempt(task)
    `,
    function* (kit) {
      const task = kit.follow("task", blockOf(kit)(openedOf(kit)()));
      yield* sleep(when);
      task.cancel("enough");
      yield* kit.attempt(task);
    },
  ]),
  [
    "a manager is for one use",
    `${OPENED}
    manager = opened()
    await attempt(block(manager))
    try:
        await block(manager)
    except (RuntimeError, AttributeError):
        log("refused")
    `,
    function* (kit) {
      const manager = openedOf(kit)();
      yield* kit.attempt(blockOf(kit)(manager));
      try {
        yield* blockOf(kit)(manager);
      } catch {
        kit.log("refused");
      }
    },
  ],
];
