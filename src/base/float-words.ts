/** A float64 as the two words that it takes among others: a buffer of one that both see. */
const number = new Float64Array(1);
const words = new Int32Array(number.buffer);

/** The two words of a number: the one asked for, 0 or 1. */
export function wordOf(value: number, which: 0 | 1): number {
  number[0] = value;
  return words[which] as number;
}

/** The number whose two words begin at `index`. */
export function floatAt(among: Int32Array, index: number): number {
  words[0] = among[index] as number;
  words[1] = among[index + 1] as number;
  return number[0] as number;
}
