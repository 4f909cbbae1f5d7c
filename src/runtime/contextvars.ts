/**
 * Context variables: values that follow a task, and the callbacks it schedules, instead of the call stack. Mirrors
 * CPython's `contextvars`.
 *
 * A context's values are an immutable map that is replaced by a set, so copying a context is free.
 */
import { RuntimeError } from "./exceptions.ts";

/** By the variable itself. */
type Values = ReadonlyMap<object, unknown>;

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
    if (this.#entered) throw new RuntimeError("cannot enter context: it is already entered");
    const outer = makeCurrent(this);
    this.#entered = true;
    try {
      return body();
    } finally {
      this.#entered = false;
      makeCurrent(outer);
    }
  }

  copy(): Context {
    return new Context(this.#values);
  }

  /** Whether the variable has a value here, and which. */
  has(variable: object): boolean {
    return this.#values.has(variable);
  }

  get<T>(variable: ContextVar<T>): T | undefined {
    return this.#values.get(variable) as T | undefined;
  }

  /** Gives the variable another value, or none. Called by `ContextVar` on the current context. */
  assign(variable: object, value: unknown): void {
    const values = new Map(this.#values);
    if (value === missing) values.delete(variable);
    else values.set(variable, value);
    this.#values = values;
  }
}

const missing = Symbol("no value");
let current = new Context();

/** Gives the context that was current before. */
function makeCurrent(context: Context): Context {
  const outer = current;
  current = context;
  return outer;
}

/** A copy of the current context. */
export function copyContext(): Context {
  return current.copy();
}

/** What `set` gives, for `reset` to put back what was there. */
export interface Token<T> {
  readonly variable: ContextVar<T>;
  readonly context: Context;
  readonly old: unknown;
  used: boolean;
}

export class ContextVar<T> {
  readonly #default: { value: T } | undefined;

  /** `fallback`, if given, is what `get` finds where nothing is set. */
  constructor(
    readonly name: string,
    ...fallback: [value?: T]
  ) {
    this.#default = fallback.length > 0 ? { value: fallback[0] as T } : undefined;
  }

  /** The value in the current context, or the default. Throws RangeError (CPython: LookupError) if there is none. */
  get(): T {
    if (current.has(this)) return current.get(this) as T;
    if (this.#default) return this.#default.value;
    throw new RangeError(`<ContextVar name='${this.name}'>`);
  }

  set(value: T): Token<T> {
    const old = current.has(this) ? current.get(this) : missing;
    current.assign(this, value);
    return { variable: this, context: current, old, used: false };
  }

  /** Undoes a `set` of this variable in this context. Throws as CPython if the token is used, or another's. */
  reset(token: Token<T>): void {
    if (token.used) throw new RuntimeError("<Token> has already been used once");
    if (token.variable !== this) throw new RangeError("<Token> was created by a different ContextVar");
    if (token.context !== current) throw new RangeError("<Token> was created in a different Context");
    token.used = true;
    current.assign(this, token.old);
  }
}
