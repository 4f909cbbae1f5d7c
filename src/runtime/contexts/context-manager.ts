/** Asynchronous context managers: Python's `async with`, for coroutines that are generators. */
import type { Coroutine, Yielded } from "../tasks/coroutine.ts";

/** Operand of `withAsync`; its methods are Python's `__aenter__` and `__aexit__`. */
export interface AsyncContextManager<T, Exit extends boolean | void = boolean | void> {
  /** Return the value that the body gets. */
  enter(): Coroutine<T>;
  /** Leave the body. `error` is the body's error, if it threw; return true to suppress it. */
  exit(error?: unknown): Coroutine<Exit>;
}

/**
 * Run `body` between a manager's `enter` and `exit`, also if the body throws, is cancelled, or is closed at an await.
 * Return the body's result, or undefined if the manager suppressed its error. In an asynchronous generator the body may
 * emit. Throws the errors of the body and of the manager.
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
    if (exited) throw error; // of the exit itself
    exited = true;
    if (yield* manager.exit(error)) return undefined;
    throw error;
  } finally {
    // The body neither returned nor threw: the coroutine was closed.
    if (!exited) yield* manager.exit();
  }
}
