/**
 * Context managers made of closable objects and of generators. Mirrors the asynchronous half of `Lib/contextlib.py`.
 */
import { type AsyncGen, StopAsyncIteration } from "../asyncgen/async-generator.ts";
import type { AsyncContextManager } from "./context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { RuntimeError } from "../errors/exceptions.ts";

/**
 * Return a context manager that closes `thing` at the end of its block:
 * `yield* withAsync(aclosing(ticker(1, 3)), function* (ticks) { … })`. Mirrors `aclosing`.
 */
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
 * Return a function that makes context managers of a generator that emits once: the code before the emit runs on entry,
 * the block gets the item, and the code after the emit runs on exit. An error of the block is thrown at the emit; a
 * generator that catches it suppresses it. Each manager is for one use.
 * Entry throws RuntimeError if the generator emits nothing, and exit if it emits again. Mirrors `asynccontextmanager`.
 *
 *     const opened = asyncContextManager(asyncGenerator(function* (path: string): AsyncGenBody<File> { … }));
 *     yield* withAsync(opened("a.txt"), function* (file) { … });
 */
export function asyncContextManager<A extends unknown[], T>(
  generator: (...args: A) => AsyncGen<T>,
): (...args: A) => AsyncContextManager<T, boolean> {
  return (...args) => new GeneratorContextManager(generator(...args));
}

/** Manager of one generator. Mirrors `_AsyncGeneratorContextManager`. */
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
    return yield* this.#closeAndThrow("generator didn't stop");
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
    return yield* this.#closeAndThrow("generator didn't stop after athrow()");
  }

  *#closeAndThrow(message: string): Coroutine<never> {
    try {
      throw new RuntimeError(message);
    } finally {
      yield* this.#generator.aclose();
    }
  }
}

/** Return true if `failure` is the block's own error; a StopAsyncIteration returns wrapped, as no body may throw it. */
function isSame(failure: unknown, error: unknown): boolean {
  if (failure === error) return true;
  return error instanceof StopAsyncIteration && failure instanceof RuntimeError && failure.cause === error;
}
