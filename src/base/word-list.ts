import { floatAt } from "./float-words.ts";

/** A growing list of 32-bit words, some pairs of which are float64 numbers. */
export class WordList {
  #words = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return this.#words[index] as number;
  }

  /** The number whose two words begin at `index`. */
  float(index: number): number {
    return floatAt(this.#words, index);
  }

  append(words: Int32Array): void {
    const length = this.#length + words.length;
    if (length > this.#words.length) {
      const grown = new Int32Array(Math.max(length, this.#words.length * 2));
      grown.set(this.#words.subarray(0, this.#length));
      this.#words = grown;
    }
    this.#words.set(words, this.#length);
    this.#length = length;
  }
}
