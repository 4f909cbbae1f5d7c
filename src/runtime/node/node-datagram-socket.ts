/**
 * Datagram socket of Node, with the calls of one of the simulated network. Node binds in the background: `reserve` waits for it.
 *
 * States: new → bound → open (bound, and connected to its peer if it has one) → closed. An error waits until it is taken.
 */
import { createSocket, type Socket } from "node:dgram";
import type { Address, Family } from "../network/address.ts";
import { DatagramSocket } from "../network/datagram-socket.ts";
import { errno } from "../network/errno.ts";
import type { Actor, Kernel } from "../network/kernel.ts";
import type { ShutdownHow } from "../network/stream-socket.ts";
import { numberOf, type SocketOwner } from "./node-errors.ts";

export class NodeDatagramSocket extends DatagramSocket {
  #socket: Socket | null = null;
  #own: Address | null = null;
  #peer: Address | null = null;
  /** Bytes that Node has not sent yet. */
  #unsent = 0;
  /** Done when the socket has its address and its peer: 0, or minus an errno. */
  #opened: Promise<number> = Promise.resolve(0);

  constructor(
    kernel: Kernel,
    readonly family: Family,
    readonly owner: SocketOwner,
  ) {
    super(kernel, "udp");
    owner.opened(this);
  }

  override changed(): void {
    super.changed();
    this.owner.wake();
  }

  protected get isWritable(): boolean {
    return this.#unsent < this.sendBuffer;
  }

  protected taken(): void {}

  /** Return Node's socket, which is made and bound at its first use. */
  #open(): Socket {
    if (this.#socket) return this.#socket;
    const type = this.family === "inet6" ? "udp6" : "udp4";
    const { reuseAddress, reusePort, v6Only, broadcast } = this.options;
    const socket = createSocket({ type, reuseAddr: reuseAddress || reusePort, ipv6Only: v6Only });
    this.#socket = socket;
    socket.on("message", (bytes: Uint8Array, { address: host, port }) => {
      if (this.isClosed) return;
      this.take({ id: this.kernel.nextDatagram(), bytes: new Uint8Array(bytes), from: { host, port } });
    });
    this.#opened = new Promise((resolve) => {
      socket.on("error", (error) => {
        resolve(-numberOf(error));
        this.#failed(error);
      });
      socket.bind(this.#own?.port ?? 0, this.#own?.host, () => {
        const { address: host, port } = socket.address();
        this.#own = { host, port };
        if (broadcast) socket.setBroadcast(true);
        resolve(0);
      });
    });
    return socket;
  }

  #failed(error: Error): void {
    this.error = numberOf(error);
    this.changed();
  }

  bind(address: Address): number {
    if (this.#socket) return -errno.EINVAL;
    this.#own = address;
    this.#open();
    return 0;
  }

  connect(address: Address): number {
    const socket = this.#open();
    this.#peer = address;
    this.#opened = this.#opened.then(
      (result) =>
        new Promise((resolve) => {
          if (result < 0 || this.isClosed) return resolve(result);
          socket.connect(address.port, address.host, (error?: Error) => {
            if (!error) this.#own = { host: socket.address().address, port: socket.address().port };
            resolve(error ? -numberOf(error) : 0);
          });
        }),
    );
    return 0;
  }

  /** Resolve when the socket has its address: with 0, or with minus an errno, which is not kept then. */
  override async reserve(): Promise<number> {
    this.#open();
    const result = await this.#opened;
    if (result < 0) this.takeError();
    return result;
  }

  send(bytes: Uint8Array): number {
    if (this.#peer === null) return -errno.EDESTADDRREQ;
    return this.#send(bytes, (socket, data, sent) => socket.send(data, sent));
  }

  sendTo(bytes: Uint8Array, { host, port }: Address): number {
    return this.#send(bytes, (socket, data, sent) => socket.send(data, port, host, sent));
  }

  #send(
    bytes: Uint8Array,
    send: (socket: Socket, data: Uint8Array, sent: (error: Error | null) => void) => void,
  ): number {
    if (this.error !== 0) return -this.takeError();
    if (this.isSendShut) return -errno.EPIPE;
    if (!this.isWritable) return -errno.EAGAIN;
    this.#unsent += bytes.length;
    const sent = (error: Error | null) => {
      this.#unsent -= bytes.length;
      if (this.isClosed) return this.#closeIfSent();
      if (error) this.#failed(error);
      else this.changed();
    };
    const [socket, data] = [this.#open(), bytes.slice()];
    void this.#opened.then((result) => {
      if (result === 0 && this.#socket) send(socket, data, sent);
      else this.#unsent -= bytes.length;
    });
    return bytes.length;
  }

  shutdown(how: ShutdownHow): number {
    if (this.#peer === null) return -errno.ENOTCONN;
    this.shut(how);
    return 0;
  }

  /** Close: what was sent still leaves. */
  close(actor: Actor): number {
    if (this.isClosed) return -errno.EBADF;
    this.markClosed("closed", actor);
    this.owner.closed(this);
    this.#closeIfSent();
    return 0;
  }

  #closeIfSent(): void {
    if (this.#unsent > 0) return;
    const socket = this.#socket;
    this.#socket = null;
    // A socket cannot be closed before it is bound.
    void this.#opened.then(() => socket?.close());
  }

  localAddress(): Address {
    return this.#own ?? { host: this.family === "inet6" ? "::" : "0.0.0.0", port: 0 };
  }

  peerAddress(): Address | number {
    return this.#peer ?? -errno.ENOTCONN;
  }
}
