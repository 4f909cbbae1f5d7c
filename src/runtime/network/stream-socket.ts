/** Calls of a stream socket, which TCP and unix sockets share. Each returns a number from 0 up, or minus an errno. */
import type { Address, Family } from "./address.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Actor } from "./kernel.ts";

/** Direction that `shutdown` ends, with the numbers of SHUT_RD, SHUT_WR and SHUT_RDWR. */
export type ShutdownHow = 0 | 1 | 2;

export interface StreamSocket extends Endpoint {
  readonly family: Family;
  /** Give the socket its own address; port 0 for any free one. */
  bind(address: Address, actor: Actor): number;
  /** On a host: take the address for a listener. Resolves with 0, or with minus an errno. */
  reserve?(): Promise<number>;
  /** Wait for connections, and let up to `backlog` + 1 of them wait to be accepted. */
  listen(backlog: number, actor: Actor): number;
  /** Ask for a connection; -EINPROGRESS while that takes time. */
  connect(address: Address, actor: Actor): number;
  /** Take a connection from the listen queue; -EAGAIN if there is none. */
  accept(actor: Actor): StreamSocket | number;
  /** Copy bytes into the send buffer, as many as fit; return their number. */
  send(bytes: Uint8Array, actor: Actor): number;
  /** Read what has arrived into `target`; return the number of bytes, 0 at the end of the stream. */
  receive(target: Uint8Array, actor: Actor, peek?: boolean): number;
  shutdown(how: ShutdownHow, actor: Actor): number;
  close(actor: Actor): number;
  /** Return the error that waits, and clear it: SO_ERROR. A number from 0 up. */
  takeError(): number;
  /** Return the socket's own address. */
  localAddress(): Address;
  /** Return the address of the other end; -ENOTCONN without one. */
  peerAddress(): Address | number;
  readonly isListening: boolean;
  /** Bytes that fit in each buffer: SO_SNDBUF and SO_RCVBUF, which Linux shows doubled. */
  sendBuffer: number;
  receiveBuffer: number;
}
