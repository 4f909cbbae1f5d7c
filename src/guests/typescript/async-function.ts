/**
 * Coroutine of an async function: lazy, driven by a task, with a readable source location. It iterates over its awaited
 * object itself, so each await is one level of a stack that can be read, as the frames of CPython's coroutines are.
 *
 * States: created (the body has not started) → running ⇄ suspended (at an await) → ended.
 */
import type { Coroutine, SourceLocation, Yielded } from "../../runtime/tasks/coroutine.ts";
import { RuntimeError } from "../../runtime/errors/exceptions.ts";
import { currentLine, setCurrentLine } from "../../runtime/instrument/source-location.ts";
import { noteFrame } from "./stacks.ts";

/** Compiled body, which yields the objects that it awaits. */
type Body<T> = Generator<unknown, T, unknown>;
type Awaited = Iterator<Yielded, unknown, unknown>;
type Step<T> = IteratorResult<Yielded, T>;

export class AsyncFunctionCoroutine<T> implements Coroutine<T>, SourceLocation {
  readonly qualname: string;
  /** Line that called the function. */
  readonly createdAt = currentLine;
  /** Function that makes the body; null from the first step on. */
  #begin: (() => Body<T>) | null;
  #body: Body<T> | null = null;
  #awaited: (Awaited & Partial<SourceLocation>) | null = null;
  #line: number;
  #hasEnded = false;

  /** @param line first line of the function. */
  constructor(begin: () => Body<T>, qualname: string, line: number) {
    this.#begin = begin;
    this.qualname = qualname;
    this.#line = line;
  }

  /** Line of the innermost function's await; the first line of the function if it has not started. */
  get line(): number {
    return this.#awaited?.line ?? this.#line;
  }

  /** Functions that it is suspended in, if it awaits another one: a text line `function line` each, outermost first. */
  get stack(): string | undefined {
    const awaited = this.#awaited;
    if (!awaited?.qualname) return undefined;
    return `${this.qualname} ${this.#line}\n${awaited.stack ?? `${awaited.qualname} ${awaited.line}`}`;
  }

  next(value?: unknown): Step<T> {
    return this.#advance(false, value);
  }

  throw(error: unknown): Step<T> {
    return this.#advance(true, error);
  }

  /** Close the coroutine: its `finally` blocks run. Throws RuntimeError if one of them awaits. */
  return(value: T): Step<T> {
    this.#awaited?.return?.();
    this.#awaited = null;
    const body = this.#body;
    this.#hasEnded = true;
    this.#begin = this.#body = null;
    const step = body?.return(value);
    if (step && !step.done) throw new RuntimeError("coroutine ignored GeneratorExit");
    return step?.done ? step : { done: true, value };
  }

  [Symbol.iterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.return(undefined as T);
  }

  get [Symbol.toStringTag](): string {
    return "Coroutine";
  }

  // A coroutine is not a promise: these methods would never call back.

  then(): never {
    throw noPromise("then");
  }

  catch(): never {
    throw noPromise("catch");
  }

  finally(): never {
    throw noPromise("finally");
  }

  toString(): string {
    return `<coroutine object ${this.qualname}>`;
  }

  /** True from the first step, or from a close, on. */
  get wasStarted(): boolean {
    return this.#begin === null;
  }

  /** Continue with a value or an error to the next await: first the awaited object, then the body with its outcome. */
  #advance(fails: boolean, value: unknown): Step<T> {
    if (this.#hasEnded) throw new RuntimeError("cannot reuse already awaited coroutine");
    for (;;) {
      setCurrentLine(this.#line);
      const awaited = this.#awaited;
      if (awaited !== null) {
        try {
          const step = fails ? throwInto(awaited, value) : awaited.next(value);
          if (!step.done) return step;
          value = step.value;
          fails = false;
        } catch (error) {
          value = error;
          fails = true;
        }
        this.#awaited = null;
        setCurrentLine(this.#line);
      }

      const body = this.#startedBody();
      let step: IteratorResult<unknown, T>;
      // The body may catch the error and read its stack.
      if (fails) noteFrame(value, this.qualname, this.#line);
      try {
        step = fails ? body.throw(value) : body.next(value);
      } catch (error) {
        this.#hasEnded = true;
        const isNoted = fails && error === value && currentLine === this.#line;
        if (!isNoted) noteFrame(error, this.qualname, currentLine);
        throw error;
      }
      if (step.done) {
        this.#hasEnded = true;
        return step;
      }
      this.#line = currentLine;
      try {
        this.#awaited = iteratorOf(step.value);
        value = undefined;
        fails = false;
      } catch (error) {
        value = error;
        fails = true;
      }
    }
  }

  #startedBody(): Body<T> {
    if (this.#begin) {
      this.#body = this.#begin();
      this.#begin = null;
    }
    return this.#body as Body<T>;
  }
}

function noPromise(method: string): TypeError {
  return new TypeError(
    `A coroutine has no ${method}(). Await it, or make a task of it and call addDoneCallback() of the task.`,
  );
}

function throwInto(awaited: Awaited, error: unknown): IteratorResult<Yielded, unknown> {
  if (awaited.throw) return awaited.throw(error);
  throw error;
}

/** Return the iterator of an awaited value. Throws TypeError for a value that is not awaitable. */
function iteratorOf(value: unknown): Awaited {
  if (value instanceof AsyncFunctionCoroutine && value.wasStarted) {
    throw new RuntimeError("cannot reuse already awaited coroutine");
  }
  if (value instanceof Promise) {
    throw new TypeError(
      "A Promise cannot be awaited here: its result would arrive in real time, outside of the loop. Await a coroutine, a task or a future.",
    );
  }
  const iterable = value as { [Symbol.iterator]?: () => Awaited } | null | undefined;
  if (
    typeof value !== "object" ||
    Array.isArray(value) ||
    typeof iterable?.[Symbol.iterator] !== "function"
  ) {
    throw new TypeError(`'${typeName(value)}' object can't be awaited`);
  }
  return (iterable[Symbol.iterator] as () => Awaited).call(iterable);
}

/** Return an operand of `yield*` that awaits `value`. Iteration throws TypeError for a value that is not awaitable. */
export function awaitable(value: unknown): Iterable<Yielded, unknown, unknown> {
  return { [Symbol.iterator]: () => iteratorOf(value) as Iterator<Yielded, unknown, unknown> };
}

/** Return the name of a value's type, for CPython's error messages. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
}
