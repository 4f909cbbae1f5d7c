/**
 * Stacks of errors in lines of the program: each function that an error leaves notes its name and its line. (The stacks
 * of JavaScript engines have lines of the compiled text, in a format of each engine.)
 */
import { FILE_NAME } from "./options.ts";

interface Frame {
  name: string;
  line: number;
}

/** Frames kept of a stack: a recursion may be endless. */
const MAX_FRAMES = 30;

const stacks = new WeakMap<Error, Frame[]>();

/**
 * Note that `error` leaves the function `name` at `line`. From the first note on, `stack` of the error shows the notes.
 */
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

/** Return the line that threw an error; 0 if it is unknown. */
export function lineOfError(error: unknown): number {
  return (error instanceof Error && stacks.get(error)?.[0]?.line) || 0;
}

/** Return an error in one line: its class and its message. */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message ? `${error.name}: ${error.message}` : error.name;
}

/** Return an error and the functions that it left, innermost first, then the errors of its group and its cause. */
export function stackText(error: unknown): string {
  return lines(error, new Set()).join("\n");
}

function lines(error: unknown, seen: Set<unknown>): string[] {
  seen.add(error);
  const text = [errorLine(error)];
  if (!(error instanceof Error)) return text;
  for (const { name, line } of stacks.get(error) ?? [])
    text.push(name === "<module>" ? `    at ${FILE_NAME}:${line}` : `    at ${name} (${FILE_NAME}:${line})`);
  const { cause, exceptions } = error as { cause?: unknown; exceptions?: unknown };
  if (Array.isArray(exceptions)) {
    for (const part of exceptions) text.push(...lines(part, seen).map((line) => `  | ${line}`));
  }
  if (cause instanceof Error && !seen.has(cause)) {
    const [first, ...more] = lines(cause, seen);
    text.push(`caused by ${first}`, ...more);
  }
  return text;
}
