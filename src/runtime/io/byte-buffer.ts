/** Bytes that have arrived and are not read yet: appended at the end, taken from the beginning. Python's `bytearray` in `StreamReader`. */
export class ByteBuffer {
  #bytes = new Uint8Array(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  #makeRoom(more: number): void {
    const needed = this.length + more;
    const room = needed * 2 <= this.#bytes.length ? this.#bytes : new Uint8Array(needed * 2);
    room.set(this.#bytes.subarray(this.#start, this.#end));
    this.#end -= this.#start;
    this.#start = 0;
    this.#bytes = room;
  }

  /** Remove the first `count` bytes, or all if there are fewer, and return a copy of them. */
  take(count = this.length): Uint8Array {
    const taken = this.#bytes.slice(this.#start, Math.min(this.#start + count, this.#end));
    this.#start += taken.length;
    if (this.#start === this.#end) this.#start = this.#end = 0;
    return taken;
  }

  /** Return the place of `pattern` from `from` on, or -1. */
  find(pattern: Uint8Array, from: number): number {
    const bytes = this.#bytes.subarray(this.#start, this.#end);
    const [first] = pattern;
    for (
      let at = bytes.indexOf(first as number, from);
      at >= 0;
      at = bytes.indexOf(first as number, at + 1)
    ) {
      if (at + pattern.length > bytes.length) return -1;
      if (pattern.every((byte, i) => bytes[at + i] === byte)) return at;
    }
    return -1;
  }
}
