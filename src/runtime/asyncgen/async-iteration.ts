/**
 * Asynchronous iteration: `async for`, and Python's built-in functions `aiter` and `anext`.
 *
 * An early end of a loop, by "break" or by an error, does not close the generator, as in Python: another loop may
 * continue with it. `aclosing` closes it.
 */
import type { CoroutineIterator } from "../combinators/as-completed.ts";
import { AsyncGen, StopAsyncIteration } from "./async-generator.ts";
import type { Coroutine, Yielded } from "../tasks/coroutine.ts";

/**
 * Operand of `asyncFor`: an asynchronous generator, a result of `asCompleted`, or an object of a program's own class.
 */
export interface CoroutineIterable<T> {
  [Symbol.asyncIterator](): CoroutineIterator<T>;
}

/**
 * Run `body` for each item: Python's `async for`. The body returns "break" to end the loop; in an asynchronous generator
 * it may emit. Throws TypeError if `iterable` is not an async iterable. Mirrors GET_AITER and GET_ANEXT of
 * `Python/bytecodes.c`.
 *
 *     yield* asyncFor(ticker(1, 3), function* (i) { … });
 */
export function* asyncFor<T, Y = Yielded>(
  iterable: CoroutineIterable<T>,
  body: (item: T) => Generator<Y, void | "break", unknown>,
): Generator<Y | Yielded, void, unknown> {
  if (!isIterable(iterable)) {
    throw new TypeError(`'async for' requires an object with __aiter__ method, got ${typeName(iterable)}`);
  }
  const iterator = iterable[Symbol.asyncIterator]();
  if (!isIterator(iterator)) {
    throw new TypeError(
      `'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(iterator)}`,
    );
  }
  for (;;) {
    const step = yield* iterator.next();
    if (step.done || (yield* body(step.value)) === "break") return;
  }
}

/** Return all items in a list: Python's `[item async for item in iterable]`. */
export function* collect<T>(iterable: CoroutineIterable<T>): Coroutine<T[]> {
  const items: T[] = [];
  yield* asyncFor(iterable, function* (item) {
    items.push(item);
  });
  return items;
}

/** Return the iterator of an async iterable. Throws TypeError for another object. Mirrors `PyObject_GetAIter`. */
export function aiter<T>(iterable: CoroutineIterable<T>): CoroutineIterator<T> {
  if (!isIterable(iterable)) throw new TypeError(`'${typeName(iterable)}' object is not an async iterable`);
  const iterator = iterable[Symbol.asyncIterator]();
  if (isIterator(iterator)) return iterator;
  throw new TypeError(`aiter() returned not an async iterator of type '${typeName(iterator)}'`);
}

/**
 * Return the next item, or `fallback` at the end. Throws StopAsyncIteration at the end if there is no fallback, TypeError
 * for an object that is not an async iterator. Mirrors `builtin_anext_impl` of `Python/bltinmodule.c`.
 */
export function anext<T, D = never>(iterator: CoroutineIterator<T>, ...fallback: [D?]): Coroutine<T | D> {
  if (!isIterator(iterator)) throw new TypeError(`'${typeName(iterator)}' object is not an async iterator`);
  if (iterator instanceof AsyncGen && fallback.length === 0) return (iterator as AsyncGen<T>).anext();
  return itemOf(iterator.next(), fallback);
}

function* itemOf<T, D>(next: Coroutine<IteratorResult<T, undefined>>, fallback: [D?]): Coroutine<T | D> {
  const step = yield* next;
  if (!step.done) return step.value;
  if (fallback.length === 0) throw new StopAsyncIteration();
  return fallback[0] as D;
}

function isIterable(value: unknown): boolean {
  return typeof (value as Partial<CoroutineIterable<unknown>> | null)?.[Symbol.asyncIterator] === "function";
}

function isIterator(value: unknown): boolean {
  return typeof (value as Partial<CoroutineIterator<unknown>> | null)?.next === "function";
}

function typeName(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  return (value.constructor as { name: string } | undefined)?.name ?? "object";
}
