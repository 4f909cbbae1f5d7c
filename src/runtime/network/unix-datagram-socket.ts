/**
 * Unix datagram socket: datagrams arrive at once, in order and never get lost; a full receiver makes the sender wait.
 * Mirrors `unix_dgram_sendmsg` of Linux. The file of a path is the caller's matter, as with `UnixSocket`.
 */
import { type Address, addressLabel } from "./address.ts";
import { type Datagram, DatagramSocket, memoryOf } from "./datagram-socket.ts";
import { errno } from "./errno.ts";
import type { Actor, Kernel } from "./kernel.ts";
import type { ShutdownHow } from "./stream-socket.ts";

/** Datagrams that wait at a receiver before its senders must wait (`net.unix.max_dgram_qlen`). */
const MAX_QUEUED = 10;
/** Bytes of the send buffer that a datagram cannot use. */
const OVERHEAD = 32;

/** Bytes of the sender's buffer that a datagram takes until it is received. */
const chargeFor = (bytes: Uint8Array) => memoryOf(bytes.length, 0, 512);

interface UnixDatagram extends Datagram {
  readonly sender: UnixDatagramSocket;
}

const UNNAMED: Address = { host: "", port: 0 };

export type UnixDatagramNames = Map<string, UnixDatagramSocket>;

export class UnixDatagramSocket extends DatagramSocket {
  readonly family = "unix";
  #local: Address | null = null;
  #peer: UnixDatagramSocket | null = null;
  /** Memory of what was sent and is not received yet. */
  #unread = 0;
  /** Sockets that have this one as their peer and may wait for room. */
  readonly #senders = new Set<UnixDatagramSocket>();

  constructor(
    kernel: Kernel,
    readonly names: UnixDatagramNames,
  ) {
    super(kernel, "unix");
  }

  /** Connect two new sockets (`socketpair`). */
  static join(one: UnixDatagramSocket, other: UnixDatagramSocket): void {
    one.#connectTo(other);
    other.#connectTo(one);
  }

  #connectTo(peer: UnixDatagramSocket): void {
    this.#leavePeer();
    this.#peer = peer;
    peer.#senders.add(this);
  }

  #leavePeer(): void {
    if (this.#peer) this.#peer.#senders.delete(this);
  }

  protected get isWritable(): boolean {
    const peer = this.#peer;
    const isPeerFull = peer && !peer.isClosed && peer.#peer !== this && peer.queued > MAX_QUEUED;
    // Writable while a quarter of the buffer is used at most (`unix_writable`).
    return !isPeerFull && this.#unread * 4 <= this.sendBuffer;
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

  connect(address: Address): number {
    const peer = this.names.get(address.host);
    if (!peer) return -errno.ECONNREFUSED;
    if (peer.#peer && peer.#peer !== this) return -errno.EPERM;
    this.#connectTo(peer);
    return 0;
  }

  send(bytes: Uint8Array, actor: Actor): number {
    const fault = this.#sendFault(bytes);
    if (fault !== 0) return -fault;
    const peer = this.#peer;
    if (!peer) return -errno.ENOTCONN;
    if (!peer.isClosed) return this.#send(bytes, peer, actor);
    this.#leavePeer();
    this.#peer = null;
    return -errno.ECONNREFUSED;
  }

  sendTo(bytes: Uint8Array, address: Address, actor: Actor): number {
    const fault = this.#sendFault(bytes);
    if (fault !== 0) return -fault;
    const peer = this.names.get(address.host);
    if (!peer) return -errno.ECONNREFUSED;
    if (peer.#peer && peer.#peer !== this) return -errno.EPERM;
    return this.#send(bytes, peer, actor);
  }

  /** Return the errno of what Linux checks before it looks for the receiver; 0 for none. */
  #sendFault(bytes: Uint8Array): number {
    if (bytes.length > this.sendBuffer - OVERHEAD) return errno.EMSGSIZE;
    if (this.isSendShut) return errno.EPIPE;
    return this.#unread >= this.sendBuffer ? errno.EAGAIN : 0;
  }

  #send(bytes: Uint8Array, peer: UnixDatagramSocket, { task, line }: Actor): number {
    if (peer.isReceiveShut) return -errno.EPIPE;
    if (peer.queued > MAX_QUEUED && peer.#peer !== this) return -errno.EAGAIN;
    const { clock, hooks } = this.kernel;
    const time = clock.time();
    const datagram: UnixDatagram = {
      id: this.kernel.nextDatagram(),
      bytes: bytes.slice(),
      from: this.#local ?? UNNAMED,
      sender: this,
    };
    this.#unread += chargeFor(bytes);
    const label = addressLabel(peer.localAddress(), "unix");
    hooks.datagramSent(
      time,
      this.id,
      datagram.id,
      bytes.length,
      label,
      task,
      line,
      this.kernel.preview(bytes),
    );
    hooks.datagramDeparted(time, datagram.id, peer.id, time);
    peer.take(datagram);
    return bytes.length;
  }

  protected taken(datagram: Datagram): void {
    const { sender, bytes } = datagram as UnixDatagram;
    sender.#unread -= chargeFor(bytes);
    sender.changed();
    for (const sender of this.#senders) sender.changed();
  }

  shutdown(how: ShutdownHow, { task, line }: Actor): number {
    if (this.#peer && how !== 0 && !this.isSendShut) {
      const { clock, hooks } = this.kernel;
      hooks.endSent(clock.time(), this.id, task, line);
    }
    this.shut(how);
    return 0;
  }

  close(actor: Actor): number {
    if (this.isClosed) return -errno.EBADF;
    this.markClosed("closed", actor);
    if (this.#local && this.names.get(this.#local.host) === this) this.names.delete(this.#local.host);
    this.#leavePeer();
    for (const sender of this.#senders) sender.changed();
    return 0;
  }

  localAddress(): Address {
    return this.#local ?? UNNAMED;
  }

  peerAddress(): Address | number {
    return this.#peer ? this.#peer.localAddress() : -errno.ENOTCONN;
  }
}
