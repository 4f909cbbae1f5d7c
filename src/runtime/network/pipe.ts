/**
 * Pipe: an end that writes, an end that reads, and 64 KiB between them. Mirrors `pipe(7)`: a write of at most PIPE_BUF
 * bytes happens whole or not at all, readers see the end when the writer is closed, and a write without a reader fails.
 * Left out: pages (Linux counts whole ones, so many small writes fill a pipe sooner).
 */
import { readFrom, transfer } from "./byte-channel.ts";
import { ByteQueue } from "./byte-queue.ts";
import { Endpoint } from "./endpoint.ts";
import { errno } from "./errno.ts";
import type { Actor, Kernel } from "./kernel.ts";
import { POLL_ERR, POLL_HUP, POLL_IN, POLL_NVAL, POLL_OUT } from "./poll-mask.ts";

const CAPACITY = 65_536;
/** Most bytes of a write that happens whole or not at all. */
export const PIPE_BUF = 4096;

export class PipeReader extends Endpoint {
  readonly incoming: ByteQueue;
  writer: PipeWriter | null = null;

  constructor(kernel: Kernel) {
    super(kernel, "pipe");
    this.incoming = new ByteQueue(kernel.buffered);
  }

  poll(): number {
    if (this.isClosed) return POLL_NVAL;
    return (this.incoming.size > 0 ? POLL_IN : 0) | (this.writer?.isClosed ? POLL_HUP : 0);
  }

  /** Read into `target`; return the number of bytes, 0 at the end, -EAGAIN if nothing is there yet. */
  read(target: Uint8Array, actor: Actor): number {
    if (this.incoming.size === 0) return this.writer?.isClosed ? 0 : -errno.EAGAIN;
    const count = readFrom(this.kernel, this, this.incoming, target, actor);
    this.writer?.changed();
    return count;
  }

  close(actor: Actor): number {
    if (this.isClosed) return -errno.EBADF;
    this.markClosed("closed", actor);
    this.incoming.clear();
    this.writer?.changed();
    return 0;
  }
}

export class PipeWriter extends Endpoint {
  constructor(
    kernel: Kernel,
    readonly reader: PipeReader,
  ) {
    super(kernel, "pipe");
    reader.writer = this;
  }

  get #free(): number {
    return CAPACITY - this.reader.incoming.size;
  }

  poll(): number {
    if (this.isClosed) return POLL_NVAL;
    return (this.#free >= PIPE_BUF ? POLL_OUT : 0) | (this.reader.isClosed ? POLL_ERR : 0);
  }

  /** Write bytes; return the number of those that fit, -EAGAIN if the pipe is full, -EPIPE without a reader. */
  write(bytes: Uint8Array, actor: Actor): number {
    if (bytes.length === 0) return 0;
    if (this.reader.isClosed) return -errno.EPIPE;
    const fits = bytes.length <= PIPE_BUF ? this.#free >= bytes.length : this.#free > 0;
    if (!fits) return -errno.EAGAIN;
    if (this.kernel.isOutOfMemory) return -errno.ENOBUFS;
    const count = Math.min(bytes.length, this.#free);
    transfer(this.kernel, this, this.reader, this.reader.incoming, bytes.subarray(0, count), actor);
    return count;
  }

  close(actor: Actor): number {
    if (this.isClosed) return -errno.EBADF;
    this.markClosed("closed", actor);
    if (this.reader.isClosed) return 0;
    const { clock, hooks } = this.kernel;
    hooks.endDeparted(clock.time(), this.id, clock.time());
    hooks.endArrived(clock.time(), this.reader.id);
    this.reader.changed();
    return 0;
  }
}
