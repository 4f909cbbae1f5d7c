/**
 * Exception group: several errors at once. Mirrors `BaseExceptionGroup` of `Objects/exceptions.c`; `split` takes the
 * place of `except*`.
 *
 * A group is a tree: its exceptions may be groups. `split` keeps the shape of the tree on both sides.
 */
import { ValueError } from "./exceptions.ts";

type ErrorClass<E = unknown> = abstract new (...args: never[]) => E;

/** Condition that selects errors: a class, several classes, or a predicate. */
export type ErrorCondition = ErrorClass | readonly ErrorClass[] | ((error: unknown) => boolean);

export class ExceptionGroup extends Error {
  override name = "ExceptionGroup";
  readonly exceptions: readonly unknown[];

  /** Throws TypeError if `exceptions` is not an array, ValueError if it is empty. */
  constructor(message: string, exceptions: readonly unknown[], options?: ErrorOptions) {
    if (!Array.isArray(exceptions)) throw new TypeError("second argument (exceptions) must be a sequence");
    if (exceptions.length === 0) {
      throw new ValueError("second argument (exceptions) must be a non-empty sequence");
    }
    super(message, options);
    this.exceptions = Object.freeze([...exceptions]);
  }

  /** Return the group of the errors that match, in the same tree, or null if none does. */
  subgroup(condition: ErrorCondition): ExceptionGroup | null {
    return this.split(condition)[0];
  }

  /**
   * Return two groups: the errors that match and the rest, each null if it is empty.
   * The condition applies to groups too; a group that matches is selected as a whole.
   */
  split(condition: ErrorCondition): [match: ExceptionGroup | null, rest: ExceptionGroup | null] {
    const matches = toPredicate(condition);
    if (matches(this)) return [this, null];
    const selected: unknown[] = [];
    const others: unknown[] = [];
    for (const error of this.exceptions) {
      if (matches(error)) selected.push(error);
      else if (error instanceof ExceptionGroup) {
        const [match, rest] = error.split(matches);
        if (match) selected.push(match);
        if (rest) others.push(rest);
      } else others.push(error);
    }
    return [this.#part(selected), this.#part(others)];
  }

  /**
   * Return a group like this one with other exceptions, for `split`. A subclass overrides it to return its own class.
   */
  derive(exceptions: readonly unknown[]): ExceptionGroup {
    return new ExceptionGroup(this.message, exceptions);
  }

  /** Return Python's str: the message and the number of exceptions. */
  override toString(): string {
    const count = this.exceptions.length;
    return `${this.message} (${count} sub-exception${count === 1 ? "" : "s"})`;
  }

  /** Return a part of this group, with the group's stack and cause; null for no exceptions. */
  #part(exceptions: unknown[]): ExceptionGroup | null {
    if (exceptions.length === 0) return null;
    const part = this.derive(exceptions);
    if (this.stack !== undefined) part.stack = this.stack;
    if (this.cause !== undefined) part.cause = this.cause;
    return part;
  }
}

function toPredicate(condition: ErrorCondition): (error: unknown) => boolean {
  if (Array.isArray(condition) && condition.every(isErrorClass)) {
    return (error) => condition.some((kind) => error instanceof kind);
  }
  if (isErrorClass(condition)) return (error) => error instanceof condition;
  if (typeof condition === "function") return condition as (error: unknown) => boolean;
  throw new TypeError(
    "expected an exception type, a tuple of exception types, or a callable (other than a class)",
  );
}

function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === "function" && (value === Error || value.prototype instanceof Error);
}
