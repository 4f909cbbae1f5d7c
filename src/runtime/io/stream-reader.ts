/**
 * Stream of bytes to read by coroutines. Mirrors `StreamReader` of `asyncio/streams.py`: a protocol feeds it, and it pauses
 * its transport while it holds more than twice its limit.
 */
import type { CoroutineIterator } from "../combinators/as-completed.ts";
import { IncompleteReadError, LimitOverrunError, RuntimeError, ValueError } from "../errors/exceptions.ts";
import { shortRepr } from "../instrument/repr.ts";
import { type LoopInternals, requireLoopInternals } from "../loop/loop-internals.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { type Bytes, toBytes } from "./bytes.ts";
import { endpointOf, type ReadTransport, type Transport } from "./transports.ts";

/** Bytes that a line or another part may have (`_DEFAULT_LIMIT`): 64 KiB. */
export const DEFAULT_LIMIT = 2 ** 16;

const NEWLINE = new Uint8Array([10]);

export interface StreamReaderOptions {
  /** Bytes that `readline` and `readuntil` search at most, without the separator. */
  limit?: number;
}

export class StreamReader {
  readonly #loop: LoopInternals = requireLoopInternals();
  readonly #limit: number;
  readonly #buffer = new ByteBuffer();
  #isEof = false;
  #waiter: Future<void> | null = null;
  #exception: Error | null = null;
  #transport: Transport | ReadTransport | null = null;
  #isPaused = false;

  /** Throws ValueError for a limit of 0 or less. */
  constructor({ limit = DEFAULT_LIMIT }: StreamReaderOptions = {}) {
    if (limit <= 0) throw new ValueError("Limit cannot be <= 0");
    this.#limit = limit;
  }

  /** Return the error of the connection, or null. */
  exception(): Error | null {
    return this.#exception;
  }

  /** Fail: the reads from now on, and the one that waits, throw the error. */
  setException(exception: Error): void {
    this.#exception = exception;
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter && !waiter.cancelled()) waiter.setException(exception);
  }

  #wake(): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter && !waiter.cancelled()) waiter.setResult();
  }

  /** Name the transport that brings the bytes. A protocol calls it. */
  setTransport(transport: Transport | ReadTransport): void {
    this.#transport = transport;
  }

  #resumeTransport(): void {
    if (!this.#isPaused || this.#buffer.length > this.#limit) return;
    this.#isPaused = false;
    this.#transport?.resumeReading();
  }

  /** Note the end of the stream. A protocol calls it. */
  feedEof(): void {
    this.#isEof = true;
    this.#wake();
  }

  /** Return true at the end of the stream, when all bytes are read. */
  atEof(): boolean {
    return this.#isEof && this.#buffer.length === 0;
  }

  /** Add bytes that have arrived. A protocol calls it. */
  feedData(data: Uint8Array): void {
    if (data.length === 0) return;
    this.#buffer.append(data);
    this.#wake();
    if (!this.#transport || this.#isPaused || this.#buffer.length <= 2 * this.#limit) return;
    this.#transport.pauseReading();
    this.#isPaused = true;
  }

  /** Wait for bytes or the end. Throws RuntimeError if another coroutine does. */
  *#waitForData(call: string): Coroutine<void> {
    if (this.#waiter !== null) {
      throw new RuntimeError(`${call}() called while another coroutine is already waiting for incoming data`);
    }
    // It would wait for ever otherwise.
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#transport?.resumeReading();
    }
    const waiter = (this.#waiter = this.#loop.createFuture<void>());
    const on = this.#transport ? endpointOf(this.#transport) : 0;
    futureInternals.setWaitReason(waiter as Future<unknown>, { reason: "read", on });
    try {
      yield* waiter;
    } finally {
      this.#waiter = null;
    }
  }

  /**
   * Read a line, with its newline: `"\n"`. At the end of the stream, return what is left without one, and no bytes if
   * nothing is. Throws ValueError for a line over the limit.
   */
  *readline(): Coroutine<Uint8Array> {
    try {
      return yield* this.readuntil(NEWLINE);
    } catch (error) {
      if (error instanceof IncompleteReadError) return error.partial;
      if (!(error instanceof LimitOverrunError)) throw error;
      if (this.#buffer.find(NEWLINE, error.consumed) === error.consumed)
        this.#buffer.take(error.consumed + 1);
      else this.#buffer.take();
      this.#resumeTransport();
      throw new ValueError(error.message);
    }
  }

  /**
   * Read to the end of a separator, or of the first of several. Throws IncompleteReadError if the stream ends before, and
   * LimitOverrunError, without reading anything, if that is more than the limit.
   */
  *readuntil(separator: Bytes | readonly Bytes[] = NEWLINE): Coroutine<Uint8Array> {
    const separators = (Array.isArray(separator) ? (separator as readonly Bytes[]) : [separator as Bytes])
      .map(toBytes)
      .sort((a, b) => a.length - b.length);
    const [shortest, longest] = [separators[0], separators.at(-1)];
    if (!shortest || !longest) throw new ValueError("Separator should contain at least one element");
    if (shortest.length === 0) throw new ValueError("Separator should be at least one-byte string");
    if (this.#exception !== null) throw this.#exception;
    // No separator begins before it.
    let offset = 0;
    for (;;) {
      const { length } = this.#buffer;
      if (length - offset >= shortest.length) {
        const found = this.#firstOf(separators, offset);
        if (found) {
          if (found.start > this.#limit) {
            const message = "Separator is found, but chunk is longer than limit";
            throw new LimitOverrunError(message, found.start);
          }
          const chunk = this.#buffer.take(found.end);
          this.#resumeTransport();
          return chunk;
        }
        offset = Math.max(0, length + 1 - longest.length);
        if (offset > this.#limit) {
          throw new LimitOverrunError("Separator is not found, and chunk exceed the limit", offset);
        }
      }
      if (this.#isEof) throw new IncompleteReadError(this.#buffer.take(), null);
      yield* this.#waitForData("readuntil");
    }
  }

  /** Return the separator that ends first. */
  #firstOf(separators: readonly Uint8Array[], offset: number): { start: number; end: number } | null {
    let best: { start: number; end: number } | null = null;
    for (const separator of separators) {
      const start = this.#buffer.find(separator, offset);
      const end = start + separator.length;
      if (start >= 0 && (best === null || end < best.end)) best = { start, end };
    }
    return best;
  }

  /** Read what has arrived, `count` bytes at most, or all until the end of the stream if `count` is negative. No bytes at the end. */
  *read(count = -1): Coroutine<Uint8Array> {
    if (this.#exception !== null) throw this.#exception;
    if (count === 0) return new Uint8Array(0);
    if (count < 0) {
      const all = new ByteBuffer();
      for (;;) {
        const block = yield* this.read(this.#limit);
        if (block.length === 0) return all.take();
        all.append(block);
      }
    }
    if (this.#buffer.length === 0 && !this.#isEof) yield* this.#waitForData("read");
    const data = this.#buffer.take(count);
    this.#resumeTransport();
    return data;
  }

  /** Read `count` bytes. Throws IncompleteReadError, with the bytes before it, if the stream ends. */
  *readexactly(count: number): Coroutine<Uint8Array> {
    if (count < 0) throw new ValueError("readexactly size can not be less than zero");
    if (this.#exception !== null) throw this.#exception;
    if (count === 0) return new Uint8Array(0);
    while (this.#buffer.length < count) {
      if (this.#isEof) throw new IncompleteReadError(this.#buffer.take(), count);
      yield* this.#waitForData("readexactly");
    }
    const data = this.#buffer.take(count);
    this.#resumeTransport();
    return data;
  }

  /** Iterate over the lines: `for await (const line of reader)`. */
  [Symbol.asyncIterator](): CoroutineIterator<Uint8Array> {
    return new LineIterator(this);
  }

  toString(): string {
    const info = ["StreamReader"];
    if (this.#buffer.length > 0) info.push(`${this.#buffer.length} bytes`);
    if (this.#isEof) info.push("eof");
    if (this.#limit !== DEFAULT_LIMIT) info.push(`limit=${this.#limit}`);
    if (this.#waiter) info.push(`waiter=${this.#waiter.toString()}`);
    if (this.#exception !== null) info.push(`exception=${shortRepr(this.#exception)}`);
    if (this.#transport) info.push(`transport=${this.#transport.toString()}`);
    if (this.#isPaused) info.push("paused");
    return `<${info.join(" ")}>`;
  }
}

/** Lines of a stream. */
class LineIterator implements CoroutineIterator<Uint8Array> {
  readonly #reader: StreamReader;

  constructor(reader: StreamReader) {
    this.#reader = reader;
  }

  *next(): Coroutine<IteratorResult<Uint8Array, undefined>> {
    const line = yield* this.#reader.readline();
    return line.length > 0 ? { done: false, value: line } : { done: true, value: undefined };
  }
}
