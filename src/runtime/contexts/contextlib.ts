/** Context managers made of other things. Mirrors the asynchronous half of `contextlib.py`. */
import { type AsyncGen, StopAsyncIteration } from "../asyncgen/async-generator.ts";
import type { AsyncContextManager } from "./context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { RuntimeError } from "../errors/exceptions.ts";

/** Closes `thing` as its block is left: `yield* withAsync(aclosing(ticker(1, 3)), function* (ticks) { … })`. */
export function aclosing<T extends { aclose(): Coroutine<unknown> }>(thing: T): AsyncContextManager<T, void> {
  return {
    *enter() {
      return thing;
    },
    *exit() {
      yield* thing.aclose();
    },
  };
}

/**
 * Makes context managers of generators that emit once: what comes before the emit is run on entry, its item is what
 * the block gets, what comes after it is run on exit. An error of the block is thrown at the emit; a generator that
 * catches it has dealt with it. Each manager is for one use.
 * Entering throws RuntimeError if the generator emits nothing, and leaving does if it emits again.
 *
 *     const opened = asyncContextManager(asyncGenerator(function* (path: string): AsyncGenBody<File> { … }));
 *     yield* withAsync(opened("a.txt"), function* (file) { … });
 */
export function asyncContextManager<A extends unknown[], T>(
  generator: (...args: A) => AsyncGen<T>,
): (...args: A) => AsyncContextManager<T, boolean> {
  return (...args) => new GeneratorContextManager(generator(...args));
}

/** `_AsyncGeneratorContextManager` of CPython. */
class GeneratorContextManager<T> implements AsyncContextManager<T, boolean> {
  readonly #generator: AsyncGen<T>;

  constructor(generator: AsyncGen<T>) {
    this.#generator = generator;
  }

  *enter(): Coroutine<T> {
    const step = yield* this.#generator.next();
    if (step.done) throw new RuntimeError("generator didn't yield");
    return step.value;
  }

  exit(...thrown: [unknown?]): Coroutine<boolean> {
    return thrown.length > 0 ? this.#exitThrown(thrown[0]) : this.#exit();
  }

  *#exit(): Coroutine<boolean> {
    if ((yield* this.#generator.next()).done) return false;
    return yield* this.#refuse("generator didn't stop");
  }

  *#exitThrown(error: unknown): Coroutine<boolean> {
    try {
      yield* this.#generator.athrow(error);
    } catch (failure) {
      if (isSame(failure, error)) return false;
      // The generator returned.
      if (failure instanceof StopAsyncIteration) return true;
      throw failure;
    }
    return yield* this.#refuse("generator didn't stop after athrow()");
  }

  *#refuse(message: string): Coroutine<never> {
    try {
      throw new RuntimeError(message);
    } finally {
      yield* this.#generator.aclose();
    }
  }
}

/** Whether the block's own error came back; StopAsyncIteration comes back wrapped, as no body may throw it. */
function isSame(failure: unknown, error: unknown): boolean {
  if (failure === error) return true;
  return error instanceof StopAsyncIteration && failure instanceof RuntimeError && failure.cause === error;
}
