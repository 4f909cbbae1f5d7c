/** Programs that close asynchronous generators, whose bodies may object. */
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../runtime/asyncgen/async-generator.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { ECHO, echoOf } from "./asyncgen-kit.ts";
import type { Program } from "./parity.ts";

export const asyncGeneratorClosings: Program[] = [
  [
    "aclose runs what is in finally, awaits and all, and is done at once for one that never began or has ended",
    `${ECHO}
    for begun in (0, 1, 2):
        items = echo(2)
        for _ in range(begun): await attempt(items.__anext__())
        await attempt(items.aclose())
        await attempt(items.aclose())
        await attempt(items.__anext__())
    `,
    function* (kit) {
      for (const begun of [0, 1, 2]) {
        const items = echoOf(kit)(2);
        for (let i = 0; i < begun; i++) yield* kit.attempt(items.anext());
        yield* kit.attempt(items.aclose());
        yield* kit.attempt(items.aclose());
        yield* kit.attempt(items.anext());
      }
    },
  ],
  [
    "a body that is closed may catch that and return, or throw an error of its own",
    `
    async def closed(how, wait):
        try:
            yield 1
        except GeneratorExit:
            log("closed")
            await sleep(wait)
            if how == "throws": raise ValueError("in cleanup")
            if how == "stops": raise StopAsyncIteration("in cleanup")
            if how == "exits": raise GeneratorExit("another")
    for wait in (0, 1):
        for how in ("returns", "throws", "stops", "exits"):
            items = closed(how, wait)
            await items.__anext__()
            await attempt(items.aclose())
            await attempt(items.aclose())
            await attempt(items.__anext__())
    `,
    function* ({ log, attempt }) {
      const closed = asyncGenerator(function* (how: string, wait: number): AsyncGenBody<number> {
        try {
          yield emit(1);
        } catch (error) {
          if (!(error instanceof GeneratorExit)) throw error;
          log("closed");
          yield* sleep(wait);
          if (how === "throws") throw new ValueError("in cleanup");
          if (how === "stops") throw new StopAsyncIteration("in cleanup");
          if (how === "exits") throw new GeneratorExit("another");
        }
      });
      for (const wait of [0, 1]) {
        for (const how of ["returns", "throws", "stops", "exits"]) {
          const items = closed(how, wait);
          yield* items.anext();
          yield* attempt(items.aclose());
          yield* attempt(items.aclose());
          yield* attempt(items.anext());
        }
      }
    },
  ],
  [
    "a body that emits while it is closed is told off, goes on if asked, and cannot be closed again",
    `
    async def ignores(wait):
        for i in range(3):
            try:
                yield i
            except GeneratorExit as error:
                log("ignores", error)
                await sleep(wait)
        log("ends")
    for wait in (0, 1):
        items = ignores(wait)
        await attempt(items.__anext__())
        await attempt(items.aclose())
        await attempt(items.aclose())
        await attempt(items.athrow(ValueError("not thrown")))
        await attempt(items.asend(None))
        await attempt(items.asend(None))
        await attempt(items.aclose())
    `,
    function* ({ log, attempt }) {
      const ignores = asyncGenerator(function* (wait: number): AsyncGenBody<number> {
        for (let i = 0; i < 3; i++) {
          try {
            yield emit(i);
          } catch (error) {
            log("ignores", error);
            yield* sleep(wait);
          }
        }
        log("ends");
      });
      for (const wait of [0, 1]) {
        const items = ignores(wait);
        yield* attempt(items.anext());
        yield* attempt(items.aclose());
        yield* attempt(items.aclose());
        yield* attempt(items.athrow(new ValueError("not thrown")));
        yield* attempt(items.asend(undefined));
        yield* attempt(items.asend(undefined));
        yield* attempt(items.aclose());
      }
    },
  ],
  [
    "GeneratorExit thrown in by athrow is an error like others",
    `${ECHO}
    items = echo(2)
    await attempt(items.__anext__())
    await attempt(items.athrow(GeneratorExit("by hand")))
    await attempt(items.athrow(GeneratorExit("by hand")))
    await attempt(items.__anext__())
    `,
    function* (kit) {
      const items = echoOf(kit)(2);
      yield* kit.attempt(items.anext());
      yield* kit.attempt(items.athrow(new GeneratorExit("by hand")));
      yield* kit.attempt(items.athrow(new GeneratorExit("by hand")));
      yield* kit.attempt(items.anext());
    },
  ],
];
