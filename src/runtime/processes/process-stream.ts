/**
 * Standard streams of a process: an endpoint of the network, the console, nothing (`/dev/null`), or a file of the guest's.
 * Calls never wait: they return a number from 0 up, or minus an errno. Invariant: a stream that is shared stays open until
 * each of its holders has released it.
 */
import { errno } from "../network/errno.ts";
import { type Actor, noActor } from "../network/kernel.ts";
import type { Endpoint } from "../network/endpoint.ts";

export interface ProcessStream {
  /** Endpoint to wait for; null for a stream that is always ready. */
  readonly endpoint: Endpoint | null;
  /** Read into memory; return 0 at the end, -EAGAIN if nothing is there yet. */
  read(into: Uint8Array): number;
  /** Write; return the number of bytes that fit, -EAGAIN if none does, -EPIPE without a reader. */
  write(bytes: Uint8Array): number;
  /** Add a holder; return the stream for it. */
  share(): ProcessStream;
  release(): void;
}

/** Endpoint that can be read or written, as the ends of pipes and sockets. */
export interface Channel extends Endpoint {
  read?(into: Uint8Array, actor: Actor): number;
  receive?(into: Uint8Array, actor: Actor): number;
  write?(bytes: Uint8Array, actor: Actor): number;
  send?(bytes: Uint8Array, actor: Actor): number;
}

export class EndpointStream implements ProcessStream {
  constructor(readonly endpoint: Channel) {}

  read(into: Uint8Array): number {
    const { endpoint } = this;
    return (endpoint.read ?? endpoint.receive)?.call(endpoint, into, noActor) ?? -errno.EBADF;
  }

  write(bytes: Uint8Array): number {
    const { endpoint } = this;
    return (endpoint.write ?? endpoint.send)?.call(endpoint, bytes, noActor) ?? -errno.EBADF;
  }

  share(): ProcessStream {
    this.endpoint.share();
    return this;
  }

  release(): void {
    this.endpoint.release(noActor);
  }
}

/** `/dev/null`. */
export const nullStream: ProcessStream = {
  endpoint: null,
  read: () => 0,
  write: ({ length }) => length,
  share: () => nullStream,
  release: () => {},
};

/** Stream by which a process writes to the program's own console; it reads nothing. `write` gets what is written. */
export function consoleStream(write: (bytes: Uint8Array) => void): ProcessStream {
  const stream: ProcessStream = {
    ...nullStream,
    write: (bytes) => {
      write(bytes);
      return bytes.length;
    },
    share: () => stream,
  };
  return stream;
}
