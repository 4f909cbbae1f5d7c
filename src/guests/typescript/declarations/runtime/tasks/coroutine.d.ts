/**
 * What calling an async function gives. Nothing of it runs until it is awaited, or made a task by `createTask`.
 */
export type Coroutine<T> = Promise<T>;

/** What can be awaited: coroutines, tasks and futures. */
export type Awaitable<T> = PromiseLike<T>;

export type Yielded = unknown;

export interface Waitable {
  done(): boolean;
}

export interface SourceLocation {
  /** The coroutine function's name. */
  readonly qualname: string;
}

/** Whether `value` is a coroutine, started or not. */
export declare function isCoroutine(value: unknown): value is Coroutine<unknown>;
