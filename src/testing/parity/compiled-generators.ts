/**
 * An asynchronous generator in JavaScript's own words, compiled by TypeScript to its helpers `__asyncGenerator` and
 * `__await`: that these can be made of `AsyncGen`, with a body that turns the helpers' yields into awaits and emits.
 */
import ts from "typescript";
import { AsyncGen, type AsyncGenBody, emit } from "../../runtime/asyncgen/async-generator.ts";
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Program } from "./parity.ts";

/** What a compiled body yields to await; all else it emits. */
class Awaiting {
  constructor(readonly value: unknown) {}
}

const helpers = {
  __await: (value: unknown) => new Awaiting(value),
  __asyncValues: (values: { [Symbol.asyncIterator](): unknown }) => values[Symbol.asyncIterator](),
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

/** Compiles `source`, an asynchronous generator function, with the names that it may use. */
function compile(source: string, names: Record<string, unknown>): (...args: unknown[]) => AsyncGen<unknown> {
  const { outputText } = ts.transpileModule(`return ${source}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2017, noEmitHelpers: true },
  });
  const scope = { ...helpers, ...names };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the compiler's output is what is tested
  return new Function(...Object.keys(scope), outputText)(...Object.values(scope));
}

export const compiledGenerators: Program[] = [
  [
    "is sent values, met by errors and a cancellation, and closed",
    `
    async def numbers():
        for i in range(9):
            await sleep(0.5)
            yield i
    async def doubled(source):
        try:
            async for i in source:
                try:
                    log("is sent", (yield 2 * i))
                except ValueError as error:
                    log("catches", error)
                await sleep(1)
        except BaseException as error:
            log("is ended by", error)
            await sleep(1)
            raise
        finally:
            await sleep(1)
            log("ends")
    first = numbers()
    items = doubled(first)
    await attempt(items.__anext__())
    await attempt(items.asend("a"))
    await attempt(items.athrow(ValueError("v")))
    await attempt(items.aclose())
    source = numbers()
    items = doubled(source)
    await attempt(items.__anext__())
    task = follow("task", items.__anext__())
    await sleep(1.25)
    task.cancel("enough")
    await attempt(task)
    await attempt(items.__anext__())
    await loop.shutdown_asyncgens()
    `,
    function* ({ log, attempt, follow, loop }) {
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
    },
  ],
];
