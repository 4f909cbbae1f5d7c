/** Conversion between a float64 and its two 32-bit words in a column, by one shared buffer. */
const number = new Float64Array(1);
const words = new Int32Array(number.buffer);

/** Return word 0 or 1 of a number. */
export function wordOf(value: number, which: 0 | 1): number {
  number[0] = value;
  return words[which] as number;
}

/** Return the number whose two words begin at `index`. */
export function floatAt(among: Int32Array, index: number): number {
  words[0] = among[index] as number;
  words[1] = among[index + 1] as number;
  return number[0] as number;
}
