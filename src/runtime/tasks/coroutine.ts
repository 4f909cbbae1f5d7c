/**
 * Coroutines: generators that a task drives. `yield*` awaits a coroutine, a future, or another iterable of this kind.
 * The task gets the future at the bottom, so `throw` and `return` pass through every coroutine on the way, as in CPython.
 */

/** Part of a future that a coroutine yields. */
export interface Waitable {
  done(): boolean;
}

/** Value that a coroutine yields to its task: the future that it waits on, or undefined to let others run first. */
export type Yielded = Waitable | undefined;

/** Coroutine that returns T: `function* main(): Coroutine<void> { yield* sleep(1); }`. */
export type Coroutine<T> = Generator<Yielded, T, unknown>;

/** Source location of a suspended coroutine. Coroutines of a guest have it as properties; bare generators do not. */
export interface SourceLocation {
  /** Name of the coroutine function. */
  readonly qualname: string;
  /** Line of the program, from 1; 0 if it is unknown. */
  readonly line?: number;
  /** Coroutines that it is suspended in, if there are several: a text line `coroutine line` each, outermost first. */
  readonly stack?: string | undefined;
}

/** Operand of an await (`yield*`): a coroutine or a future. */
export interface Awaitable<T> {
  [Symbol.iterator](): Iterator<Yielded, T, unknown>;
}

/**
 * Return the coroutine itself, or a coroutine that awaits another awaitable. Throws TypeError for an argument that is
 * not awaitable. Mirrors the checks of `ensure_future` and `Runner.run`, and `_wrap_awaitable`.
 */
export function asCoroutine<T>(awaitable: Awaitable<T>): Coroutine<T> {
  if (isCoroutine(awaitable)) return awaitable as Coroutine<T>;
  const iterates = typeof (awaitable as Partial<Awaitable<T>> | null)?.[Symbol.iterator] === "function";
  if (!iterates || Array.isArray(awaitable) || typeof awaitable === "string") {
    throw new TypeError("An asyncio.Future, a coroutine or an awaitable is required");
  }
  return (function* (): Coroutine<T> {
    return yield* awaitable;
  })();
}

/** Return true if `value` is a coroutine, started or not. Mirrors `iscoroutine` of `asyncio/coroutines.py`. */
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
