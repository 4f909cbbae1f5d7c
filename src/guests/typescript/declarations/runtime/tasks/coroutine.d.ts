/**
 * Result of calling an async function. It runs when it is awaited, or as a task made by `createTask`.
 */
export type Coroutine<T> = Promise<T>;

/** Operand of `await`: a coroutine, a task or a future. */
export type Awaitable<T> = PromiseLike<T>;

export type Yielded = unknown;

export interface Waitable {
  done(): boolean;
}

export interface SourceLocation {
  /** Name of the coroutine function. */
  readonly qualname: string;
}

/** Return true if `value` is a coroutine, started or not. */
export declare function isCoroutine(value: unknown): value is Coroutine<unknown>;
