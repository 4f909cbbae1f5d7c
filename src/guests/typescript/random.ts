/**
 * Random numbers by a program's seed. CPython's `random` is a Mersenne Twister seeded by the words of the seed, and so is
 * this, so a program draws the same numbers in both languages.
 */
import MersenneTwister from "mersenne-twister";

/** Return a function that draws numbers from 0 up to 1. `seed` is a whole number of 32 bits. */
export function seededRandom(seed: number): () => number {
  const twister = new MersenneTwister([seed]);
  return () => twister.random_long();
}
