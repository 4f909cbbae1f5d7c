/**
 * Stream socket of Node, with the calls of a socket of the simulated network: so asyncio's transports, servers and streams run
 * on both. No call waits; Node's events make the socket ready, and wake the loop.
 *
 * States: new → connecting → open → closed, or new → listening → closed. A failed connection keeps its error until it is taken.
 */
import { createServer, type Server, Socket } from "node:net";
import { Fifo } from "../../base/fifo.ts";
import { type Address, type Family, isV6 } from "../network/address.ts";
import { ByteQueue } from "../network/byte-queue.ts";
import { Endpoint } from "../network/endpoint.ts";
import { errno } from "../network/errno.ts";
import type { Actor, Kernel } from "../network/kernel.ts";
import { POLL_ERR, POLL_HUP, POLL_IN, POLL_NVAL, POLL_OUT } from "../network/poll-mask.ts";
import type { ShutdownHow, StreamSocket } from "../network/stream-socket.ts";
import type { HostTlsStart, SecurableEndpoint } from "../io/tls/host-tls.ts";
import type { SSLContext } from "../io/tls/ssl-context.ts";
import type { TlsView } from "../io/tls/ssl-object.ts";
import { numberOf, type SocketOwner } from "./node-errors.ts";
import { secureSocket } from "./node-tls.ts";

/** Bytes that wait on either side of the program, beside those in the system's own buffers. */
const BUFFER = 64 * 1024;

/** Connections that wait in the system; more wait here. The system has a limit of its own. */
const BACKLOG = 4096;

export class NodeSocket extends Endpoint implements StreamSocket, SecurableEndpoint {
  sendBuffer = BUFFER;
  receiveBuffer = BUFFER;
  readonly options = { reuseAddress: false, reusePort: false, v6Only: false };
  #own: Address | null = null;
  #peer: Address | null = null;
  #socket: Socket | null = null;
  #server: Server | null = null;
  readonly #accepted = new Fifo<Socket>();
  readonly #received = new ByteQueue({ bytes: 0 });
  #isConnected = false;
  #isEnded = false;
  #isSendShut = false;
  /** Error that waits to be taken; 0 for none. */
  #error = 0;
  #hasFailed = false;

  constructor(
    kernel: Kernel,
    readonly family: Family,
    readonly owner: SocketOwner,
    connected: Socket | null = null,
    /** Path of the listener that a unix socket came by. */
    path = "",
  ) {
    super(kernel, family === "unix" ? "unix" : "tcp");
    owner.opened(this);
    if (connected === null) return;
    this.#listenTo(connected);
    this.#opened(connected, { host: path, port: 0 }, { host: "", port: 0 });
    connected.resume();
  }

  get isListening(): boolean {
    return this.#server !== null;
  }

  override changed(): void {
    super.changed();
    this.owner.wake();
  }

  poll(): number {
    if (this.isClosed) return POLL_NVAL;
    if (this.#server) return this.#accepted.size > 0 ? POLL_IN : 0;
    const mask = this.#error === 0 ? 0 : POLL_ERR;
    if (this.#hasFailed) return mask | POLL_IN | POLL_OUT | POLL_HUP;
    if (!this.#isConnected || this.#socket === null) return mask;
    const isReadable = this.#received.size > 0 || this.#isEnded;
    const isWritable = this.#isSendShut || this.#socket.writableLength <= (this.sendBuffer * 2) / 3;
    return mask | (isReadable ? POLL_IN : 0) | (isWritable ? POLL_OUT : 0);
  }

  bind(address: Address): number {
    this.#own = address;
    return 0;
  }

  /** Take the address for a listener. Resolves with 0, or with minus an errno. */
  reserve(): Promise<number> {
    const server = (this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }));
    server.on("connection", (socket) => {
      this.#accepted.push(socket);
      this.changed();
    });
    const { host, port } = this.#own ?? { host: "0.0.0.0", port: 0 };
    const { v6Only: ipv6Only } = this.options;
    const place = this.family === "unix" ? { path: host } : { host, port, ipv6Only };
    return new Promise((resolve) => {
      server.on("error", (error) => resolve(-numberOf(error)));
      server.listen({ ...place, backlog: BACKLOG }, () => {
        const bound = server.address();
        if (bound !== null && typeof bound === "object")
          this.#own = { host: bound.address, port: bound.port };
        resolve(0);
      });
    });
  }

  /** A listener listens from `reserve` on. */
  listen(): number {
    return this.#server ? 0 : -errno.EOPNOTSUPP;
  }

  connect(address: Address): number {
    if (this.#socket) return this.#isConnected ? -errno.EISCONN : -errno.EALREADY;
    const socket = new Socket({ allowHalfOpen: true });
    this.#listenTo(socket);
    const { host, port } = address;
    const own = this.#own && {
      ...(isAnyHost(this.#own.host) ? {} : { localAddress: this.#own.host }),
      ...(this.#own.port > 0 && { localPort: this.#own.port }),
    };
    const place =
      this.family === "unix" ? { path: host } : { host, port, family: isV6(host) ? 6 : 4, ...own };
    socket.connect(place, () => {
      this.#opened(socket, { host: "", port: 0 }, address);
      this.changed();
    });
    return -errno.EINPROGRESS;
  }

  /** Note the addresses: Node's, or those given for a unix socket. */
  #opened(socket: Socket, own: Address, peer: Address): void {
    const { localAddress, localPort = 0, remoteAddress, remotePort = 0 } = socket;
    this.#isConnected = true;
    this.#own = this.family === "unix" ? own : { host: localAddress ?? "", port: localPort };
    this.#peer = this.family === "unix" ? peer : { host: remoteAddress ?? "", port: remotePort };
  }

  #listenTo(socket: Socket): void {
    this.#socket = socket;
    socket.on("data", (data: Uint8Array) => {
      if (this.isClosed) return;
      this.#received.push(data);
      if (this.#received.size >= this.receiveBuffer) socket.pause();
      this.changed();
    });
    socket.on("end", () => {
      this.#isEnded = true;
      this.changed();
    });
    socket.on("error", (error) => {
      this.#error = numberOf(error);
      this.#hasFailed = true;
      this.changed();
    });
    socket.on("close", () => {
      this.#isEnded = true;
      this.changed();
    });
  }

  /** Begin TLS on the connection. What has arrived so far is part of it. */
  async secure(start: HostTlsStart): Promise<TlsView<SSLContext>> {
    const plain = this.#socket!;
    for (const event of ["data", "end", "error", "close"]) plain.removeAllListeners(event);
    plain.pause();
    if (this.#received.size > 0) {
      const arrived = new Uint8Array(this.#received.size);
      this.#received.read(arrived);
      plain.unshift(arrived);
    }
    // An error of the connection fails the handshake.
    plain.on("error", () => {});
    const { socket, view } = await secureSocket(plain, start);
    if (this.isClosed) socket.destroy();
    else this.#listenTo(socket);
    return view;
  }

  accept(actor: Actor): NodeSocket | number {
    const socket = this.#accepted.shift();
    if (!socket) return this.#server ? -errno.EAGAIN : -errno.EINVAL;
    const made = new NodeSocket(this.kernel, this.family, this.owner, socket, this.#own?.host);
    made.reportOpened(actor);
    return made;
  }

  send(bytes: Uint8Array): number {
    if (this.#error !== 0) return -this.takeError();
    if (this.#isSendShut || this.#hasFailed) return -errno.EPIPE;
    if (!this.#isConnected || this.#socket === null) return -errno.ENOTCONN;
    const count = Math.min(bytes.length, this.sendBuffer - this.#socket.writableLength);
    if (count <= 0 && bytes.length > 0) return -errno.EAGAIN;
    this.#socket.write(bytes.slice(0, count), () => this.changed());
    return count;
  }

  receive(target: Uint8Array): number {
    if (this.#received.size > 0) {
      const count = this.#received.read(target);
      if (this.#received.size < this.receiveBuffer / 2) this.#socket?.resume();
      return count;
    }
    if (this.#error !== 0) return -this.takeError();
    if (this.#isEnded) return 0;
    return this.#isConnected ? -errno.EAGAIN : -errno.ENOTCONN;
  }

  shutdown(how: ShutdownHow): number {
    if (!this.#isConnected) return -errno.ENOTCONN;
    if (how !== 0 && !this.#isSendShut) {
      this.#isSendShut = true;
      this.#socket?.end();
    }
    if (how !== 1) this.#isEnded = true;
    this.changed();
    return 0;
  }

  /** Close: what was sent still leaves; what has arrived is dropped. */
  close(actor: Actor): number {
    if (this.isClosed) return -errno.EBADF;
    this.markClosed("closed", actor);
    this.owner.closed(this);
    this.#server?.close();
    for (let socket = this.#accepted.shift(); socket; socket = this.#accepted.shift()) socket.destroy();
    if (this.#isConnected) this.#socket?.destroySoon();
    else this.#socket?.destroy();
    this.#received.clear();
    return 0;
  }

  takeError(): number {
    const error = this.#error;
    this.#error = 0;
    return error;
  }

  localAddress(): Address {
    return this.#own ?? { host: { unix: "", inet6: "::", inet: "0.0.0.0" }[this.family], port: 0 };
  }

  peerAddress(): Address | number {
    return this.#peer ?? -errno.ENOTCONN;
  }
}

function isAnyHost(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}
