/**
 * What went wrong where nobody awaits it: in callbacks, in tasks that were dropped. Mirrors `call_exception_handler`
 * and `default_exception_handler` of `asyncio/base_events.py`.
 */
import type { Future } from "../tasks/future.ts";
import type { Handle } from "./handle.ts";
import { shortRepr } from "../instrument/repr.ts";

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

/** The message, then what else the context has, by name. */
export function contextText({ message, exception: _, context, ...things }: ExceptionContext): string {
  const lines = Object.entries({ ...things, ...(context && { context: describe(context) }) })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, thing]) => `${key}: ${thing.toString()}`);
  return [message, ...lines].join("\n");
}

/** Writes it to the console, as CPython's does to its logger. */
export function defaultExceptionHandler(context: ExceptionContext): void {
  if (context.exception === undefined) console.error(contextText(context));
  else console.error(contextText(context), context.exception);
}

/** As Python writes a dict. */
function describe({ message, exception, handle }: ExceptionContext): string {
  const parts = [`'message': '${message}'`];
  if (exception !== undefined) parts.push(`'exception': ${shortRepr(exception)}`);
  if (handle !== undefined) parts.push(`'handle': ${handle.toString()}`);
  return `{${parts.join(", ")}}`;
}
