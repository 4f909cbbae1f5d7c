/**
 * Errors that no task awaits, such as those of callbacks and of lost tasks, as the exception handler gets them. Mirrors
 * `default_exception_handler` of `asyncio/base_events.py`. Called by event-loop.ts and by guests.
 */
import type { Future } from "../tasks/future.ts";
import type { Handle } from "./handle.ts";
import { shortRepr } from "../instrument/repr.ts";

/** Argument of an exception handler. */
export interface ExceptionContext {
  message: string;
  exception?: unknown;
  future?: Future<unknown>;
  task?: Future<unknown>;
  handle?: Handle;
  asyncgen?: { toString(): string };
  /** Context of the report at which an exception handler itself failed. */
  context?: ExceptionContext;
}

/** Return the message, then a line for each other entry of the context but the exception, in the order of keys. */
export function contextText({ message, exception: _, context, ...things }: ExceptionContext): string {
  const lines = Object.entries({ ...things, ...(context && { context: describe(context) }) })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, thing]) => `${key}: ${thing.toString()}`);
  return [message, ...lines].join("\n");
}

/** Write the context to the console, where CPython's `default_exception_handler` writes to its logger. */
export function defaultExceptionHandler(context: ExceptionContext): void {
  if (context.exception === undefined) console.error(contextText(context));
  else console.error(contextText(context), context.exception);
}

/** Return the context as Python prints a dict. */
function describe({ message, exception, handle }: ExceptionContext): string {
  const parts = [`'message': '${message}'`];
  if (exception !== undefined) parts.push(`'exception': ${shortRepr(exception)}`);
  if (handle !== undefined) parts.push(`'handle': ${handle.toString()}`);
  return `{${parts.join(", ")}}`;
}
