/**
 * Results of the methods of an asynchronous generator: coroutines that each run the body to its next item or its end.
 * Mirrors `PyAsyncGenASend` and `PyAsyncGenAThrow` of `Objects/genobject.c`.
 *
 * Phases: initial → begun (it drives the body, and no other step of the generator may) → closed; initial → closed.
 * They are objects rather than generator functions, since an error reaches the body even before the first step: if the
 * task is cancelled then, the body gets the error at its emit.
 */
import {
  type BodyStep,
  Emission,
  GeneratorExit,
  type GeneratorFrame,
  StopAsyncIteration,
} from "./async-generator-frame.ts";
import type { Coroutine, Yielded } from "../tasks/coroutine.ts";
import { RuntimeError } from "../errors/exceptions.ts";

type Result<R> = IteratorResult<Yielded, R>;

abstract class GeneratorStep<T, Sent, R> implements Coroutine<R> {
  protected readonly frame: GeneratorFrame<T, Sent>;
  protected phase: "initial" | "begun" | "closed" = "initial";

  constructor(frame: GeneratorFrame<T, Sent>) {
    this.frame = frame;
  }

  /** Names in CPython's error messages: for a generator that is running, and for a step that was awaited already. */
  protected abstract get method(): string;
  protected abstract get methods(): string;
  /** Run the body for the first time. */
  protected abstract begin(): BodyStep<T>;
  /** Return the result of the step, for an item and for the end of the body. */
  protected abstract onItem(item: T): R;
  protected abstract onEnd(): R;

  get [Symbol.toStringTag](): string {
    return "Coroutine";
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(value?: unknown): Result<R> {
    const begun = this.#take();
    try {
      return this.#settle(begun ? this.frame.send(value as Sent | undefined) : this.begin());
    } catch (error) {
      this.#close();
      return this.onError(error);
    }
  }

  /** Throw into the body where it is suspended, also if this step has not begun. */
  throw(error: unknown): Result<R> {
    this.#take();
    try {
      return this.#settle(this.frame.throw(error));
    } catch (failure) {
      this.#close();
      return this.onError(failure);
    }
  }

  /** Close the step, as Python's `close`: the body gets GeneratorExit. Throws RuntimeError if it awaits after that. */
  return(value: R): Result<R> {
    if (this.phase !== "closed") {
      try {
        if (!this.throw(new GeneratorExit()).done) throw new RuntimeError("coroutine ignored GeneratorExit");
      } catch (error) {
        if (!isExit(error)) throw error;
      }
    }
    return { done: true, value };
  }

  /** Return or throw the result of the step for an error that leaves the body. */
  protected onError(error: unknown): Result<R> {
    throw error;
  }

  /** Claim the body for this step; return true if it has it already. Throws RuntimeError if another step has it. */
  #take(): boolean {
    if (this.phase === "begun") return true;
    if (this.phase === "closed") throw new RuntimeError(`cannot reuse already awaited ${this.methods}`);
    if (this.frame.running) {
      this.phase = "closed";
      throw new RuntimeError(`${this.method}: asynchronous generator is already running`);
    }
    this.phase = "begun";
    this.frame.running = true;
    return false;
  }

  /** Return the step's result; a future to wait on goes to the task unchanged. */
  #settle(step: BodyStep<T>): Result<R> {
    if (!step.done && !(step.value instanceof Emission)) return step as Result<never>;
    this.#close();
    return { done: true, value: step.done ? this.onEnd() : this.onItem((step.value as Emission<T>).item) };
  }

  #close(): void {
    this.phase = "closed";
    this.frame.running = false;
  }
}

abstract class SendingStep<T, Sent, R> extends GeneratorStep<T, Sent, R> {
  readonly #value: Sent | undefined;

  constructor(frame: GeneratorFrame<T, Sent>, value?: Sent) {
    super(frame);
    this.#value = value;
  }

  protected override get method(): string {
    return "anext()"; // of asend, too
  }

  protected override get methods(): string {
    return "__anext__()/asend()";
  }

  protected override begin(): BodyStep<T> {
    return this.frame.send(this.#value);
  }
}

/** Step of `asend` and `anext`: returns the next item, or throws StopAsyncIteration. */
export class SendStep<T, Sent> extends SendingStep<T, Sent, T> {
  protected override onItem(item: T): T {
    return item;
  }

  protected override onEnd(): never {
    throw new StopAsyncIteration();
  }
}

/** Step of `next`, whose result says whether the generator has ended: a loop throws nothing at its end. */
export class NextStep<T, Sent> extends SendingStep<T, Sent, IteratorResult<T, undefined>> {
  protected override onItem(value: T): IteratorResult<T, undefined> {
    return { value, done: false };
  }

  protected override onEnd(): IteratorResult<T, undefined> {
    return { value: undefined, done: true };
  }
}

abstract class ThrowingStep<T, Sent, R> extends GeneratorStep<T, Sent, R> {
  protected override get methods(): string {
    return "aclose()/athrow()";
  }

  /** Return the result of the step for a body that has finished before. */
  protected abstract onFinished(): R;

  /** Throws StopAsyncIteration for a body that emitted after `aclose`. */
  override next(value?: unknown): Result<R> {
    if (this.phase === "initial" && this.frame.finished) {
      this.phase = "closed";
      return { done: true, value: this.onFinished() };
    }
    if (this.phase === "initial" && this.frame.closing && !this.frame.running) {
      this.phase = "closed";
      throw new StopAsyncIteration();
    }
    return super.next(value);
  }
}

/**
 * Step of `athrow`: returns the next item after the error, or throws the error if the body does not catch it. (CPython
 * lets a step that waited be awaited again, and then continues the body as `asend` does. This one does not.)
 */
export class ThrowStep<T, Sent> extends ThrowingStep<T, Sent, T | undefined> {
  readonly #error: unknown;

  constructor(frame: GeneratorFrame<T, Sent>, error: unknown) {
    super(frame);
    this.#error = error;
  }

  protected override get method(): string {
    return "athrow()";
  }

  protected override begin(): BodyStep<T> {
    return this.frame.throw(this.#error);
  }

  protected override onItem(item: T): T {
    return item;
  }

  protected override onEnd(): never {
    throw new StopAsyncIteration();
  }

  protected override onFinished(): undefined {}
}

/** Step of `throw`, whose result says whether the generator has ended, as that of `next`. A finished body throws. */
export class ThrowNextStep<T, Sent> extends ThrowingStep<T, Sent, IteratorResult<T, undefined>> {
  readonly #error: unknown;

  constructor(frame: GeneratorFrame<T, Sent>, error: unknown) {
    super(frame);
    this.#error = error;
  }

  protected override get method(): string {
    return "throw()";
  }

  protected override begin(): BodyStep<T> {
    return this.frame.throw(this.#error);
  }

  protected override onItem(value: T): IteratorResult<T, undefined> {
    return { value, done: false };
  }

  protected override onEnd(): IteratorResult<T, undefined> {
    return { value: undefined, done: true };
  }

  protected override onFinished(): never {
    throw this.#error;
  }
}

/**
 * Step of `aclose` and of `return`, which has a result: the body must end, by a return, GeneratorExit or an error of its
 * own.
 */
export class CloseStep<T, Sent, R> extends ThrowingStep<T, Sent, R> {
  readonly #result: R;

  constructor(frame: GeneratorFrame<T, Sent>, result: R) {
    super(frame);
    this.#result = result;
  }

  protected override get method(): string {
    return "aclose()";
  }

  protected override begin(): BodyStep<T> {
    this.frame.closing = true;
    return this.frame.throw(new GeneratorExit());
  }

  protected override onItem(): never {
    throw new RuntimeError("async generator ignored GeneratorExit");
  }

  protected override onEnd(): R {
    return this.#result;
  }

  protected override onFinished(): R {
    return this.#result;
  }

  protected override onError(error: unknown): Result<R> {
    if (isExit(error)) return { done: true, value: this.#result };
    throw error;
  }
}

function isExit(error: unknown): boolean {
  return error instanceof GeneratorExit || error instanceof StopAsyncIteration;
}
