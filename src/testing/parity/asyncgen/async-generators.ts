/** Programs with the methods of asynchronous generators, before the body runs, between its items and after. */
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../../runtime/asyncgen/async-generator.ts";
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { RuntimeError, ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { echoOf } from "../asyncgen-kit.ts";
import type { Kit } from "../kit.ts";

export function* runsOnlyWhenAnItemIsAskedFor({ log, attempt }: Kit): Coroutine<void> {
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
}

export function* asendGivesAValue(kit: Kit): Coroutine<void> {
  const items = echoOf(kit)(3);
  yield* kit.attempt(items.asend("too early"));
  for (const value of [undefined, "a", "b", "c", "d"]) yield* kit.attempt(items.asend(value));
}

export function* athrowAtAYield(kit: Kit): Coroutine<void> {
  const { attempt } = kit;
  const items = echoOf(kit)(3);
  yield* attempt(items.anext());
  yield* attempt(items.athrow(new ValueError("first")));
  yield* attempt(items.athrow(new RuntimeError("second")));
  yield* attempt(items.anext());
  const last = echoOf(kit)(1);
  yield* attempt(last.anext());
  yield* attempt(last.athrow(new ValueError("at the last item")));
}

export function* athrowBeforeTheBodyBegins(kit: Kit): Coroutine<void> {
  for (const error of [new ValueError("v"), new StopAsyncIteration("s"), new GeneratorExit("g")]) {
    const items = echoOf(kit)(3);
    yield* kit.attempt(items.athrow(error));
    yield* kit.attempt(items.anext());
  }
}

export function* endedGenerator(kit: Kit): Coroutine<void> {
  const items = echoOf(kit)(0);
  for (let i = 0; i < 2; i++) {
    yield* kit.attempt(items.anext());
    yield* kit.attempt(items.asend("late"));
    yield* kit.attempt(items.athrow(new ValueError("late")));
    yield* kit.attempt(items.aclose());
  }
}

export function* errorEndsTheBody({ attempt }: Kit): Coroutine<void> {
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
}

export function* stopAsyncIterationInTheBody({ log, attempt }: Kit): Coroutine<void> {
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
}

export function* stepsAreAwaitedOnce(kit: Kit): Coroutine<void> {
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
}
