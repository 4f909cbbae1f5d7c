/**
 * Asynchronous generators: coroutines that emit items. Mirrors `async_generator` of
 * `Objects/genobject.c`.
 *
 *     const ticker = asyncGenerator(function* (delay: number, to: number): AsyncGenBody<number> {
 *       for (let i = 0; i < to; i++) {
 *         yield emit(i);
 *         yield* sleep(delay);
 *       }
 *     });
 *     yield* asyncFor(ticker(1, 3), function* (i) { … });
 *
 * The body starts at the first request for an item, and runs in the task and the context of each request.
 */
import type { CoroutineIterator } from "../combinators/as-completed.ts";
import { type AsyncGenBody, GeneratorFrame } from "./async-generator-frame.ts";
import { CloseStep, NextStep, SendStep, ThrowNextStep, ThrowStep } from "./async-generator-steps.ts";
import { finishedAsyncgen, registerAsyncgen } from "./asyncgen-hooks.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { runningLoopInternals } from "../loop/loop-internals.ts";

export {
  type AsyncGenBody,
  type Emission,
  emit,
  GeneratorExit,
  StopAsyncIteration,
} from "./async-generator-frame.ts";

/**
 * Asynchronous generator of items T that gets values of Sent. Its methods return coroutines, each to be awaited once and
 * one at a time; a second one at the same time throws RuntimeError.
 *
 * The first call of a method registers the generator with the running loop, which closes it at `shutdownAsyncgens`.
 */
export class AsyncGen<T, Sent = undefined> implements CoroutineIterator<T> {
  readonly #frame: GeneratorFrame<T, Sent>;
  readonly qualname: string;
  #registered = false;

  constructor(body: AsyncGenBody<T, Sent>, name: string) {
    this.#frame = new GeneratorFrame(body);
    this.qualname = name;
  }

  /** Return the next item. Throws StopAsyncIteration at the end, and any error of the body. Python's `__anext__`. */
  anext(): Coroutine<T> {
    this.#register();
    return new SendStep(this.#frame);
  }

  /**
   * Return the next item, and `value` from the body's `yield`. Throws TypeError for a value before the first `yield`.
   */
  asend(value: Sent | undefined): Coroutine<T> {
    this.#register();
    return new SendStep(this.#frame, value);
  }

  /**
   * Throw `error` into the body at its `yield`; return the next item, or undefined for a finished body. Throws
   * StopAsyncIteration if the body returns, or the error if the body does not catch it.
   */
  athrow(error: unknown): Coroutine<T | undefined> {
    this.#register();
    return new ThrowStep(this.#frame, error);
  }

  /**
   * Close the generator: throw GeneratorExit into the body at its `yield`, and wait for its end. Does nothing for a
   * finished body. Throws RuntimeError if the body emits, and any error of the body.
   */
  aclose(): Coroutine<void> {
    this.#register();
    return new CloseStep(this.#frame, undefined);
  }

  /** As `asend`; return `{ done, value }` for the next item or the end, without StopAsyncIteration. */
  next(value?: Sent): Coroutine<IteratorResult<T, undefined>> {
    this.#register();
    return new NextStep(this.#frame, value);
  }

  /** As `aclose`; return `{ done: true, value }`. JavaScript's `return`. */
  return<R>(value: R): Coroutine<IteratorReturnResult<R>> {
    this.#register();
    return new CloseStep(this.#frame, { value, done: true } as const);
  }

  /**
   * As `athrow`; return `{ done, value }` for the next item or the end. Throws the error for a finished body. JavaScript's
   * `throw`.
   */
  throw(error: unknown): Coroutine<IteratorResult<T, undefined>> {
    this.#register();
    return new ThrowNextStep(this.#frame, error);
  }

  /** As `aclose`, at the end of an `await using`. */
  [Symbol.asyncDispose](): Coroutine<void> {
    return this.aclose();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  toString(): string {
    return `<async_generator object ${this.qualname}>`;
  }

  /** Register with the running loop, once; never later if no loop runs now. Mirrors `async_gen_init_hooks`. */
  #register(): void {
    if (this.#registered) return;
    this.#registered = true;
    const loop = runningLoopInternals();
    if (loop === null) return;
    registerAsyncgen(loop, this);
    this.#frame.onFinished = () => finishedAsyncgen(loop, this);
  }
}

/** Return an asynchronous generator function, of which each call returns a generator with a new `body`. */
export function asyncGenerator<A extends unknown[], T, Sent = undefined>(
  body: (...args: A) => AsyncGenBody<T, Sent>,
): (...args: A) => AsyncGen<T, Sent> {
  return (...args) => new AsyncGen(body(...args), body.name);
}
