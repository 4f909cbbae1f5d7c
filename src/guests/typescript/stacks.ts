/**
 * Where an error came through, in the person's own lines: each function that it leaves notes its name and its line. (The
 * engine's own stacks tell of compiled text, and each engine writes them in its way.)
 */
import { FILE_NAME } from "./options.ts";

interface Frame {
  name: string;
  line: number;
}

/** Functions that an error may come through and be told of: a recursion has no end to speak of. */
const MAX_FRAMES = 30;

const stacks = new WeakMap<Error, Frame[]>();

/** Notes that `error` leaves the function `name` at `line`; from the first one on its `stack` is what is noted. */
export function noteFrame(error: unknown, name: string, line: number): void {
  if (!(error instanceof Error)) return;
  const frames = stacks.get(error);
  if (frames) {
    if (frames.length < MAX_FRAMES) frames.push({ name, line });
    return;
  }
  stacks.set(error, [{ name, line }]);
  if (Object.isExtensible(error))
    Object.defineProperty(error, "stack", { get: () => stackText(error), configurable: true });
}

/** The line at which an error was thrown; 0 if that is unknown. */
export function lineOfError(error: unknown): number {
  return (error instanceof Error && stacks.get(error)?.[0]?.line) || 0;
}

/** The error in one line: its class and its message. */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message ? `${error.name}: ${error.message}` : error.name;
}

/** The error and the functions that it came through, the innermost first; its causes and parts after it. */
export function stackText(error: unknown): string {
  return lines(error, new Set()).join("\n");
}

function lines(error: unknown, told: Set<unknown>): string[] {
  told.add(error);
  const text = [errorLine(error)];
  if (!(error instanceof Error)) return text;
  for (const { name, line } of stacks.get(error) ?? [])
    text.push(name === "<module>" ? `    at ${FILE_NAME}:${line}` : `    at ${name} (${FILE_NAME}:${line})`);
  const { cause, exceptions } = error as { cause?: unknown; exceptions?: unknown };
  if (Array.isArray(exceptions)) {
    for (const part of exceptions) text.push(...lines(part, told).map((line) => `  | ${line}`));
  }
  if (cause instanceof Error && !told.has(cause)) {
    const [first, ...more] = lines(cause, told);
    text.push(`caused by ${first}`, ...more);
  }
  return text;
}
