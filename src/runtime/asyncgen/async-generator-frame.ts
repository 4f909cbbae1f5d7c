/**
 * Body of an asynchronous generator and its state. Mirrors the frame handling of `Objects/genobject.c`
 * (`gen_send_ex2`, `_gen_throw`); the awaitables of async-generator-steps.ts drive it.
 *
 * States: created → executing ⇄ suspended; executing → finished (the body returned or threw); created → finished (an
 * error was thrown in before the body started).
 * A body is suspended at an await, whose future goes to the task, or at an emit, whose item goes to the awaiter.
 */
import type { Yielded } from "../tasks/coroutine.ts";
import { RuntimeError, ValueError } from "../errors/exceptions.ts";

/** End of an asynchronous iterator, thrown by `anext`; Python's StopAsyncIteration. */
export class StopAsyncIteration extends Error {
  override name = "StopAsyncIteration";
}

/**
 * Error thrown into a suspended generator to close it: its `finally` blocks run, and may await. A `catch` gets it, as
 * `except GeneratorExit` does; after that the generator may return or throw, and must not emit.
 *
 * JavaScript's `return()` is not used, since it passes every `catch`: neither the body nor a context manager around the
 * emit, whose `exit` gets the error, could observe it.
 */
export class GeneratorExit extends Error {
  override name = "GeneratorExit";
}

/** Item on its way from the body to the awaiter. Mirrors `async_generator_wrapped_value`. */
export class Emission<T> {
  constructor(readonly item: T) {}
}

/**
 * Return an emission of `item`, for `const sent = yield emit(item);` (an await is `yield*`). The body continues when the
 * next item is requested, and `yield` returns the value of that `asend`.
 */
export function emit<T>(item: T): Emission<T> {
  return new Emission(item);
}

/** Body of an asynchronous generator: a coroutine that emits items of T and gets values of Sent. */
export type AsyncGenBody<T, Sent = undefined> = Generator<Yielded | Emission<T>, void, Sent | undefined>;

/** Result of a step of the body: a future to wait on, an item, or the end. */
export type BodyStep<T> = IteratorResult<Yielded | Emission<T>, void>;

export class GeneratorFrame<T, Sent> {
  /**
   * True while an awaitable of the generator is started and not ended: no other may start. Mirrors `ag_running_async`.
   */
  running = false;
  /** True from the start of `aclose` on: a body that emits nevertheless cannot be closed again. Mirrors `ag_closed`. */
  closing = false;
  /** Called at the end of the body. */
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
   * Run the body to its next await, emit or end; its `yield` returns `value`. A finished body ends again.
   * Throws TypeError for a value if the body is not started, ValueError if the body is executing. Mirrors `gen_send_ex2`.
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

  /**
   * Run the body as `send` does, with `error` thrown at its await or `yield`. Throws `error` itself if the body is not
   * started or finished. Mirrors `_gen_throw`.
   */
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

  /** Return the error for the caller: the body's own StopAsyncIteration is wrapped, since it would mean the end. */
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
