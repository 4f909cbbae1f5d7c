/**
 * Pipes of a program: what is written to one end is read from the other. Mirrors `os.pipe`, with ends that never wait, as after
 * `os.set_blocking(fd, False)`. A loop makes transports of them (`pipe-transports.ts`).
 */
import { osError } from "../errors/os-errors.ts";
import { errno } from "../network/errno.ts";
import type { PipeReader, PipeWriter } from "../network/pipe.ts";
import { programNetwork } from "./program-socket.ts";
import { actor, MAX_SIZE, scratch, unlessBlocked } from "./socket.ts";
import { type Bytes, toBytes } from "./bytes.ts";

/** Return the endpoint of an end of a pipe. */
export let endpointOfPipe: {
  (end: ReadPipe): PipeReader;
  (end: WritePipe): PipeWriter;
};

abstract class PipeEnd {
  readonly #endpoint: PipeReader | PipeWriter;
  /** A process may have the other descriptor of the endpoint, which closing this one leaves open. */
  #isClosed = false;

  /** @internal */
  constructor(endpoint: PipeReader | PipeWriter) {
    this.#endpoint = endpoint;
  }

  static {
    endpointOfPipe = (end: PipeEnd) => end.#endpoint as PipeReader & PipeWriter;
  }

  /** Return the number of the endpoint in the trace; -1 once it is closed. */
  fileno(): number {
    return this.#isClosed ? -1 : this.#endpoint.id;
  }

  close(): void {
    if (!this.#isClosed) this.#endpoint.release(actor());
    this.#isClosed = true;
  }

  toString(): string {
    return `<${this.constructor.name} fd=${this.fileno()}>`;
  }
}

/** End of a pipe that reads. */
export class ReadPipe extends PipeEnd {
  /** Read what is there, `count` bytes at most; none at the end. Throws BlockingIOError if nothing is there yet. */
  read(count: number): Uint8Array {
    return readPipe(endpointOfPipe(this), count) ?? wouldBlock();
  }
}

/** End of a pipe that writes. */
export class WritePipe extends PipeEnd {
  /** Write as many bytes as fit; return their number. Throws BlockingIOError if the pipe is full, BrokenPipeError without a reader. */
  write(data: Bytes): number {
    return writePipe(endpointOfPipe(this), toBytes(data)) ?? wouldBlock();
  }
}

function wouldBlock(): never {
  throw osError(errno.EAGAIN);
}

/** Read from a pipe; null if nothing is there yet. */
export function readPipe(reader: PipeReader, max = MAX_SIZE): Uint8Array | null {
  const into = scratch().subarray(0, max);
  const count = unlessBlocked(reader.read(into, actor()));
  return count === null ? null : into.slice(0, count);
}

/** Write to a pipe; null if nothing fits. */
export function writePipe(writer: PipeWriter, bytes: Uint8Array): number | null {
  return unlessBlocked(writer.write(bytes, actor()));
}

/** Make a pipe, and return the end that reads and the one that writes. Throws OSError if too many are open. */
export function pipe(): [reader: ReadPipe, writer: WritePipe] {
  const made = programNetwork().network.pipe(actor());
  if (typeof made === "number") throw osError(-made);
  return [new ReadPipe(made[0]), new WritePipe(made[1])];
}
