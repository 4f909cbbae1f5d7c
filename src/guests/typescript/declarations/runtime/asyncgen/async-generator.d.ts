/** Result of calling an `async function*`. */
export type AsyncGen<T, Sent = undefined> = AsyncGenerator<T, void, Sent>;

export type AsyncGenBody<T, Sent = undefined> = AsyncGenerator<T, void, Sent>;

/** Error thrown into a generator at its `yield` to close it. */
export declare class GeneratorExit extends Error {}

/** The generator has no further item. */
export declare class StopAsyncIteration extends Error {}

declare global {
  interface AsyncGenerator<T = unknown, TReturn = any, TNext = any> {
    /** Return the next item. Throws StopAsyncIteration at the end. */
    anext(): Promise<T>;
    /** Return the next item, and `value` from the body's `yield`. */
    asend(value: TNext | undefined): Promise<T>;
    /** Throw `error` into the body at its `yield`; return the next item. */
    athrow(error: unknown): Promise<T | undefined>;
    /** Close the generator: throw GeneratorExit into the body at its `yield`, and wait for its end. */
    aclose(): Promise<void>;
  }
}
