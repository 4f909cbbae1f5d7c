/**
 * Context variables: values that follow a task, and the callbacks it schedules, instead of the call stack. Mirrors
 * CPython's `contextvars`.
 *
 * A context's values are an immutable map that is replaced by a set, so copying a context is free.
 */
import { LookupError, RuntimeError, ValueError } from "../errors/exceptions.ts";
import { currentLine } from "../instrument/source-location.ts";
import { runningLoop } from "../loop/running-loop.ts";
import { shortRepr, textRepr } from "../instrument/repr.ts";

/** The inside of a loop, as far as its instrument is told of variables. */
interface ReportingLoop {
  readonly hooks: {
    contextVariableSet(time: number, task: number, name: string, value: string, line: number): void;
  };
  readonly currentTaskId: number;
  time(): number;
}

type Values = ReadonlyMap<ContextVar<unknown>, unknown>;

const none: Values = new Map();

/**
 * `context.run` in two halves, for the loop, which cannot afford a function a callback: makes it the current context
 * and gives the one to leave to. Throws RuntimeError if it is entered already.
 */
export let enterContext: (context: Context) => Context;
export let leaveContext: (context: Context, outer: Context) => void;

/** Gives a variable another value in a context, or none. */
let assign: (context: Context, variable: ContextVar<unknown>, value: unknown) => void;

export class Context {
  #values: Values = none;
  #entered = false;

  static {
    enterContext = (context) => {
      if (context.#entered)
        throw new RuntimeError(`cannot enter context: ${context.toString()} is already entered`);
      context.#entered = true;
      const outer = current;
      current = context;
      return outer;
    };
    leaveContext = (context, outer) => {
      context.#entered = false;
      current = outer;
    };
    assign = (context, variable, value) => {
      const values = new Map(context.#values);
      if (value === Token.MISSING) values.delete(variable);
      else values.set(variable, value);
      context.#values = values;
    };
  }

  /** Calls `body` with this as the current context. Throws RuntimeError if it is entered already. */
  run<T>(body: () => T): T {
    const outer = enterContext(this);
    try {
      return body();
    } finally {
      leaveContext(this, outer);
    }
  }

  toString(): string {
    return "<Context>";
  }

  copy(): Context {
    const copy = new Context();
    copy.#values = this.#values;
    return copy;
  }

  /** Whether the variable has a value here, and which. */
  has(variable: ContextVar<unknown>): boolean {
    return this.#values.has(variable);
  }

  get<T>(variable: ContextVar<T>): T | undefined;
  get<T, F>(variable: ContextVar<T>, fallback: F): T | F;
  get<T, F>(variable: ContextVar<T>, fallback?: F): T | F | undefined {
    return this.#values.has(variable) ? (this.#values.get(variable) as T) : fallback;
  }

  /** The variables that have a value here. */
  keys(): Iterable<ContextVar<unknown>> {
    return this.#values.keys();
  }

  values(): Iterable<unknown> {
    return this.#values.values();
  }

  items(): Iterable<[ContextVar<unknown>, unknown]> {
    return this.#values.entries();
  }
}

let current = new Context();

/** A copy of the current context. */
export function copyContext(): Context {
  return current.copy();
}

let markUsed: (token: Token<unknown>) => void;
let isUsed: (token: Token<unknown>) => boolean;

/** What `set` gives, for `reset` to put back what was there. */
export class Token<T> {
  /** The old value of a variable that had none. */
  static readonly MISSING = Symbol("Token.MISSING");
  #used = false;
  readonly var: ContextVar<T>;
  readonly context: Context;
  readonly oldValue: T | typeof Token.MISSING;

  constructor(variable: ContextVar<T>, context: Context, oldValue: T | typeof Token.MISSING) {
    this.var = variable;
    this.context = context;
    this.oldValue = oldValue;
  }

  static {
    isUsed = (token) => token.#used;
    markUsed = (token) => void (token.#used = true);
  }

  toString(): string {
    return `<Token${this.#used ? " used" : ""} var=${this.var.toString()}>`;
  }
}

export class ContextVar<T> {
  readonly #default: [value?: T];

  /** `fallback`, if given, is what `get` finds where nothing is set. */
  constructor(
    readonly name: string,
    ...fallback: [value?: T]
  ) {
    this.#default = fallback;
  }

  /** The value in the current context, or `fallback`, or the variable's own. Throws LookupError if there is none. */
  get<F = T>(...fallback: [value?: F]): T | F {
    if (current.has(this)) return current.get(this) as T;
    if (fallback.length > 0) return fallback[0] as F;
    if (this.#default.length > 0) return this.#default[0] as T;
    throw new LookupError(this.toString());
  }

  set(value: T): Token<T> {
    const old = current.has(this) ? (current.get(this) as T) : Token.MISSING;
    assign(current, this as ContextVar<unknown>, value);
    report(this.name, shortRepr(value));
    return new Token(this, current, old);
  }

  /**
   * Undoes a `set`. Throws RuntimeError if the token is used, ValueError if it is another variable's or another
   * context's.
   */
  reset(token: Token<T>): void {
    if (isUsed(token as Token<unknown>))
      throw new RuntimeError(`${token.toString()} has already been used once`);
    if (token.var !== this) throw new ValueError(`${token.toString()} was created by a different ContextVar`);
    if (token.context !== current)
      throw new ValueError(`${token.toString()} was created in a different Context`);
    markUsed(token as Token<unknown>);
    assign(current, this as ContextVar<unknown>, token.oldValue);
    report(this.name, token.oldValue === Token.MISSING ? "" : shortRepr(token.oldValue));
  }

  toString(): string {
    const fallback = this.#default.length > 0 ? ` default=${shortRepr(this.#default[0])}` : "";
    return `<ContextVar name=${textRepr(this.name)}${fallback}>`;
  }
}

/** Tells the instrument of a variable's value from now on. Nothing is told while no loop runs. */
function report(variable: string, value: string): void {
  const loop = runningLoop() as ReportingLoop | null;
  if (loop === null) return;
  loop.hooks.contextVariableSet(loop.time(), loop.currentTaskId, variable, value, currentLine);
}
