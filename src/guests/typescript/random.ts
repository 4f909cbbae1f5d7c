/**
 * Chance by a program's seed, the same as in Python: CPython's `random` is a Mersenne Twister seeded by the words of the
 * seed, so that a program in both languages draws the same numbers.
 */
import MersenneTwister from "mersenne-twister";

/** Draws from 0 up to 1. `seed` is a whole number of 32 bits. */
export function seededRandom(seed: number): () => number {
  const twister = new MersenneTwister([seed]);
  return () => twister.random_long();
}
