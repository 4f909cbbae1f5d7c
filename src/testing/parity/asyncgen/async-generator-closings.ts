/** Programs that close asynchronous generators whose bodies catch it. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import {
  asyncGenerator,
  type AsyncGenBody,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "../../../runtime/asyncgen/async-generator.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { echoOf } from "../asyncgen-kit.ts";
import type { Kit } from "../kit.ts";

export function* acloseRunsFinally(kit: Kit): Coroutine<void> {
  for (const begun of [0, 1, 2]) {
    const items = echoOf(kit)(2);
    for (let i = 0; i < begun; i++) yield* kit.attempt(items.anext());
    yield* kit.attempt(items.aclose());
    yield* kit.attempt(items.aclose());
    yield* kit.attempt(items.anext());
  }
}

export function* closedBodyCatchesAndReturnsOrRaises({ log, attempt }: Kit): Coroutine<void> {
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
}

export function* closedBodyYields({ log, attempt }: Kit): Coroutine<void> {
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
}

export function* generatorExitFromAthrow(kit: Kit): Coroutine<void> {
  const items = echoOf(kit)(2);
  yield* kit.attempt(items.anext());
  yield* kit.attempt(items.athrow(new GeneratorExit("by hand")));
  yield* kit.attempt(items.athrow(new GeneratorExit("by hand")));
  yield* kit.attempt(items.anext());
}
