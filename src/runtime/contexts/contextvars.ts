/**
 * Context variables: values that follow a task and its callbacks instead of the call stack. Mirrors `Python/context.c`.
 *
 * Invariant: a context's values are an immutable map, which `set` replaces, so a copy of a context costs nothing.
 */
import { LookupError, RuntimeError, ValueError } from "../errors/exceptions.ts";
import { currentLine } from "../instrument/source-location.ts";
import { runningLoop } from "../loop/running-loop.ts";
import { shortRepr } from "../instrument/repr.ts";
import { textRepr } from "../instrument/text-repr.ts";

/** Part of a loop's internals that reports context variables. */
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
 * Two halves of `context.run`, for the loop, which cannot afford a closure for each callback. `enterContext` makes the
 * context current and returns the outer one for `leaveContext`. Throws RuntimeError if it is entered already.
 */
export let enterContext: (context: Context) => Context;
export let leaveContext: (context: Context, outer: Context) => void;

/** Set the value of a variable in a context; `Token.MISSING` removes it. */
let assign: (context: Context, variable: ContextVar<unknown>, value: unknown) => void;

/** Mapping of context variables to values. Mirrors `PyContext`. */
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

  /** Call `body` in this context; return its result. Throws RuntimeError if the context is entered already. */
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

  /** Return true if the variable has a value in this context. */
  has(variable: ContextVar<unknown>): boolean {
    return this.#values.has(variable);
  }

  /** Return the value of the variable in this context, or `fallback`. */
  get<T>(variable: ContextVar<T>): T | undefined;
  get<T, F>(variable: ContextVar<T>, fallback: F): T | F;
  get<T, F>(variable: ContextVar<T>, fallback?: F): T | F | undefined {
    return this.#values.has(variable) ? (this.#values.get(variable) as T) : fallback;
  }

  /** Return the variables that have a value in this context. */
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

/** Return a copy of the current context. Mirrors `PyContext_CopyCurrent`. */
export function copyContext(): Context {
  return current.copy();
}

let markUsed: (token: Token<unknown>) => void;
let isUsed: (token: Token<unknown>) => boolean;

/** Result of `ContextVar.set`, for `reset`. Mirrors `PyContextToken`. */
export class Token<T> {
  /** Old value of a variable that had none. */
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

/** Context variable. Mirrors `PyContextVar`. */
export class ContextVar<T> {
  readonly #default: [value?: T];

  /** @param fallback the value of `get` in a context without a value; none by default. */
  constructor(
    readonly name: string,
    ...fallback: [value?: T]
  ) {
    this.#default = fallback;
  }

  /**
   * Return the value in the current context, or `fallback`, or the variable's own. Throws LookupError if there is none.
   */
  get<F = T>(...fallback: [value?: F]): T | F {
    if (current.has(this)) return current.get(this) as T;
    if (fallback.length > 0) return fallback[0] as F;
    if (this.#default.length > 0) return this.#default[0] as T;
    throw new LookupError(this.toString());
  }

  /** Set the value in the current context; return a token for `reset`. */
  set(value: T): Token<T> {
    const old = current.has(this) ? (current.get(this) as T) : Token.MISSING;
    assign(current, this as ContextVar<unknown>, value);
    report(this.name, shortRepr(value));
    return new Token(this, current, old);
  }

  /**
   * Undo a `set`. Throws RuntimeError if the token is used, ValueError if it belongs to another variable or another
   * context.
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

/** Report the new value of a variable; nothing while no loop runs. */
function report(variable: string, value: string): void {
  const loop = runningLoop() as ReportingLoop | null;
  if (loop === null) return;
  loop.hooks.contextVariableSet(loop.time(), loop.currentTaskId, variable, value, currentLine);
}
