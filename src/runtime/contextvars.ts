/**
 * Context variables: values that follow a task, and the callbacks it schedules, instead of the call stack. Mirrors
 * CPython's `contextvars`.
 *
 * A context's values are an immutable map that is replaced by a set, so copying a context is free.
 */
import { LookupError, RuntimeError, ValueError } from "./exceptions.ts";
import { shortRepr, textRepr } from "./repr.ts";

type Values = ReadonlyMap<ContextVar<unknown>, unknown>;

const none: Values = new Map();

export class Context {
  #values: Values;
  #entered = false;

  /** An empty context; `copyContext` makes one like the current. */
  constructor(values: Values = none) {
    this.#values = values;
  }

  /** Calls `body` with this as the current context. Throws RuntimeError if it is entered already. */
  run<T>(body: () => T): T {
    const outer = this.enter();
    try {
      return body();
    } finally {
      this.leave(outer);
    }
  }

  /**
   * `run` in two halves, for the loop, which cannot afford a function a callback: makes this the current context and
   * gives the one to `leave` to.
   */
  enter(): Context {
    if (this.#entered) throw new RuntimeError(`cannot enter context: ${this.toString()} is already entered`);
    this.#entered = true;
    const outer = current;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the context itself, not a name for it
    current = this;
    return outer;
  }

  leave(outer: Context): void {
    this.#entered = false;
    current = outer;
  }

  toString(): string {
    return "<Context>";
  }

  copy(): Context {
    return new Context(this.#values);
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

  /** Gives the variable another value, or none. Called by `ContextVar` on the current context. */
  assign(variable: ContextVar<unknown>, value: unknown): void {
    const values = new Map(this.#values);
    if (value === Token.MISSING) values.delete(variable);
    else values.set(variable, value);
    this.#values = values;
  }
}

let current = new Context();

/** A copy of the current context. */
export function copyContext(): Context {
  return current.copy();
}

/** What `set` gives, for `reset` to put back what was there. */
export class Token<T> {
  /** The old value of a variable that had none. */
  static readonly MISSING = Symbol("Token.MISSING");
  /** Set by `reset` alone. */
  used = false;
  readonly var: ContextVar<T>;
  readonly context: Context;
  readonly oldValue: T | typeof Token.MISSING;

  constructor(variable: ContextVar<T>, context: Context, oldValue: T | typeof Token.MISSING) {
    this.var = variable;
    this.context = context;
    this.oldValue = oldValue;
  }

  toString(): string {
    return `<Token${this.used ? " used" : ""} var=${this.var.toString()}>`;
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
    current.assign(this, value);
    return new Token(this, current, old);
  }

  /**
   * Undoes a `set`. Throws RuntimeError if the token is used, ValueError if it is another variable's or another
   * context's.
   */
  reset(token: Token<T>): void {
    if (token.used) throw new RuntimeError(`${token.toString()} has already been used once`);
    if (token.var !== this) throw new ValueError(`${token.toString()} was created by a different ContextVar`);
    if (token.context !== current)
      throw new ValueError(`${token.toString()} was created in a different Context`);
    token.used = true;
    current.assign(this, token.oldValue);
  }

  toString(): string {
    const fallback = this.#default.length > 0 ? ` default=${shortRepr(this.#default[0])}` : "";
    return `<ContextVar name=${textRepr(this.name)}${fallback}>`;
  }
}
