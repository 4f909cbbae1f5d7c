/** Programs that go through asynchronous iterators. */
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../runtime/asyncgen/async-generator.ts";
import {
  aiter,
  anext,
  asyncFor,
  collect,
  type CoroutineIterable,
} from "../../runtime/asyncgen/async-iteration.ts";
import type { CoroutineIterator } from "../../runtime/combinators/as-completed.ts";
import { asCompleted } from "../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Task } from "../../runtime/tasks/task.ts";
import { TICKS, ticksOf } from "./asyncgen-kit.ts";
import type { Program } from "./parity.ts";

/** An asynchronous iterator of a program's own class. */
class Countdown implements CoroutineIterable<number>, CoroutineIterator<number> {
  constructor(private count: number) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  *next(): Coroutine<IteratorResult<number, undefined>> {
    if (this.count === 0) return { done: true, value: undefined };
    yield* sleep(1);
    return { done: false, value: this.count-- };
  }
}

const COUNTDOWN = `
    class Countdown:
        def __init__(self, count):
            self.count = count
        def __aiter__(self):
            return self
        async def __anext__(self):
            if self.count == 0: raise StopAsyncIteration
            await sleep(1)
            self.count -= 1
            return self.count + 1
`;

export const asyncIterations: Program[] = [
  [
    "a loop goes through all items, and its body may await",
    `${TICKS}${COUNTDOWN}
    async for i in ticks(3):
        log("item", i)
        await sleep(0.25)
    async for i in ticks(0):
        log("never")
    async for i in Countdown(3):
        log("count", i)
    log("through")
    `,
    function* (kit) {
      const { log } = kit;
      yield* asyncFor(ticksOf(kit)(3), function* (i) {
        log("item", i);
        yield* sleep(0.25);
      });
      yield* asyncFor(ticksOf(kit)(0), function* () {
        log("never");
      });
      yield* asyncFor(new Countdown(3), function* (i) {
        log("count", i);
      });
      log("through");
    },
  ],
  [
    "break leaves the generator open, and another loop goes on with it",
    `${TICKS}
    items = ticks(5)
    async for i in items:
        log("first", i)
        if i == 1: break
    await sleep(1)
    async for i in items:
        log("second", i)
        if i == 3: break
    await attempt(items.aclose())
    async for i in items: log("never")
    `,
    function* (kit) {
      const { log, attempt } = kit;
      const items = ticksOf(kit)(5);
      yield* asyncFor(items, function* (i) {
        log("first", i);
        if (i === 1) return "break";
      });
      yield* sleep(1);
      yield* asyncFor(items, function* (i) {
        log("second", i);
        if (i === 3) return "break";
      });
      yield* attempt(items.aclose());
      yield* asyncFor(items, function* () {
        log("never");
      });
    },
  ],
  [
    "an error of the loop's body leaves the generator open; one of the generator leaves the loop",
    `${TICKS}
    items = ticks(2)
    try:
        async for i in items: raise ValueError("body")
    except ValueError as error:
        log(error)
    async for i in items: log(i)
    async def fails():
        yield 1
        raise ValueError("generator")
    try:
        async for i in fails(): log(i)
    except ValueError as error:
        log(error)
    `,
    function* (kit) {
      const { log } = kit;
      const items = ticksOf(kit)(2);
      try {
        yield* asyncFor(items, function* () {
          throw new ValueError("body");
        });
      } catch (error) {
        log(error);
      }
      yield* asyncFor(items, function* (i) {
        log(i);
      });
      const fails = asyncGenerator(function* (): AsyncGenBody<number> {
        yield emit(1);
        throw new ValueError("generator");
      });
      try {
        yield* asyncFor(fails(), function* (i) {
          log(i);
        });
      } catch (error) {
        log(error);
      }
    },
  ],
  [
    "StopAsyncIteration of the loop's body is an error, and not the end",
    `${TICKS}
    items = ticks(1)
    async def raises():
        async for i in items: raise StopAsyncIteration("body")
    await attempt(raises())
    await attempt(items.aclose())
    `,
    function* (kit) {
      const items = ticksOf(kit)(1);
      const raises = () =>
        asyncFor(items, function* () {
          throw new StopAsyncIteration("body");
        });
      yield* kit.attempt(raises());
      yield* kit.attempt(items.aclose());
    },
  ],
  [
    "what is no asynchronous iterable is refused",
    `
    class Plain: pass
    class Bad:
        def __aiter__(self): return Plain()
    async def goes_through(what):
        async for item in what: log("never")
    for what in (Plain(), Bad()):
        await attempt(goes_through(what))
        check(lambda: aiter(what))
        check(lambda: anext(what))
        check(lambda: anext(what, 5))
    `,
    function* ({ log, attempt, check }) {
      class Plain {}
      class Bad {
        [Symbol.asyncIterator]() {
          return new Plain();
        }
      }
      const goesThrough = (what: unknown) =>
        asyncFor(what as CoroutineIterable<number>, function* () {
          log("never");
        });
      for (const what of [new Plain(), new Bad()]) {
        yield* attempt(goesThrough(what));
        check(() => aiter(what as CoroutineIterable<number>));
        check(() => anext(what as CoroutineIterator<number>));
        check(() => anext(what as CoroutineIterator<number>, 5));
      }
    },
  ],
  [
    "anext and aiter",
    `${TICKS}${COUNTDOWN}
    async def quick():
        yield 1
    items, count, quick = ticks(1), Countdown(1), quick()
    log(aiter(items) is items, aiter(count) is count)
    await attempt(anext(quick, "none left"))
    for iterator in (items, count, quick):
        for _ in range(2): await attempt(anext(iterator))
        await attempt(anext(iterator, "none left"))
        await attempt(anext(iterator, None))
    closed = ticks(2)
    task = spawn("task", anext(closed))
    task.cancel()
    await attempt(task)
    await attempt(anext(closed))
    `,
    function* (kit) {
      const { log, attempt, spawn } = kit;
      const quicks = asyncGenerator(function* (): AsyncGenBody<number> {
        yield emit(1);
      });
      const [items, count, quick] = [ticksOf(kit)(1), new Countdown(1), quicks()];
      log(aiter(items) === items, aiter(count) === count);
      yield* attempt(anext(quick, "none left"));
      for (const iterator of [items, count, quick]) {
        for (let i = 0; i < 2; i++) yield* attempt(anext(iterator));
        yield* attempt(anext(iterator, "none left"));
        yield* attempt(anext(iterator, undefined));
      }
      const closed = ticksOf(kit)(2);
      const task = spawn("task", anext(closed));
      task.cancel();
      yield* attempt(task);
      yield* attempt(anext(closed));
    },
  ],
  [
    "lists of all items, and of some that are awaited",
    `${TICKS}${COUNTDOWN}
    async def double(i):
        await sleep(0.5)
        return 2 * i
    log([i async for i in ticks(3)])
    log([i async for i in Countdown(3)])
    log([await double(i) async for i in ticks(4) if i % 2 == 1])
    log({i: j async for i in ticks(2, "outer") async for j in ticks(2, "inner")})
    `,
    function* (kit) {
      const { log } = kit;
      function* double(i: number): Coroutine<number> {
        yield* sleep(0.5);
        return 2 * i;
      }
      log(yield* collect(ticksOf(kit)(3)));
      log(yield* collect(new Countdown(3)));
      const doubled: number[] = [];
      yield* asyncFor(ticksOf(kit)(4), function* (i) {
        if (i % 2 === 1) doubled.push(yield* double(i));
      });
      log(doubled);
      const last: string[] = [];
      yield* asyncFor(ticksOf(kit)(2, "outer"), (i) =>
        asyncFor(ticksOf(kit)(2, "inner"), function* (j) {
          last[i] = `${i}: ${j}`;
        }),
      );
      log(`{${last.join(", ")}}`);
    },
  ],
  [
    "results as they are completed",
    `
    tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (3, 1, 2)]
    async for task in as_completed(tasks, timeout=2.5):
        log(task, await task)
        if task is tasks[2]: break
    await tasks[0]
    `,
    function* ({ log, work, spawn }) {
      const tasks = [3, 1, 2].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
      yield* asyncFor(asCompleted(tasks, { timeout: 2.5 }), function* (task) {
        log(task, yield* task);
        if ((task as unknown) === tasks[2]) return "break";
      });
      yield* tasks[0] as Task<string>;
    },
  ],
  [
    "generators that go through generators; to close the outer leaves the inner open",
    `${TICKS}
    inner = ticks(4)
    async def odd(source):
        async for i in source:
            if i % 2: yield i
    async def named(source):
        try:
            async for i in source: yield f"n{i}"
        except GeneratorExit:
            log("named is closed")
            raise
    middle = odd(inner)
    outer = named(middle)
    async for name in outer:
        log(name)
        break
    await outer.aclose()
    await attempt(outer.__anext__())
    await attempt(middle.__anext__())
    await middle.aclose()
    await attempt(inner.__anext__())
    `,
    function* (kit) {
      const { log, attempt } = kit;
      const inner = ticksOf(kit)(4);
      const odd = asyncGenerator(function* (source: CoroutineIterable<number>): AsyncGenBody<number> {
        yield* asyncFor(source, function* (i) {
          if (i % 2) yield emit(i);
        });
      });
      const named = asyncGenerator(function* (source: CoroutineIterable<number>): AsyncGenBody<string> {
        try {
          yield* asyncFor(source, function* (i) {
            yield emit(`n${i}`);
          });
        } catch (error) {
          if (error instanceof GeneratorExit) log("named is closed");
          throw error;
        }
      });
      const middle = odd(inner);
      const outer = named(middle);
      yield* asyncFor(outer, function* (name) {
        log(name);
        return "break";
      });
      yield* outer.aclose();
      yield* attempt(outer.anext());
      yield* attempt(middle.anext());
      yield* middle.aclose();
      yield* attempt(inner.anext());
    },
  ],
];
