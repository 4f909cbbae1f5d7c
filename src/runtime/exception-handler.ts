/**
 * What went wrong where nobody awaits it: in callbacks, in tasks that were dropped. Mirrors `call_exception_handler`
 * and `default_exception_handler` of `asyncio/base_events.py`.
 */
import type { Future } from "./future.ts";
import type { Handle } from "./handle.ts";
import { shortRepr } from "./repr.ts";

/** What the exception handler is told. */
export interface ExceptionContext {
  message: string;
  exception?: unknown;
  future?: Future<unknown>;
  task?: Future<unknown>;
  handle?: Handle;
  asyncgen?: { toString(): string };
  /** What the handler was told that itself failed. */
  context?: ExceptionContext;
}

/** Writes the message, then what else the context has, by name, as CPython's does to its logger. */
export function defaultExceptionHandler({ message, exception, context, ...things }: ExceptionContext): void {
  const lines = Object.entries({ ...things, ...(context && { context: describe(context) }) })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, thing]) => `${key}: ${thing.toString()}`);
  const text = [message, ...lines].join("\n");
  if (exception === undefined) console.error(text);
  else console.error(text, exception);
}

/** As Python writes a dict. */
function describe({ message, exception, handle }: ExceptionContext): string {
  const parts = [`'message': '${message}'`];
  if (exception !== undefined) parts.push(`'exception': ${shortRepr(exception)}`);
  if (handle !== undefined) parts.push(`'handle': ${handle.toString()}`);
  return `{${parts.join(", ")}}`;
}
