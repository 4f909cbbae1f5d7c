/** Programs with asynchronous generators: what each method gives, before the body runs, between its items and after. */
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../runtime/asyncgen/async-iteration.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { RuntimeError, ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { ECHO, echoOf } from "./asyncgen-kit.ts";
import type { Program } from "./parity.ts";

export const asyncGenerators: Program[] = [
  [
    "nothing of the body runs before an item is asked for, and then no more than up to that item",
    `
    async def three():
        for i in range(3):
            log("makes", i)
            yield i
            await sleep(1)
        log("ends")
    three.__qualname__ = "three"
    items = three()
    log(items)
    await sleep(1)
    first = items.__anext__()
    await sleep(1)
    log(await first)
    for _ in range(5):
        await attempt(items.__anext__())
        await sleep(1)
    `,
    function* ({ log, attempt }) {
      const three = asyncGenerator(function* three(): AsyncGenBody<number> {
        for (let i = 0; i < 3; i++) {
          log("makes", i);
          yield emit(i);
          yield* sleep(1);
        }
        log("ends");
      });
      const items = three();
      log(items);
      yield* sleep(1);
      const first = items.anext();
      yield* sleep(1);
      log(yield* first);
      for (let i = 0; i < 5; i++) {
        yield* attempt(items.anext());
        yield* sleep(1);
      }
    },
  ],
  [
    "asend gives the body a value, but not before it has come to a yield",
    `${ECHO}
    items = echo(3)
    await attempt(items.asend("too early"))
    for value in (None, "a", "b", "c", "d"):
        await attempt(items.asend(value))
    `,
    function* (kit) {
      const items = echoOf(kit)(3);
      yield* kit.attempt(items.asend("too early"));
      for (const value of [undefined, "a", "b", "c", "d"]) yield* kit.attempt(items.asend(value));
    },
  ],
  [
    "athrow at a yield: caught, it gives the next item; passed on, it ends the body",
    `${ECHO}
    items = echo(3)
    await attempt(items.__anext__())
    await attempt(items.athrow(ValueError("first")))
    await attempt(items.athrow(RuntimeError("second")))
    await attempt(items.__anext__())
    last = echo(1)
    await attempt(last.__anext__())
    await attempt(last.athrow(ValueError("at the last item")))
    `,
    function* (kit) {
      const { attempt } = kit;
      const items = echoOf(kit)(3);
      yield* attempt(items.anext());
      yield* attempt(items.athrow(new ValueError("first")));
      yield* attempt(items.athrow(new RuntimeError("second")));
      yield* attempt(items.anext());
      const last = echoOf(kit)(1);
      yield* attempt(last.anext());
      yield* attempt(last.athrow(new ValueError("at the last item")));
    },
  ],
  [
    "a generator that was never begun is ended by athrow, and its body never runs",
    `${ECHO}
    for error in (ValueError("v"), StopAsyncIteration("s"), GeneratorExit("g")):
        items = echo(3)
        await attempt(items.athrow(error))
        await attempt(items.__anext__())
    `,
    function* (kit) {
      for (const error of [new ValueError("v"), new StopAsyncIteration("s"), new GeneratorExit("g")]) {
        const items = echoOf(kit)(3);
        yield* kit.attempt(items.athrow(error));
        yield* kit.attempt(items.anext());
      }
    },
  ],
  [
    "once it has ended, items are no more, and errors are thrown at nobody",
    `${ECHO}
    items = echo(0)
    for _ in range(2):
        await attempt(items.__anext__())
        await attempt(items.asend("late"))
        await attempt(items.athrow(ValueError("late")))
        await attempt(items.aclose())
    `,
    function* (kit) {
      const items = echoOf(kit)(0);
      for (let i = 0; i < 2; i++) {
        yield* kit.attempt(items.anext());
        yield* kit.attempt(items.asend("late"));
        yield* kit.attempt(items.athrow(new ValueError("late")));
        yield* kit.attempt(items.aclose());
      }
    },
  ],
  [
    "an error of the body ends it",
    `
    async def fails(wait):
        yield 1
        await sleep(wait)
        raise ValueError("fails")
    for wait in (0, 1):
        items = fails(wait)
        for _ in range(3): await attempt(items.__anext__())
        await attempt(items.athrow(ValueError("late")))
        await attempt(items.aclose())
    `,
    function* ({ attempt }) {
      const fails = asyncGenerator(function* (wait: number): AsyncGenBody<number> {
        yield emit(1);
        yield* sleep(wait);
        throw new ValueError("fails");
      });
      for (const wait of [0, 1]) {
        const items = fails(wait);
        for (let i = 0; i < 3; i++) yield* attempt(items.anext());
        yield* attempt(items.athrow(new ValueError("late")));
        yield* attempt(items.aclose());
      }
    },
  ],
  [
    "StopAsyncIteration out of the body is an error like others, and not the end",
    `
    async def stops():
        yield 1
        raise StopAsyncIteration("by hand")
    async def cause_of(step):
        try:
            await step
        except RuntimeError as error:
            log(error, error.__cause__)
    items = stops()
    await attempt(items.__anext__())
    await cause_of(items.__anext__())
    await attempt(items.__anext__())
    items = stops()
    await attempt(items.__anext__())
    await cause_of(items.athrow(StopAsyncIteration("thrown in")))
    items = stops()
    await attempt(items.__anext__())
    try:
        async for item in items: log(item)
    except RuntimeError as error:
        log(error)
    `,
    function* ({ log, attempt }) {
      const stops = asyncGenerator(function* (): AsyncGenBody<number> {
        yield emit(1);
        throw new StopAsyncIteration("by hand");
      });
      function* causeOf(step: Coroutine<unknown>): Coroutine<void> {
        try {
          yield* step;
        } catch (error) {
          log(error, (error as Error).cause);
        }
      }
      let items = stops();
      yield* attempt(items.anext());
      yield* causeOf(items.anext());
      yield* attempt(items.anext());
      items = stops();
      yield* attempt(items.anext());
      yield* causeOf(items.athrow(new StopAsyncIteration("thrown in")));
      items = stops();
      yield* attempt(items.anext());
      try {
        yield* asyncFor(items, function* (item) {
          log(item);
        });
      } catch (error) {
        log(error);
      }
    },
  ],
  [
    "what a method gives is awaited once",
    `${ECHO}
    items = echo(9)
    early = items.asend("early")
    for step in (early, items.__anext__(), items.asend("sent"), items.aclose()):
        await attempt(step)
        await attempt(step)
    await attempt(early)
    items = echo(0)
    for step in (items.__anext__(), items.athrow(ValueError("late")), items.aclose()):
        await attempt(step)
        await attempt(step)
    async def once():
        yield 1
        yield 2
    items = once()
    await items.__anext__()
    thrown = items.athrow(ValueError("thrown"))
    await attempt(thrown)
    await attempt(thrown)
    `,
    function* (kit) {
      const { attempt } = kit;
      let items = echoOf(kit)(9);
      const early = items.asend("early");
      for (const step of [early, items.anext(), items.asend("sent"), items.aclose()]) {
        yield* attempt(step);
        yield* attempt(step);
      }
      yield* attempt(early);
      items = echoOf(kit)(0);
      for (const step of [items.anext(), items.athrow(new ValueError("late")), items.aclose()]) {
        yield* attempt(step);
        yield* attempt(step);
      }
      const once = asyncGenerator(function* (): AsyncGenBody<number> {
        yield emit(1);
        yield emit(2);
      });
      const thrown = once();
      yield* thrown.anext();
      const step = thrown.athrow(new ValueError("thrown"));
      yield* attempt(step);
      yield* attempt(step);
    },
  ],
];
