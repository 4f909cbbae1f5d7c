/** Programs that iterate over asynchronous iterators. */
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../../runtime/asyncgen/async-generator.ts";
import {
  aiter,
  anext,
  asyncFor,
  collect,
  type CoroutineIterable,
} from "../../../runtime/asyncgen/async-iteration.ts";
import type { CoroutineIterator } from "../../../runtime/combinators/as-completed.ts";
import { asCompleted } from "../../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Task } from "../../../runtime/tasks/task.ts";
import { ticksOf } from "../asyncgen-kit.ts";
import type { Kit } from "../kit.ts";

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

export function* loopOverAllItems(kit: Kit): Coroutine<void> {
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
}

export function* breakLeavesTheGeneratorOpen(kit: Kit): Coroutine<void> {
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
}

export function* errorsInTheLoopOrTheGenerator(kit: Kit): Coroutine<void> {
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
}

export function* stopAsyncIterationInTheLoop(kit: Kit): Coroutine<void> {
  const items = ticksOf(kit)(1);
  const raises = () =>
    asyncFor(items, function* () {
      throw new StopAsyncIteration("body");
    });
  yield* kit.attempt(raises());
  yield* kit.attempt(items.aclose());
}

export function* whatIsNotAsyncIterable({ log, attempt, check }: Kit): Coroutine<void> {
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
}

export function* anextAndAiter(kit: Kit): Coroutine<void> {
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
}

export function* comprehensions(kit: Kit): Coroutine<void> {
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
}

export function* resultsAsTheyComplete({ log, work, spawn }: Kit): Coroutine<void> {
  const tasks = [3, 1, 2].map((i) => spawn(`t${i}`, work(`t${i}`, i)));
  yield* asyncFor(asCompleted(tasks, { timeout: 2.5 }), function* (task) {
    log(task, yield* task);
    if ((task as unknown) === tasks[2]) return "break";
  });
  yield* tasks[0] as Task<string>;
}

export function* nestedGenerators(kit: Kit): Coroutine<void> {
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
}
