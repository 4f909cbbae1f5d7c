/**
 * The coroutine of an async function: lazy, driven by a task, and able to tell where it stands. What it awaits is gone
 * through here, so that every await is one level of a stack that can be read, as CPython's coroutines are.
 *
 * States: created (nothing of the body ran) → running ⇄ suspended (at an await) → ended.
 */
import type { Coroutine, SourceLocation, Yielded } from "../../runtime/tasks/coroutine.ts";
import { RuntimeError } from "../../runtime/errors/exceptions.ts";
import { currentLine, setCurrentLine } from "../../runtime/instrument/source-location.ts";
import { noteFrame } from "./stacks.ts";

/** The compiled body: yields what it awaits. */
type Body<T> = Generator<unknown, T, unknown>;
type Awaited = Iterator<Yielded, unknown, unknown>;
type Step<T> = IteratorResult<Yielded, T>;

export class AsyncFunctionCoroutine<T> implements Coroutine<T>, SourceLocation {
  readonly qualname: string;
  /** The line that called the function. */
  readonly madeAt = currentLine;
  /** Makes the body when it is first run; null from then on. */
  #begin: (() => Body<T>) | null;
  #body: Body<T> | null = null;
  #awaited: (Awaited & Partial<SourceLocation>) | null = null;
  #line: number;
  #hasEnded = false;

  /** `line` is the function's. */
  constructor(begin: () => Body<T>, qualname: string, line: number) {
    this.#begin = begin;
    this.qualname = qualname;
    this.#line = line;
  }

  /** Where it stands: the line of the innermost function's await, or its own first line. */
  get line(): number {
    return this.#awaited?.line ?? this.#line;
  }

  /** Every function that it is suspended in, if it awaits another: a line `function line` each. */
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

  /** Closes it: its `finally` blocks run. */
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

  // A coroutine is no promise: nothing of it would run.

  then(): never {
    return refuse("then");
  }

  catch(): never {
    return refuse("catch");
  }

  finally(): never {
    return refuse("finally");
  }

  toString(): string {
    return `<coroutine object ${this.qualname}>`;
  }

  /** True once anything of the body ran, or it was closed. */
  get wasStarted(): boolean {
    return this.#begin === null;
  }

  /** Goes on with a value or an error: first what is awaited, then the body with its outcome, to the next await. */
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

      const body = this.#bodyNow();
      let step: IteratorResult<unknown, T>;
      // The body may catch it, and look where it came through.
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

  #bodyNow(): Body<T> {
    if (this.#begin) {
      this.#body = this.#begin();
      this.#begin = null;
    }
    return this.#body as Body<T>;
  }
}

function refuse(method: string): never {
  throw new TypeError(
    `a coroutine has no ${method}(): await it, or make a task of it and give that an addDoneCallback()`,
  );
}

function throwInto(awaited: Awaited, error: unknown): IteratorResult<Yielded, unknown> {
  if (awaited.throw) return awaited.throw(error);
  throw error;
}

/** How to go through what is awaited. Throws TypeError for what nobody can await. */
function iteratorOf(value: unknown): Awaited {
  if (value instanceof AsyncFunctionCoroutine && value.wasStarted) {
    throw new RuntimeError("cannot reuse already awaited coroutine");
  }
  if (value instanceof Promise) {
    throw new TypeError(
      "a Promise of the host can't be awaited here: its result would come in real time, outside of the loop. Await a coroutine, a task or a future.",
    );
  }
  const iterable = value as { [Symbol.iterator]?: () => Awaited } | null | undefined;
  if (
    typeof value !== "object" ||
    Array.isArray(value) ||
    typeof iterable?.[Symbol.iterator] !== "function"
  ) {
    throw new TypeError(`'${describe(value)}' object can't be awaited`);
  }
  return (iterable[Symbol.iterator] as () => Awaited).call(iterable);
}

/** What is awaited, for `yield*`. Throws TypeError for what nobody can await. */
export function awaitable(value: unknown): Iterable<Yielded, unknown, unknown> {
  return { [Symbol.iterator]: () => iteratorOf(value) as Iterator<Yielded, unknown, unknown> };
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
}
