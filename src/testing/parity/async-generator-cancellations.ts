/** Programs that cancel who awaits an asynchronous generator, at each of its awaits and emits. */
import { asyncGenerator, type AsyncGenBody, emit } from "../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../runtime/asyncgen/async-iteration.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { STAGES, stagesOf } from "./asyncgen-kit.ts";
import type { Program } from "./parity.ts";

export const asyncGeneratorCancellations: Program[] = [
  ...[0, 0.5, 1.25, 1.75, 2.5, 3.25, 4.1].map((when): Program => [
    `a task that goes through a generator is cancelled after ${when} s`,
    `${STAGES}
    items = stages("items")
    async def goes_through():
        async for item in items:
            log("takes", item)
            await sleep(0.5)
        log("is through")
    task = follow("task", goes_through())
    await sleep(${when})
    log(task.cancel("enough"))
    await sleep(5)
    await attempt(items.__anext__())
    await attempt(items.aclose())
    `,
    function* (kit) {
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
  ]),
  [
    "a body may refuse the cancellation of who awaits it, and emit",
    `
    async def refuses():
        while True:
            try:
                await sleep(1)
                yield "in time"
            except CancelledError as error:
                log("refuses", error)
                yield "after all"
    items = refuses()
    async def takes():
        for _ in range(3): log(await items.__anext__())
    task = follow("task", takes())
    await sleep(1.5)
    task.cancel("enough")
    await sleep(5)
    await attempt(items.aclose())
    `,
    function* ({ log, attempt, follow }) {
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
    },
  ],
  ...(["__anext__", "asend", "athrow", "aclose"] as const).flatMap((method) =>
    [0, 1].map((begun): Program => {
      const argument = { __anext__: "", asend: "None", athrow: 'ValueError("v")', aclose: "" }[method];
      return [
        `${method} as a task of its own, cancelled before its first step, after ${begun} items and at the end`,
        `${STAGES}
    items = stages("items")
    for _ in range(${begun}): await items.__anext__()
    task = spawn("task", items.${method}(${argument}))
    task.cancel("enough")
    await attempt(task)
    await attempt(items.__anext__())
    await attempt(items.aclose())
    late = spawn("late", items.${method}(${argument}))
    late.cancel("too late")
    await attempt(late)
    `,
        function* (kit) {
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
      ];
    }),
  ),
  ...[0.5, 1.1, 2.5, 3.1].map((when): Program => [
    `aclose is cancelled after ${when} s, while the body cleans up`,
    `
    async def cleans_up():
        try:
            yield 1
        finally:
            try:
                await sleep(1)
                log("half")
                await sleep(1)
            finally:
                await sleep(1)
                log("all")
    items = cleans_up()
    await items.__anext__()
    task = follow("task", items.aclose())
    await sleep(${when})
    log(task.cancel("enough"))
    await sleep(5)
    await attempt(items.__anext__())
    `,
    function* ({ log, attempt, follow }) {
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
  ]),
];
