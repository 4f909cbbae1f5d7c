type TypedArray = Float64Array | Int32Array | Uint8Array;

/** Typed array that grows by doubling; `length` is the number of values in use. */
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

  /** Write a value at any index; values between the end and that index are 0. */
  set(index: number, value: number): void {
    this.#reserve(index + 1);
    this.#values[index] = value;
    this.#length = Math.max(this.#length, index + 1);
  }

  /** Append `count` zeros. */
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
