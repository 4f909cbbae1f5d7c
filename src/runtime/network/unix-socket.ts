/**
 * Unix stream socket: two sockets of one kernel, whose calls act on each other at once. Mirrors `net/unix/af_unix.c` of
 * Linux: what is sent lies in the receiver's queue but counts against the sender's buffer until it is read. Left out:
 * descriptors and credentials in messages. The file of a path is the caller's matter: it makes the file before `bind`, and
 * calls `connect` only where there is one.
 */
import { type Address, addressLabel } from "./address.ts";
import { readFrom, transfer } from "./byte-channel.ts";
import { ByteQueue } from "./byte-queue.ts";
import { Endpoint } from "./endpoint.ts";
import { errno } from "./errno.ts";
import { type Actor, type Kernel, noActor } from "./kernel.ts";
import { ListenQueue } from "./listen-queue.ts";
import { POLL_ERR, POLL_HUP, POLL_IN, POLL_NVAL, POLL_OUT } from "./poll-mask.ts";
import type { ShutdownHow, StreamSocket } from "./stream-socket.ts";

/** Size of both buffers on Linux (`net.core.wmem_default`). */
const BUFFER = 212_992;

const UNNAMED: Address = { host: "", port: 0 };

/** Names of unix sockets, abstract ones included. */
export type UnixNames = Map<string, UnixSocket>;

export class UnixSocket extends Endpoint implements StreamSocket {
  readonly family = "unix";
  sendBuffer = BUFFER;
  receiveBuffer = BUFFER;
  #state: "closed" | "listening" | "open" = "closed";
  #error = 0;
  #isReceiveShut = false;
  #isSendShut = false;
  #local: Address | null = null;
  #peer: UnixSocket | null = null;
  readonly #incoming: ByteQueue;
  readonly #queue = new ListenQueue<UnixSocket>();

  constructor(
    kernel: Kernel,
    readonly names: UnixNames,
  ) {
    super(kernel, "unix");
    this.#incoming = new ByteQueue(kernel.buffered);
  }

  get isListening(): boolean {
    return this.#state === "listening";
  }

  /** Connect two new sockets (`socketpair`). */
  static join(client: UnixSocket, server: UnixSocket): void {
    client.#peer = server;
    server.#peer = client;
    client.#state = server.#state = "open";
    const { clock, hooks } = client.kernel;
    hooks.connectionOpened(clock.time(), client.id, server.id);
    client.changed();
  }

  poll(): number {
    if (this.isClosed) return POLL_NVAL;
    let mask = this.#error === 0 ? 0 : POLL_ERR;
    if (this.#isReceiveShut) mask |= POLL_IN;
    if ((this.#isReceiveShut && this.#isSendShut) || this.#state === "closed") mask |= POLL_HUP;
    if (this.#incoming.size > 0 || this.#queue.size > 0) mask |= POLL_IN;
    // Writable while a quarter of the buffer is used at most (`unix_writable`).
    if (!this.isListening && this.#unread() * 4 <= this.sendBuffer) mask |= POLL_OUT;
    return mask;
  }

  /** Return the bytes that the peer has not read. */
  #unread(): number {
    const peer = this.#peer;
    return peer ? peer.#incoming.size : 0;
  }

  bind(address: Address, { task, line }: Actor): number {
    if (this.#local) return -errno.EINVAL;
    if (address.host.startsWith("\0") && this.names.has(address.host)) return -errno.EADDRINUSE;
    this.#local = address;
    this.names.set(address.host, this);
    const { clock, hooks } = this.kernel;
    hooks.endpointBound(clock.time(), this.id, addressLabel(address, "unix"), task, line);
    return 0;
  }

  listen(backlog: number, { task, line }: Actor): number {
    if (!this.#local || this.#state === "open") return -errno.EINVAL;
    this.#queue.backlog = backlog;
    if (this.isListening) return 0;
    this.#state = "listening";
    const { clock, hooks } = this.kernel;
    const label = addressLabel(this.#local, "unix");
    hooks.listeningStarted(clock.time(), this.id, label, this.#queue.backlog, task, line);
    return 0;
  }

  connect(address: Address, { task, line }: Actor): number {
    const listener = this.names.get(address.host);
    if (!listener?.isListening || listener.#isReceiveShut) return -errno.ECONNREFUSED;
    if (listener.#queue.isFull) return -errno.EAGAIN;
    if (this.#state !== "closed") return this.#state === "open" ? -errno.EISCONN : -errno.EINVAL;
    const { clock, hooks } = this.kernel;
    const time = clock.time();
    hooks.connectionRequested(time, this.id, addressLabel(address, "unix"), 0, task, line);
    const server = new UnixSocket(this.kernel, this.names);
    server.#local = listener.#local;
    server.reportOpened(noActor);
    UnixSocket.join(this, server);
    listener.#queue.push(server);
    hooks.connectionQueued(time, listener.id, server.id, listener.#queue.size);
    listener.changed();
    return 0;
  }

  accept({ task, line }: Actor): UnixSocket | number {
    if (!this.isListening) return -errno.EINVAL;
    if (this.kernel.isFull()) return -errno.EMFILE;
    const connection = this.#queue.shift();
    if (!connection) return -errno.EAGAIN;
    connection.hold();
    const { clock, hooks } = this.kernel;
    hooks.connectionAccepted(clock.time(), this.id, connection.id, this.#queue.size, task, line);
    return connection;
  }

  send(bytes: Uint8Array, actor: Actor): number {
    const peer = this.#peer;
    if (!peer) return -errno.ENOTCONN;
    if (this.#isSendShut || peer.isClosed || peer.#isReceiveShut) return -errno.EPIPE;
    if (bytes.length === 0) return 0;
    const count = Math.min(bytes.length, this.sendBuffer - this.#unread());
    if (count <= 0) return -errno.EAGAIN;
    if (this.kernel.isOutOfMemory) return -errno.ENOBUFS;
    transfer(this.kernel, this, peer, peer.#incoming, bytes.subarray(0, count), actor);
    return count;
  }

  receive(target: Uint8Array, actor: Actor, peek = false): number {
    if (this.#state !== "open") return -errno.EINVAL;
    if (this.#incoming.size === 0) {
      if (this.#error !== 0) return -this.takeError();
      return this.#isReceiveShut ? 0 : -errno.EAGAIN;
    }
    if (peek) return this.#incoming.peek(target);
    const count = readFrom(this.kernel, this, this.#incoming, target, actor);
    this.#peer?.changed();
    return count;
  }

  shutdown(how: ShutdownHow, { task, line }: Actor): number {
    const { clock, hooks } = this.kernel;
    if (how !== 0 && !this.#isSendShut && this.#peer) hooks.endSent(clock.time(), this.id, task, line);
    this.#shut(how !== 1, how !== 0);
    const peer = this.#peer;
    if (peer && !peer.isClosed) {
      if (how !== 0) this.#reportEnd(peer);
      peer.#shut(how !== 0, how !== 1);
    }
    return 0;
  }

  #shut(receive: boolean, send: boolean): void {
    this.#isReceiveShut ||= receive;
    this.#isSendShut ||= send;
    this.changed();
  }

  /** Report that the end of this socket's stream is at the peer. */
  #reportEnd(peer: UnixSocket): void {
    if (peer.#isReceiveShut) return;
    const { clock, hooks } = this.kernel;
    hooks.endDeparted(clock.time(), this.id, clock.time());
    hooks.endArrived(clock.time(), peer.id);
  }

  close(actor: Actor): number {
    if (this.isClosed) return -errno.EBADF;
    const unread = this.#incoming.size > 0;
    this.markClosed(unread ? "aborted" : "closed", actor);
    if (this.#local && this.names.get(this.#local.host) === this) this.names.delete(this.#local.host);
    for (let waits = this.#queue.shift(); waits; waits = this.#queue.shift()) waits.#abort(actor);
    if (this.#peer) this.#leave(this.#peer, unread);
    this.#incoming.clear();
    return 0;
  }

  /** Close a connection that was not accepted. */
  #abort(actor: Actor): void {
    this.markClosed("aborted", actor);
    if (this.#peer) this.#leave(this.#peer, true);
  }

  /** Tell the peer that this socket is gone; with an error if it had not read all. */
  #leave(peer: UnixSocket, unread: boolean): void {
    if (peer.isClosed) return;
    const { clock, hooks } = this.kernel;
    if (unread) {
      peer.#error = errno.ECONNRESET;
      hooks.connectionReset(clock.time(), peer.id);
    } else this.#reportEnd(peer);
    peer.#shut(true, true);
  }

  takeError(): number {
    const error = this.#error;
    this.#error = 0;
    return error;
  }

  localAddress(): Address {
    return this.#local ?? UNNAMED;
  }

  peerAddress(): Address | number {
    return this.#peer ? this.#peer.localAddress() : -errno.ENOTCONN;
  }
}
