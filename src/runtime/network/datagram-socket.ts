/**
 * What UDP and unix datagram sockets share: a queue of datagrams, which are received whole or cut, and readiness.
 * Mirrors `datagram_poll` and `__skb_recv_udp` of Linux.
 */
import { Fifo } from "../../base/fifo.ts";
import type { Address, Family } from "./address.ts";
import { Endpoint } from "./endpoint.ts";
import { errno } from "./errno.ts";
import type { Actor, Kernel } from "./kernel.ts";
import { POLL_ERR, POLL_HUP, POLL_IN, POLL_NVAL, POLL_OUT } from "./poll-mask.ts";
import type { PortOptions } from "./ports.ts";
import type { ShutdownHow } from "./stream-socket.ts";

/** Size of both buffers on Linux (`net.core.rmem_default`). */
const BUFFER = 212_992;

/** Bytes of a packet's bookkeeping on Linux: a `struct sk_buff`, and what follows the payload. */
const PACKET = 256;
const TRAILER = 320;

/**
 * Return the memory of a datagram that Linux counts against a buffer: its payload with headers and trailer is rounded up
 * to a power of two, or to `least`.
 */
export function memoryOf(length: number, headers: number, least: number): number {
  const needed = length + headers + TRAILER;
  return PACKET + (needed <= least ? least : 2 ** Math.ceil(Math.log2(needed)));
}

export interface Datagram {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly from: Address;
}

export abstract class DatagramSocket extends Endpoint {
  abstract readonly family: Family;
  sendBuffer = BUFFER;
  receiveBuffer = BUFFER;
  /** SO_REUSEADDR, SO_REUSEPORT, IPV6_V6ONLY and SO_BROADCAST. */
  readonly options: PortOptions & { broadcast: boolean } = {
    reuseAddress: false,
    reusePort: false,
    v6Only: false,
    broadcast: false,
  };
  /** Address that the datagram came from which was received last. */
  sender: Address = { host: "", port: 0 };
  protected error = 0;
  protected isReceiveShut = false;
  protected isSendShut = false;
  readonly #queue = new Fifo<Datagram>();

  constructor(kernel: Kernel, type: "udp" | "unix") {
    super(kernel, type);
  }

  abstract bind(address: Address, actor: Actor): number;
  /** On a host: take the address and the peer. Resolves with 0, or with minus an errno. */
  reserve?(): Promise<number>;
  /** Choose the peer of `send` and `receive`; again for another. */
  abstract connect(address: Address, actor: Actor): number;
  /** Send to the peer; -EDESTADDRREQ or -ENOTCONN without one. */
  abstract send(bytes: Uint8Array, actor: Actor): number;
  abstract sendTo(bytes: Uint8Array, address: Address, actor: Actor): number;
  abstract localAddress(): Address;
  abstract peerAddress(): Address | number;
  protected abstract get isWritable(): boolean;

  /** Number of datagrams that wait to be received. */
  protected get queued(): number {
    return this.#queue.size;
  }

  poll(): number {
    if (this.isClosed) return POLL_NVAL;
    let mask = this.error === 0 ? 0 : POLL_ERR;
    if (this.isReceiveShut || this.#queue.size > 0) mask |= POLL_IN;
    if (this.isReceiveShut && this.isSendShut) mask |= POLL_HUP;
    return this.isWritable ? mask | POLL_OUT : mask;
  }

  /** Receive the first datagram, cut to the length of `target`; return the number of bytes, which may be 0. */
  receive(target: Uint8Array, { task, line }: Actor, peek = false): number {
    this.kernel.settle();
    if (this.error !== 0) return -this.takeError();
    const datagram = peek ? this.#queue.first : this.#queue.shift();
    if (!datagram) return -errno.EAGAIN;
    const bytes = datagram.bytes.subarray(0, target.length);
    target.set(bytes);
    this.sender = datagram.from;
    if (peek) return bytes.length;
    const { clock, hooks } = this.kernel;
    hooks.datagramRead(clock.time(), this.id, datagram.id, datagram.bytes.length, task, line);
    this.taken(datagram);
    return bytes.length;
  }

  /** Note that a datagram has left the queue. */
  protected abstract taken(datagram: Datagram): void;

  /** Append a datagram that has arrived. */
  protected take(datagram: Datagram): void {
    const { clock, hooks } = this.kernel;
    hooks.datagramArrived(clock.time(), this.id, datagram.id, datagram.bytes.length);
    this.#queue.push(datagram);
    this.changed();
  }

  abstract shutdown(how: ShutdownHow, actor: Actor): number;

  protected shut(how: ShutdownHow): void {
    if (how !== 1) this.isReceiveShut = true;
    if (how !== 0) this.isSendShut = true;
    this.changed();
  }

  /** Return the error that waits, and clear it: SO_ERROR. A number from 0 up. */
  takeError(): number {
    const { error } = this;
    this.error = 0;
    return error;
  }
}
