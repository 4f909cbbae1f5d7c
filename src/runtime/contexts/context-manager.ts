/** Asynchronous context managers: `async with`, for coroutines that are generators. */
import type { Coroutine, Yielded } from "../tasks/coroutine.ts";

/** What `withAsync` enters and exits; Python's `__aenter__` and `__aexit__`. */
export interface AsyncContextManager<T, Exit extends boolean | void = boolean | void> {
  /** Its value is what the body gets. */
  enter(): Coroutine<T>;
  /** Is told what the body threw, if it did; true means that the error is dealt with and goes no further. */
  exit(error?: unknown): Coroutine<Exit>;
}

/**
 * Runs `body` between a manager's `enter` and `exit`, whichever way the body ends: it returns, throws, is cancelled, or
 * is closed at an await. Gives the body's result, or undefined where the manager swallowed its error. In an
 * asynchronous generator the body may emit.
 *
 *     yield* withAsync(lock, function* () { … });
 */
export function withAsync<T, R, Y = Yielded>(
  manager: AsyncContextManager<T, void>,
  body: (value: T) => Generator<Y, R, unknown>,
): Generator<Y | Yielded, R, unknown>;
export function withAsync<T, R, Y = Yielded>(
  manager: AsyncContextManager<T>,
  body: (value: T) => Generator<Y, R, unknown>,
): Generator<Y | Yielded, R | undefined, unknown>;
export function* withAsync<T, R, Y = Yielded>(
  manager: AsyncContextManager<T>,
  body: (value: T) => Generator<Y, R, unknown>,
): Generator<Y | Yielded, R | undefined, unknown> {
  const value = yield* manager.enter();
  let exited = false;
  try {
    const result = yield* body(value);
    exited = true;
    yield* manager.exit();
    return result;
  } catch (error) {
    if (exited) throw error; // the exit's own
    exited = true;
    if (yield* manager.exit(error)) return undefined;
    throw error;
  } finally {
    // Neither returned nor thrown: the coroutine was closed.
    if (!exited) yield* manager.exit();
  }
}
