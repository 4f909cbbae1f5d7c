/**
 * Compiler helpers with asyncio's semantics: async functions, async generators, `for await` and `await using` compile to
 * calls of them. Names and parameters are TypeScript's; the last two parameters of `__awaiter` and
 * `__asyncGenerator` are added by instrument.ts.
 */
import { AsyncGen, type AsyncGenBody, emit } from "../../runtime/asyncgen/async-generator.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { AsyncFunctionCoroutine, awaitable, typeName } from "./async-function.ts";
import { __addDisposableResource, __disposeResources } from "./disposables.ts";
import type { HelperName } from "./helper-names.ts";
import { Item } from "./tracker.ts";

type Compiled = (...args: unknown[]) => Generator<unknown, unknown, unknown>;

/** Value that the body of an async generator yields to await it. */
class Awaiting {
  constructor(readonly value: unknown) {}
}

/** Return the helpers for one run; they call `onCoroutine` with each new coroutine. */
export function compilerHelpers(
  onCoroutine: (coroutine: AsyncFunctionCoroutine<unknown>) => void,
): Record<HelperName, unknown> {
  return {
    __awaiter(
      owner: unknown,
      args: ArrayLike<unknown> | undefined,
      _promise: unknown,
      body: Compiled,
      name: string,
      line: number,
    ): AsyncFunctionCoroutine<unknown> {
      const coroutine = new AsyncFunctionCoroutine(
        () => body.apply(owner, Array.from(args ?? [])),
        name,
        line,
      );
      onCoroutine(coroutine);
      return coroutine;
    },

    __addDisposableResource,
    __disposeResources,

    __await: (value: unknown) => new Awaiting(value),

    __asyncGenerator: (owner: unknown, args: ArrayLike<unknown>, body: Compiled, name: string) =>
      new AsyncGen(generatorBody(body.apply(owner, Array.from(args))), name),

    __asyncValues(values: Partial<AsyncIterable<unknown> & Iterable<unknown>> | null | undefined): unknown {
      const iterate = values?.[Symbol.asyncIterator];
      if (typeof iterate === "function") return iterate.call(values);
      throw new TypeError(`'async for' requires an object with __aiter__ method, got ${typeName(values)}`);
    },

    *__asyncDelegator(iterator: { next(): Coroutine<IteratorResult<unknown>> }): Generator<unknown, unknown> {
      for (;;) {
        const step = (yield new Awaiting(iterator.next())) as IteratorResult<unknown>;
        if (step.done) return step.value;
        yield new Item(step.value);
      }
    },
  };
}

/** Turn the yields of a compiled body into awaits and emits. */
function* generatorBody(compiled: Generator<unknown, unknown, unknown>): AsyncGenBody<unknown, unknown> {
  let step = compiled.next();
  while (!step.done) {
    let value: unknown;
    try {
      if (step.value instanceof Item) value = yield emit(step.value.value);
      else value = yield* awaitable(step.value instanceof Awaiting ? step.value.value : step.value);
    } catch (error) {
      step = compiled.throw(error);
      continue;
    }
    step = compiled.next(value);
  }
}
