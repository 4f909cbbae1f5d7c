/** Bytes that have arrived and are not read yet: what parsers of protocols read from. Used by the hosts' parsers. */
const decoder = new TextDecoder("latin1");

export class ByteBuffer {
  #bytes: Uint8Array = new Uint8Array();

  get size(): number {
    return this.#bytes.length;
  }

  push(bytes: Uint8Array): void {
    if (this.#bytes.length === 0) {
      this.#bytes = bytes;
      return;
    }
    const all = new Uint8Array(this.#bytes.length + bytes.length);
    all.set(this.#bytes);
    all.set(bytes, this.#bytes.length);
    this.#bytes = all;
  }

  /** Take the first bytes: `count` of them, or all if there are fewer. */
  take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  /** Return the byte at a place; undefined behind the end. */
  at(place: number): number | undefined {
    return this.#bytes[place];
  }

  /** Return the place of a carriage return and a line feed, from a place on; -1 if there are none. */
  lineEnd(from = 0): number {
    for (let at = this.#bytes.indexOf(13, from); at >= 0; at = this.#bytes.indexOf(13, at + 1)) {
      if (this.#bytes[at + 1] === 10) return at;
    }
    return -1;
  }

  /** Take a line without its end, as text of one character a byte; null if its end has not arrived. */
  takeLine(): string | null {
    const end = this.lineEnd();
    if (end < 0) return null;
    const line = decoder.decode(this.take(end));
    this.take(2);
    return line;
  }
}

/** Return the bytes of all parts, one after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
