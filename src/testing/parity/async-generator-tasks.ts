/** Programs with asynchronous generators among tasks: who may run the body, when, and in which context. */
import {
  type AsyncGen,
  asyncGenerator,
  type AsyncGenBody,
  emit,
} from "../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../runtime/asyncgen/async-iteration.ts";
import { gather, waitFor } from "../../runtime/combinators/combinators.ts";
import { withAsync } from "../../runtime/contexts/context-manager.ts";
import { ContextVar } from "../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { Lock } from "../../runtime/sync/locks.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { timeout } from "../../runtime/combinators/timeouts.ts";
import { STAGES, stagesOf } from "./asyncgen-kit.ts";
import type { Program } from "./parity.ts";

export const asyncGeneratorTasks: Program[] = [
  [
    "while one task is in the body no other may go in, by any method",
    `${STAGES}
    items = stages("items")
    task = follow("task", items.__anext__())
    await sleep(0.5)
    for step in (items.__anext__(), items.asend("value"), items.athrow(ValueError("v")), items.aclose()):
        await attempt(step)
        await attempt(step)
    for step in (items.__anext__(), items.athrow(ValueError("v")), items.aclose()):
        other = spawn("other", step)
        other.cancel()
        await attempt(other)
        check(step.close)
        check(items.__anext__().close)
    await task
    await attempt(items.aclose())
    `,
    function* (kit) {
      const { attempt, follow, spawn, check } = kit;
      const items = stagesOf(kit)("items");
      const task = follow("task", items.anext());
      yield* sleep(0.5);
      const error = new ValueError("v");
      for (const step of [
        items.anext(),
        items.asend("value" as never),
        items.athrow(error),
        items.aclose(),
      ]) {
        yield* attempt(step as Coroutine<unknown>);
        yield* attempt(step as Coroutine<unknown>);
      }
      for (const made of [items.anext(), items.athrow(error), items.aclose()]) {
        const step = made as Coroutine<unknown>;
        const other = spawn("other", step);
        other.cancel();
        yield* attempt(other);
        check(() => step.return(undefined).value);
        check(() => (items.anext() as Coroutine<unknown>).return(undefined).value);
      }
      yield* task;
      yield* attempt(items.aclose());
    },
  ],
  [
    "a body that is being closed lets nobody in until that is done",
    `
    async def slow_to_close():
        try:
            yield 1
        finally:
            await sleep(1)
    items = slow_to_close()
    await items.__anext__()
    task = follow("task", items.aclose())
    await sleep(0.5)
    await attempt(items.aclose())
    await attempt(items.athrow(ValueError("v")))
    await attempt(items.__anext__())
    await task
    await attempt(items.aclose())
    `,
    function* ({ attempt, follow }) {
      const slowToClose = asyncGenerator(function* (): AsyncGenBody<number> {
        try {
          yield emit(1);
        } finally {
          yield* sleep(1);
        }
      });
      const items = slowToClose();
      yield* items.anext();
      const task = follow("task", items.aclose());
      yield* sleep(0.5);
      yield* attempt(items.aclose());
      yield* attempt(items.athrow(new ValueError("v")));
      yield* attempt(items.anext());
      yield* task;
      yield* attempt(items.aclose());
    },
  ],
  [
    "gathered steps of one generator: the first is in the body, the others fail",
    `${STAGES}
    items = stages("items")
    log(await gather(*[items.__anext__() for _ in range(3)], return_exceptions=True))
    log(await items.__anext__())
    await items.aclose()
    `,
    function* (kit) {
      const items = stagesOf(kit)("items");
      const steps = [items.anext(), items.anext(), items.anext()];
      kit.log(yield* gather(steps, { returnExceptions: true }));
      kit.log(yield* items.anext());
      yield* items.aclose();
    },
  ],
  [
    "several tasks take turns with one generator, by a lock",
    `
    async def numbers():
        for i in range(6):
            await sleep(0.5)
            yield i
    items, lock = numbers(), Lock()
    async def takes(name):
        while True:
            async with lock:
                try:
                    item = await anext(items)
                except StopAsyncIteration:
                    return
            log(name, "takes", item)
            await sleep(1)
    await gather(*[takes(name) for name in "abc"])
    `,
    function* ({ log }) {
      const numbers = asyncGenerator(function* (): AsyncGenBody<number> {
        for (let i = 0; i < 6; i++) {
          yield* sleep(0.5);
          yield emit(i);
        }
      });
      const [items, lock] = [numbers(), new Lock()];
      function* takes(name: string): Coroutine<void> {
        for (;;) {
          const step = yield* withAsync(lock, () => items.next());
          if (step.done) return;
          log(name, "takes", step.value);
          yield* sleep(1);
        }
      }
      yield* gather([..."abc"].map(takes));
    },
  ],
  [
    "a body that asks itself for an item is refused",
    `
    own = []
    async def asks():
        for step in (own[0], own[1].__anext__(), own[1].asend(None), own[1].aclose(), own[1].athrow(ValueError("v"))):
            await attempt(step)
        yield 1
        yield 2
    items = asks()
    own += [items.__anext__(), items]
    await attempt(own[0])
    await attempt(own[0])
    await attempt(items.__anext__())
    await attempt(items.aclose())
    await attempt(items.__anext__())
    `,
    function* ({ attempt }) {
      const own: { step: Coroutine<unknown>; items: AsyncGen<number> }[] = [];
      const asks = asyncGenerator(function* (): AsyncGenBody<number> {
        for (const { step, items } of own) {
          yield* attempt(step);
          yield* attempt(items.anext());
          yield* attempt(items.asend(undefined));
          yield* attempt(items.aclose());
          yield* attempt(items.athrow(new ValueError("v")));
        }
        yield emit(1);
        yield emit(2);
      });
      const items = asks();
      const step = items.anext();
      own.push({ step, items });
      yield* attempt(step);
      yield* attempt(step);
      yield* attempt(items.anext());
      yield* attempt(items.aclose());
      yield* attempt(items.anext());
    },
  ],
  [
    "a step that is closed by hand, begun or not, closes the body, which must not await then",
    `
    async def closed(waits):
        try:
            yield 1
            await loop.create_future()
        except GeneratorExit as error:
            log("closed")
            if waits: await sleep(1)
            raise
    for waits in (False, True):
        for begun in (False, True):
            items = closed(waits)
            await items.__anext__()
            step = items.__anext__()
            if begun: step.send(None)
            check(step.close)
            if waits:
                await attempt(items.aclose())
                check(step.close)
            check(step.close)
            await attempt(step)
            await attempt(items.__anext__())
    `,
    function* ({ log, loop, attempt, check }) {
      const closed = asyncGenerator(function* (waits: boolean): AsyncGenBody<number> {
        try {
          yield emit(1);
          yield* loop.createFuture<void>();
        } catch (error) {
          log("closed");
          if (waits) yield* sleep(1);
          throw error;
        }
      });
      for (const waits of [false, true]) {
        for (const begun of [false, true]) {
          const items = closed(waits);
          yield* items.anext();
          const step = items.anext() as Coroutine<unknown>;
          if (begun) step.next();
          check(() => step.return(undefined).value);
          if (waits) {
            yield* attempt(items.aclose());
            check(() => step.return(undefined).value);
          }
          check(() => step.return(undefined).value);
          yield* attempt(step);
          yield* attempt(items.anext());
        }
      }
    },
  ],
  [
    "a deadline within the body, and around it",
    `${STAGES}
    async def impatient():
        async with timeout(1.5):
            await sleep(1)
            yield "in time"
            await sleep(1)
            yield "late"
    items = impatient()
    for _ in range(3): await attempt(items.__anext__())
    items = stages("items")
    for _ in range(3): await attempt(wait_for(items.__anext__(), 0.75))
    items = stages("others")
    try:
        async with timeout(1.75):
            async for item in items: log(item)
    except TimeoutError as error:
        log(error)
    await attempt(items.__anext__())
    `,
    function* (kit) {
      const { log, attempt } = kit;
      const impatient = asyncGenerator(function* (): AsyncGenBody<string> {
        yield* withAsync(timeout(1.5), function* () {
          yield* sleep(1);
          yield emit("in time");
          yield* sleep(1);
          yield emit("late");
        });
      });
      const late = impatient();
      for (let i = 0; i < 3; i++) yield* attempt(late.anext());
      let items = stagesOf(kit)("items");
      for (let i = 0; i < 3; i++) yield* attempt(waitFor(items.anext(), 0.75));
      items = stagesOf(kit)("others");
      try {
        yield* withAsync(timeout(1.75), () =>
          asyncFor(items, function* (item) {
            log(item);
          }),
        );
      } catch (error) {
        log(error);
      }
      yield* attempt(items.anext());
    },
  ],
  [
    "a body runs in the context of who asks for an item",
    `
    from contextvars import ContextVar
    who = ContextVar("who", default="nobody")
    async def tells():
        while True: yield who.get()
    items = tells()
    async def asks(name):
        who.set(name)
        log(await items.__anext__())
    await spawn("a", asks("a"))
    await spawn("b", asks("b"))
    log(await items.__anext__())
    await items.aclose()
    `,
    function* ({ log, spawn }) {
      const who = new ContextVar<string>("who", "nobody");
      const tells = asyncGenerator(function* (): AsyncGenBody<string> {
        for (;;) yield emit(who.get());
      });
      const items = tells();
      function* asks(name: string): Coroutine<void> {
        who.set(name);
        log(yield* items.anext());
      }
      yield* spawn("a", asks("a"));
      yield* spawn("b", asks("b"));
      log(yield* items.anext());
      yield* items.aclose();
    },
  ],
];
