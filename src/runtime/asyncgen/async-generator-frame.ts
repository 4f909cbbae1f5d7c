/**
 * The body of an asynchronous generator, and how it stands. Mirrors what `Objects/genobject.c` does with the frame of
 * a generator (`gen_send_ex2`, `_gen_throw`); the awaitables of async-generator-steps.ts drive it.
 *
 * States: created → executing ⇄ suspended; executing → finished (returned, or thrown out of); created → finished
 * (an error was thrown in before the body began).
 * A body is suspended at an await, whose future goes up to the task, or at an emit, whose item goes to the awaiter.
 */
import type { Yielded } from "../tasks/coroutine.ts";
import { RuntimeError, ValueError } from "../errors/exceptions.ts";

/** The end of an asynchronous iterator, as `anext` throws it; Python's StopAsyncIteration. */
export class StopAsyncIteration extends Error {
  override name = "StopAsyncIteration";
}

/**
 * Thrown into a generator where it is suspended, to close it: its `finally` blocks run, and may await. A `catch` sees
 * it, as `except GeneratorExit` does; after that a generator may return or throw, but emit nothing more.
 *
 * It is an error that is thrown, and not JavaScript's `return()`: that one passes every `catch` by, so a body could
 * not tell being closed, and neither could a context manager around the emit, whose `exit` gets the error.
 */
export class GeneratorExit extends Error {
  override name = "GeneratorExit";
}

/** An item on its way from the body to whoever awaits it; `async_generator_wrapped_value` of CPython. */
export class Emission<T> {
  constructor(readonly item: T) {}
}

/**
 * Hands an item out: `const sent = yield emit(item);`, by `yield`, where an await is `yield*`. The body goes on when
 * the next item is asked for, with what `asend` was given.
 */
export function emit<T>(item: T): Emission<T> {
  return new Emission(item);
}

/** What the body of an asynchronous generator is: a coroutine that emits items of T, and is sent values of Sent. */
export type AsyncGenBody<T, Sent = undefined> = Generator<Yielded | Emission<T>, void, Sent | undefined>;

/** A step of the body: a future to wait on, an item, or the end. */
export type BodyStep<T> = IteratorResult<Yielded | Emission<T>, void>;

export class GeneratorFrame<T, Sent> {
  /** Whether an awaitable of the generator was begun and has not ended: it alone may go on. `ag_running_async`. */
  running = false;
  /** Whether `aclose` has begun; a body that emits nevertheless cannot be closed again. `ag_closed`. */
  closing = false;
  /** Called as the body ends. */
  onFinished: (() => void) | null = null;
  readonly #body: AsyncGenBody<T, Sent>;
  #state: "created" | "executing" | "suspended" | "finished" = "created";

  constructor(body: AsyncGenBody<T, Sent>) {
    this.#body = body;
  }

  get finished(): boolean {
    return this.#state === "finished";
  }

  /**
   * Runs the body on to its next await, emit or end; `value` is what its `yield` gives. A finished body ends again.
   * Throws TypeError if there is a value and no `yield` yet to give it, and ValueError if the body runs already.
   */
  send(value: Sent | undefined): BodyStep<T> {
    if (this.#state === "created" && value !== undefined)
      throw new TypeError("can't send non-None value to a just-started async generator");
    this.#execute();
    try {
      return this.#suspend(this.#body.next(value));
    } catch (error) {
      throw this.#fail(error, true);
    }
  }

  /** As `send`, but its await or `yield` throws `error`; so does this if the body never began or is finished. */
  throw(error: unknown): BodyStep<T> {
    const reachesBody = this.#state === "suspended";
    this.#execute();
    try {
      return this.#suspend(this.#body.throw(error));
    } catch (failure) {
      throw this.#fail(failure, reachesBody);
    }
  }

  #execute(): void {
    if (this.#state === "executing") throw new ValueError("async generator already executing");
    this.#state = "executing";
  }

  #suspend(step: BodyStep<T>): BodyStep<T> {
    if (step.done) this.#finish();
    else this.#state = "suspended";
    return step;
  }

  /** What an error is to its caller, who must not take one of the body for the end. */
  #fail(error: unknown, isOfBody: boolean): unknown {
    this.#finish();
    if (!isOfBody || !(error instanceof StopAsyncIteration)) return error;
    return new RuntimeError("async generator raised StopAsyncIteration", { cause: error });
  }

  #finish(): void {
    this.#state = "finished";
    this.onFinished?.();
  }
}
