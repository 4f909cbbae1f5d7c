/**
 * The compiler's helpers with asyncio's semantics: what an async function, an async generator, `for await` and
 * `await using` compile to. Their names and parameters are TypeScript's; the last two of `__awaiter` and
 * `__asyncGenerator` are added by instrument.ts.
 */
import { AsyncGen, type AsyncGenBody, emit } from "../../runtime/asyncgen/async-generator.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { AsyncFunctionCoroutine, awaitable } from "./async-function.ts";
import { __addDisposableResource, __disposeResources } from "./disposables.ts";
import type { HelperName } from "./helper-names.ts";
import { Item } from "./tracker.ts";

type Compiled = (...args: unknown[]) => Generator<unknown, unknown, unknown>;

/** What the body of an async generator yields to await. */
class Awaiting {
  constructor(readonly value: unknown) {}
}

/** `onCoroutine` is told of each coroutine that is made. */
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

/** The compiled body's yields as awaits and emits. */
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

function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
}
