/** Arguments that are numbers, as Redis reads them, with its errors. */
import { RedisError } from "./reply.ts";

const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

/** Return a whole number of 64 bits (`string2ll`). Throws RedisError. */
export function bigIntegerOf(text: string): bigint {
  const value = /^(?:0|-?[1-9]\d{0,18})$/.test(text) ? BigInt(text) : null;
  if (value === null || value > MAX_INTEGER || value < MIN_INTEGER) throw notInteger();
  return value;
}

/** Return a whole number; one that is larger than JavaScript's integers is refused. Throws RedisError. */
export function integerOf(text: string): number {
  const value = Number(bigIntegerOf(text));
  if (!Number.isSafeInteger(value)) throw notInteger();
  return value;
}

export function notInteger(): RedisError {
  return new RedisError("ERR value is not an integer or out of range");
}

/** Return the sum of two numbers of 64 bits. Throws RedisError if it is larger. */
export function sumOf(a: bigint, b: bigint): bigint {
  const sum = a + b;
  if (sum > MAX_INTEGER || sum < MIN_INTEGER)
    throw new RedisError("ERR increment or decrement would overflow");
  return sum;
}

/** Return a number that may have a fraction, or be infinite; null for another text. */
export function doubleOrNull(text: string): number | null {
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** Return such a number. Throws RedisError with a message of the command's. */
export function doubleOf(text: string, message = "ERR value is not a valid float"): number {
  const value = doubleOrNull(text);
  if (value === null) throw new RedisError(message);
  return value;
}

/** Return the sum of two fractions, without the last digits, which no decimal fraction has (Redis adds with 80 bits). */
export function fractionSum(a: number, b: number): number {
  const sum = Number((a + b).toPrecision(15));
  if (!Number.isFinite(sum)) throw new RedisError("ERR increment would produce NaN or Infinity");
  return sum;
}

/** Return the seconds for which a command blocks; Infinity for ever. Throws RedisError. */
export function timeoutOf(text: string): number {
  const seconds = doubleOf(text, "ERR timeout is not a float or out of range");
  if (!Number.isFinite(seconds)) throw new RedisError("ERR timeout is out of range");
  if (seconds < 0) throw new RedisError("ERR timeout is negative");
  return seconds === 0 ? Infinity : seconds;
}

/** Return the part of a list of `size` that two places name; negative ones count from the end. */
export function rangeOf(first: number, last: number, size: number): [from: number, to: number] {
  const place = (at: number) => (at < 0 ? Math.max(0, size + at) : at);
  const to = last < 0 ? size + last : Math.min(last, size - 1);
  return [place(first), to + 1];
}
