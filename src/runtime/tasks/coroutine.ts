/**
 * Coroutines are generators that a task drives. A program awaits with `yield*`: a coroutine, a future, or anything
 * else that is iterable in this way; what reaches the task is the future at the bottom, so `throw` and `return` go
 * through every coroutine on the way, as in CPython.
 */

/** What a coroutine waits on at the bottom: a future. */
export interface Waitable {
  done(): boolean;
}

/** What a coroutine hands to its task: the future that it waits on, or undefined to let others run first. */
export type Yielded = Waitable | undefined;

/** A coroutine that returns T: `function* main(): Coroutine<void> { yield* sleep(1); }`. */
export type Coroutine<T> = Generator<Yielded, T, unknown>;

/** What a coroutine of a guest tells of itself besides; a bare generator knows neither. */
export interface SourceLocation {
  /** The coroutine function's name. */
  readonly qualname: string;
  /** The program's line at which it stands; 0 if that is unknown. */
  readonly line?: number;
  /** All that it is suspended in, where those are several: a line `coroutine line` each, itself the first. */
  readonly stack?: string | undefined;
}

/** What can be awaited, by `yield*`: coroutines and futures. */
export interface Awaitable<T> {
  [Symbol.iterator](): Iterator<Yielded, T, unknown>;
}

/** Whether `value` is a coroutine, started or not. Mirrors `asyncio.iscoroutine`. */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  const candidate = value as Partial<Coroutine<unknown>> | null | undefined;
  return (
    typeof candidate === "object" &&
    candidate !== null &&
    typeof candidate.next === "function" &&
    typeof candidate.throw === "function" &&
    typeof candidate[Symbol.iterator] === "function"
  );
}
