/**
 * Asynchronous generators: coroutines that hand out items on their way. Mirrors `async_generator` of
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
 * Nothing of the body runs before an item is asked for. It runs in the task and the context of whoever asks.
 */
import type { CoroutineIterator } from "../combinators/as-completed.ts";
import { type AsyncGenBody, GeneratorFrame } from "./async-generator-frame.ts";
import { CloseStep, NextStep, SendStep, ThrowStep } from "./async-generator-steps.ts";
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
 * An asynchronous generator of items T, which may be sent values of Sent. Its methods give coroutines, each to be
 * awaited once, of which one at a time may be under way: another throws RuntimeError.
 *
 * The first call of any of them registers it with the running loop, which closes it in the end if nobody else does.
 */
export class AsyncGen<T, Sent = undefined> implements CoroutineIterator<T> {
  readonly #frame: GeneratorFrame<T, Sent>;
  readonly qualname: string;
  #registered = false;

  constructor(body: AsyncGenBody<T, Sent>, name: string) {
    this.#frame = new GeneratorFrame(body);
    this.qualname = name;
  }

  /** The next item. Throws StopAsyncIteration at the end, and what the body throws. Python's `__anext__`. */
  anext(): Coroutine<T> {
    this.#register();
    return new SendStep(this.#frame);
  }

  /** As `anext`, and the body's `yield` gives `value`. Throws TypeError if it has come to none yet. */
  asend(value: Sent | undefined): Coroutine<T> {
    this.#register();
    return new SendStep(this.#frame, value);
  }

  /**
   * Throws `error` into the body, at its `yield`; gives the item that it emits next. Throws StopAsyncIteration if it
   * returns instead, or the error if it does not catch it. A body that is finished gives undefined.
   */
  athrow(error: unknown): Coroutine<T | undefined> {
    this.#register();
    return new ThrowStep(this.#frame, error);
  }

  /**
   * Closes it: throws GeneratorExit into the body, at its `yield`, and waits for the end. Throws what the body throws
   * then, and RuntimeError if it emits; does nothing if it is finished.
   */
  aclose(): Coroutine<void> {
    this.#register();
    return new CloseStep(this.#frame);
  }

  /** As `anext`, with the end told and not thrown. */
  next(): Coroutine<IteratorResult<T, undefined>> {
    this.#register();
    return new NextStep(this.#frame);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  toString(): string {
    return `<async_generator object ${this.qualname}>`;
  }

  /** CPython's `async_gen_init_hooks`: once, and for good even where no loop runs. */
  #register(): void {
    if (this.#registered) return;
    this.#registered = true;
    const loop = runningLoopInternals();
    if (loop === null) return;
    registerAsyncgen(loop, this);
    this.#frame.onFinished = () => finishedAsyncgen(loop, this);
  }
}

/** Makes an asynchronous generator function: each call of it gives a generator with a `body` of its own. */
export function asyncGenerator<A extends unknown[], T, Sent = undefined>(
  body: (...args: A) => AsyncGenBody<T, Sent>,
): (...args: A) => AsyncGen<T, Sent> {
  return (...args) => new AsyncGen(body(...args), body.name);
}
