type TypedArray = Float64Array | Int32Array | Uint8Array;

/** A typed array that grows by doubling; `length` is what is used of it. */
export class Column<A extends TypedArray = TypedArray> {
  #values: A;
  #length = 0;
  readonly #make: (size: number) => A;

  constructor(make: (size: number) => A, capacity = 1024) {
    this.#make = make;
    this.#values = make(capacity);
  }

  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return this.#values[index] as number;
  }

  push(value: number): void {
    this.#reserve(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** Writes a value anywhere; what lies between it and the end is 0. */
  set(index: number, value: number): void {
    this.#reserve(index + 1);
    this.#values[index] = value;
    this.#length = Math.max(this.#length, index + 1);
  }

  /** Adds `count` zeros. */
  extend(count: number): void {
    this.#reserve(this.#length + count);
    this.#length += count;
  }

  #reserve(needed: number): void {
    if (needed <= this.#values.length) return;
    const grown = this.#make(Math.max(needed, this.#values.length * 2));
    grown.set(this.#values.subarray(0, this.#length) as never);
    this.#values = grown;
  }
}
