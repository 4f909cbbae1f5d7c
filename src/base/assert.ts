/** Throw an Error if `condition` is false. For bugs of this project, never for a person's input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}
