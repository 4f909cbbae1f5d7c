/** Random whole numbers of a seed. */
import MersenneTwister from "mersenne-twister";

export class Twister {
  readonly #twister: MersenneTwister;

  constructor(seed: number) {
    this.#twister = new MersenneTwister(seed);
  }

  /** A number from 0 to `end` - 1. */
  below(end: number): number {
    return this.#twister.random_int() % end;
  }

  /** The numbers from 1 to `count`, in random order. */
  shuffled(count: number): number[] {
    const numbers = Array.from({ length: count }, (_, i) => i + 1);
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [numbers[i], numbers[j]] = [numbers[j] as number, numbers[i] as number];
    }
    return numbers;
  }
}
