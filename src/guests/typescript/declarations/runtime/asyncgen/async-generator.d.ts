/** What calling an `async function*` gives. */
export type AsyncGen<T, Sent = undefined> = AsyncGenerator<T, void, Sent>;

export type AsyncGenBody<T, Sent = undefined> = AsyncGenerator<T, void, Sent>;

/** Thrown into a generator that is closed, at its `yield`. */
export declare class GeneratorExit extends Error {}

/** A generator has no further item. */
export declare class StopAsyncIteration extends Error {}

declare global {
  interface AsyncGenerator<T = unknown, TReturn = any, TNext = any> {
    /** The next item. Throws StopAsyncIteration at the end. */
    anext(): Promise<T>;
    /** As `anext`, and the body's `yield` gives `value`. */
    asend(value: TNext | undefined): Promise<T>;
    /** Throws `error` into the body, at its `yield`; gives the item that it yields next. */
    athrow(error: unknown): Promise<T | undefined>;
    /** Closes it: throws GeneratorExit into the body, at its `yield`, and waits for the end. */
    aclose(): Promise<void>;
  }
}
