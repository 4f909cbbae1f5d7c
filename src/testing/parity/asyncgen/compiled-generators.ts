/**
 * A program with an `async function*`, compiled by TypeScript to its helpers `__asyncGenerator` and `__await`. Here the
 * helpers are made of `AsyncGen`, with a body that turns their yields into awaits and emits.
 */
import ts from "typescript";
import { AsyncGen, type AsyncGenBody, emit } from "../../../runtime/asyncgen/async-generator.ts";
import type { Awaitable, Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

/** A value that a compiled body yields to await it; it emits every other value. */
class Awaiting {
  constructor(readonly value: unknown) {}
}

const helpers = {
  __await: (value: unknown) => new Awaiting(value),
  // Without its `return`: a loop that is left early closes its iterator in JavaScript, and not in Python.
  __asyncValues: (values: AsyncIterable<unknown>) => {
    const iterator = values[Symbol.asyncIterator]();
    return { next: () => iterator.next() };
  },
  __asyncGenerator: (owner: unknown, args: unknown[], compiled: (...args: unknown[]) => Compiled) =>
    new AsyncGen(adapted(compiled.apply(owner, args)), compiled.name),
};

type Compiled = Generator<unknown, void, unknown>;

function* adapted(compiled: Compiled): AsyncGenBody<unknown, unknown> {
  let step = compiled.next();
  while (!step.done) {
    let value: unknown;
    try {
      value = step.value instanceof Awaiting ? yield* awaited(step.value.value) : yield emit(step.value);
    } catch (error) {
      step = compiled.throw(error);
      continue;
    }
    step = compiled.next(value);
  }
}

function* awaited(value: unknown): Coroutine<unknown> {
  return typeof value === "object" && value !== null ? yield* value as Awaitable<unknown> : value;
}

/** Compile `source`, an asynchronous generator function, with the names that it may use. */
function compile(source: string, names: Record<string, unknown>): (...args: unknown[]) => AsyncGen<unknown> {
  const { outputText } = ts.transpileModule(`return ${source}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2017, noEmitHelpers: true },
  });
  const scope = { ...helpers, ...names };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the compiler's output is what is tested
  return new Function(...Object.keys(scope), outputText)(...Object.values(scope));
}

export function* sentThrownCancelledAndClosed({ log, attempt, follow, loop }: Kit): Coroutine<void> {
  const names = { log, sleep, ValueError };
  const numbers = compile(
    "async function* numbers() { for (let i = 0; i < 9; i++) { await sleep(0.5); yield i; } }",
    names,
  );
  const doubled = compile(
    `async function* doubled(source) {
          try {
            for await (const i of source) {
              try {
                log("is sent", yield 2 * i);
              } catch (error) {
                if (!(error instanceof ValueError)) throw error;
                log("catches", error);
              }
              await sleep(1);
            }
          } catch (error) {
            log("is ended by", error);
            await sleep(1);
            throw error;
          } finally {
            await sleep(1);
            log("ends");
          }
        }`,
    names,
  );
  let items = doubled(numbers());
  yield* attempt(items.anext());
  yield* attempt(items.asend("a" as never));
  yield* attempt(items.athrow(new ValueError("v")));
  yield* attempt(items.aclose());
  items = doubled(numbers());
  yield* attempt(items.anext());
  const task = follow("task", items.anext());
  yield* sleep(1.25);
  task.cancel("enough");
  yield* attempt(task);
  yield* attempt(items.anext());
  yield* loop.shutdownAsyncgens();
}
