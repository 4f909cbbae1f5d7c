/**
 * Queue of bytes: the buffers of endpoints. Pieces are kept as they were added, and are copied once, into the reader's
 * memory. Invariant: `size` is the sum of all pieces, less the `#offset` bytes that were taken from the first.
 */
import { Fifo } from "../../base/fifo.ts";

/** Sum of the bytes in many queues. */
export interface ByteCount {
  bytes: number;
}

export class ByteQueue {
  /** First piece, and those behind it: most queues never have any. */
  #first: Uint8Array | undefined;
  #pieces: Fifo<Uint8Array> | null = null;
  #offset = 0;
  #size = 0;

  constructor(readonly total: ByteCount = { bytes: 0 }) {}

  get size(): number {
    return this.#size;
  }

  /** Append bytes, which the caller must not change any more. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#first) (this.#pieces ??= new Fifo()).push(bytes);
    else this.#first = bytes;
    this.#size += bytes.length;
    this.total.bytes += bytes.length;
  }

  /** Move the first bytes into `target`; return their number. */
  read(target: Uint8Array): number {
    let done = 0;
    while (done < target.length && this.#first) {
      const count = Math.min(this.#first.length - this.#offset, target.length - done);
      target.set(this.#first.subarray(this.#offset, this.#offset + count), done);
      done += count;
      this.#skip(count);
    }
    return done;
  }

  /** Copy the first bytes into `target` and keep them; return their number. */
  peek(target: Uint8Array): number {
    let done = 0;
    let offset = this.#offset;
    const copy = (piece: Uint8Array) => {
      const part = piece.subarray(offset, offset + target.length - done);
      target.set(part, done);
      done += part.length;
      offset = 0;
    };
    if (this.#first) copy(this.#first);
    for (const piece of this.#pieces ?? []) {
      if (done === target.length) break;
      copy(piece);
    }
    return done;
  }

  /** Remove and return the first bytes, `count` at most. */
  take(count: number): Uint8Array {
    const first = this.#first;
    // A whole piece needs no copy.
    if (first && this.#offset === 0 && first.length === Math.min(count, this.#size)) {
      this.#skip(first.length);
      return first;
    }
    const bytes = new Uint8Array(Math.min(count, this.#size));
    this.read(bytes);
    return bytes;
  }

  /** Remove the first `count` bytes, of those that are there. */
  discard(count: number): void {
    for (let left = count; left > 0;) {
      const part = Math.min((this.#first as Uint8Array).length - this.#offset, left);
      this.#skip(part);
      left -= part;
    }
  }

  clear(): void {
    this.total.bytes -= this.#size;
    this.#pieces = null;
    this.#first = undefined;
    this.#offset = this.#size = 0;
  }

  #skip(count: number): void {
    this.#size -= count;
    this.total.bytes -= count;
    this.#offset += count;
    if (this.#offset < (this.#first as Uint8Array).length) return;
    this.#first = this.#pieces?.shift();
    this.#offset = 0;
  }
}
