/**
 * Calls of a TCP socket. Each mirrors a function of Linux in what it returns in each state: `inet_bind`, `inet_listen`,
 * `inet_stream_connect`, `inet_accept`, `tcp_sendmsg`, `tcp_recvmsg`, `inet_shutdown` and `tcp_close`; the scenarios of
 * `scenarios.test.ts` compare them with real sockets. Made by `Network` and by listeners.
 */
import {
  type Address,
  ANY_V4,
  ANY_V6,
  addressLabel,
  type Family,
  isAny,
  parseHost,
  shownHost,
} from "./address.ts";
import { errno } from "./errno.ts";
import { type Actor, noActor } from "./kernel.ts";
import { ListenQueue } from "./listen-queue.ts";
import { POLL_IN } from "./poll-mask.ts";
import type { PortClaim, PortOptions } from "./ports.ts";
import type { ShutdownHow, StreamSocket } from "./stream-socket.ts";
import { TcpEnd } from "./tcp-end.ts";
import { Handshake } from "./tcp-handshake.ts";
import type { HostNetwork, Route } from "./host-network.ts";

/** Stage of `connect` (`sock->state`): a connection is known to be open only when a call has said so. */
type Asked = "no" | "asked" | "answered" | "withdrawn";

export class TcpSocket extends TcpEnd implements StreamSocket {
  /** SO_REUSEADDR, SO_REUSEPORT and IPV6_V6ONLY. */
  readonly options: PortOptions = { reuseAddress: false, reusePort: false, v6Only: false };
  /** SO_LINGER with zero seconds: `close` resets the connection. */
  resetsOnClose = false;
  readonly queue = new ListenQueue<TcpSocket>();
  #claim: PortClaim<TcpSocket> | null = null;
  /** True if the program chose the port: it stays the socket's until that is closed. */
  #isPortChosen = false;
  /** True if the program chose the address. */
  #isHostChosen = false;
  #asked: Asked = "no";
  /** Request for a connection that was made last. */
  #handshake: Handshake<TcpSocket> | null = null;

  constructor(
    public host: HostNetwork<TcpSocket>,
    family: Family,
    readonly hostId = host.host?.id ?? 0,
  ) {
    super(host.kernel, family);
  }

  get #any(): string {
    return this.family === "inet6" ? ANY_V6 : ANY_V4;
  }

  get isListening(): boolean {
    return this.state === "listening";
  }

  bind(address: Address, { task, line }: Actor): number {
    const host = parseHost(address.host);
    if (host !== null && !this.#claim) this.host = this.host.placeOf(host);
    const fault = host === null ? errno.EINVAL : this.host.bindFault(host, this.family);
    if (host === null || fault !== 0) return -fault;
    if (this.#claim || this.state !== "closed") return -errno.EINVAL;
    const claim = this.host.ports.claim(host, address.port, this, this.options, this.kernel.now);
    if (!claim) {
      if (this.local) this.local = { host: this.#any, port: this.local.port };
      return -errno.EADDRINUSE;
    }
    this.#isPortChosen = address.port !== 0;
    this.#isHostChosen = !isAny(host);
    this.#hold(claim, task, line);
    return 0;
  }

  listen(backlog: number, { task, line }: Actor): number {
    if (this.#asked !== "no" || (this.state !== "closed" && this.state !== "listening")) return -errno.EINVAL;
    if (this.state === "listening") {
      this.queue.backlog = backlog;
      return 0;
    }
    const { clock, hooks } = this.kernel;
    if (!this.#claim) {
      const host = this.#isHostChosen && this.local ? this.local.host : this.#any;
      const claim = this.host.ports.claim(host, 0, this, this.options, this.kernel.now);
      if (!claim) return -errno.EADDRINUSE;
      this.#hold(claim, task, line);
    }
    if (!this.host.ports.listen(this.#claim as PortClaim<TcpSocket>, this.kernel.now))
      return -errno.EADDRINUSE;
    this.queue.backlog = backlog;
    this.state = "listening";
    const label = addressLabel(this.local as Address, this.family);
    hooks.listeningStarted(clock.time(), this.id, label, this.queue.backlog, task, line);
    this.changed();
    return 0;
  }

  connect(address: Address, actor: Actor): number {
    this.kernel.settle();
    if (this.#asked === "answered") return -errno.EISCONN;
    if (this.#asked === "withdrawn") return -errno.EINVAL;
    if (this.#asked === "asked") return this.#answer();
    if (this.state === "listening") return -errno.EISCONN;
    const host = parseHost(address.host);
    if (host === null) return -errno.EINVAL;
    const to = { host: this.host.destination(host), port: address.port };
    const { clock, hooks } = this.kernel;
    const { task, line } = actor;
    const label = addressLabel(to, this.family);
    let route = this.host.route(to.host);
    if (typeof route === "number") {
      hooks.connectionRequested(clock.time(), this.id, label, 0, task, line);
      hooks.connectionFailed(clock.time(), this.id, "unreachable");
      return -route;
    }
    if (!this.#claim) {
      const claim = this.host.ports.claimAny(
        this.host.sourceFor(to.host),
        this,
        this.options,
        this.kernel.now,
      );
      if (!claim) return -errno.EADDRNOTAVAIL;
      this.#hold(claim, task, line);
    } else if (this.local && isAny(this.local.host)) {
      this.local = { host: this.host.sourceFor(to.host), port: this.local.port };
    }
    this.remote = to;
    this.state = "connecting";
    this.#asked = "asked";
    const hostId = this.#hostAt(to, route);
    const near = route.host === 0 ? this.kernel.hosts.byId(hostId) : undefined;
    if (near) route = { ...route, host: near.id, link: near.link };
    hooks.connectionRequested(clock.time(), this.id, label, hostId, task, line);
    this.#handshake = new Handshake<TcpSocket>(this, route, this.kernel);
    this.kernel.settle();
    return -errno.EINPROGRESS;
  }

  /** Return the host that an address asked for belongs to. Where the program does not listen, one on its machine may. */
  #hostAt({ host, port }: Address, route: Route<TcpSocket>): number {
    const isNear = this.hostId === 0 && route.host === 0 && route.link !== null;
    if (!isNear || !route.ports) return route.host;
    const find = () => route.ports?.find(host, port, 0);
    if (!find()) this.kernel.serveNear({ host, port });
    const hostId = find()?.hostId ?? 0;
    if (hostId === 0) this.kernel.isOwnClient = true;
    return hostId;
  }

  /** Return the answer to a second `connect`. */
  #answer(): number {
    if (this.state === "connecting") return -errno.EALREADY;
    if (this.state === "open") {
      this.#asked = "answered";
      return 0;
    }
    const error = this.takeError() || errno.ECONNABORTED;
    this.#disconnect();
    return -error;
  }

  /** Take the connection's acceptance by `server`. Called by the handshake. */
  opened(server: TcpSocket): void {
    const { clock, hooks } = this.kernel;
    hooks.connectionOpened(clock.time(), this.id, server.id);
    this.changed();
  }

  /** Take the failure of the connection that was asked for. Called by the handshake. */
  failed(error: number): void {
    const { clock, hooks } = this.kernel;
    const reason =
      error === errno.ECONNREFUSED ? "refused" : error === errno.ETIMEDOUT ? "timed out" : "unreachable";
    hooks.connectionFailed(clock.time(), this.id, reason);
    this.error = error;
    this.done(false);
  }

  /** Return the socket of a connection to this listener; it has the listener's options. */
  makeConnection(client: TcpSocket): TcpSocket {
    const made = new TcpSocket(this.host, this.family, this.hostId);
    Object.assign(made.options, this.options);
    made.resetsOnClose = this.resetsOnClose;
    made.sendBuffer = this.sendBuffer;
    made.receiveBuffer = this.receiveBuffer;
    made.local = client.remote;
    made.remote = client.local;
    made.#asked = "answered";
    made.#claim = this.host.ports.share(client.remote as Address, made, made.options);
    return made;
  }

  accept({ task, line }: Actor): TcpSocket | number {
    this.kernel.settle();
    if (this.state !== "listening") return -errno.EINVAL;
    if (this.hostId === 0 && this.kernel.isFull()) return -errno.EMFILE;
    const connection = this.queue.shift();
    if (!connection) return -errno.EAGAIN;
    if (this.hostId === 0) connection.hold();
    const { clock, hooks } = this.kernel;
    hooks.connectionAccepted(clock.time(), this.id, connection.id, this.queue.size, task, line);
    return connection;
  }

  send(bytes: Uint8Array, { task, line }: Actor): number {
    this.kernel.settle();
    if (this.state !== "open") {
      if (this.error !== 0) return -this.takeError();
      return this.state === "connecting" ? -errno.EAGAIN : -errno.EPIPE;
    }
    if (this.isSendShut) return -errno.EPIPE;
    const flow = this.outgoing;
    const count = Math.min(bytes.length, this.sendBuffer - (flow?.waiting ?? 0));
    if (count <= 0) return bytes.length === 0 ? 0 : -errno.EAGAIN;
    if (this.kernel.isOutOfMemory) return -errno.ENOBUFS;
    const sent = bytes.slice(0, count);
    const { clock, hooks } = this.kernel;
    hooks.bytesSent(clock.time(), this.id, count, task, line, this.kernel.preview(sent));
    flow?.push(sent);
    this.kernel.settle();
    return count;
  }

  receive(target: Uint8Array, { task, line }: Actor, peek = false): number {
    this.kernel.settle();
    if (this.state === "listening") return -errno.ENOTCONN;
    if (this.incoming.size > 0) {
      if (peek) return this.incoming.peek(target);
      const count = this.incoming.read(target);
      const { clock, hooks } = this.kernel;
      hooks.bytesRead(clock.time(), this.id, count, task, line);
      this.updateWindow();
      this.kernel.settle();
      return count;
    }
    if (this.hasEnded) return 0;
    if (this.error !== 0) return -this.takeError();
    if (this.isReceiveShut) return 0;
    return this.state === "closed" ? -errno.ENOTCONN : -errno.EAGAIN;
  }

  shutdown(how: ShutdownHow, actor: Actor): number {
    this.kernel.settle();
    if (this.#asked === "asked") this.#asked = this.state === "open" ? "answered" : "withdrawn";
    if (this.state === "connecting" || (this.state === "listening" && how !== 1)) {
      this.#stop(actor);
      this.#disconnect();
      return 0;
    }
    const wasOpen = this.state === "open";
    if (this.state !== "listening") {
      if (how !== 1) this.isReceiveShut = true;
      if (how !== 0) {
        this.isSendShut = true;
        if (wasOpen && !this.isEndSent) {
          const { clock, hooks } = this.kernel;
          hooks.endSent(clock.time(), this.id, actor.task, actor.line);
          this.sendEnd();
        }
      }
    }
    this.changed();
    this.kernel.settle();
    return wasOpen || this.state === "listening" ? 0 : -errno.ENOTCONN;
  }

  close(actor: Actor): number {
    this.kernel.settle();
    if (this.isClosed) return -errno.EBADF;
    const aborts = this.state === "open" && (this.incoming.size > 0 || this.resetsOnClose);
    this.#stop(actor);
    this.markClosed(aborts ? "aborted" : "closed", actor);
    this.isReceiveShut = true;
    if (aborts) this.sendReset();
    else if (this.state === "open") {
      this.isSendShut = true;
      this.sendEnd();
    }
    this.incoming.clear();
    if (this.state === "closed") this.releasePort(false);
    this.kernel.settle();
    return 0;
  }

  /** End to listen or to ask for a connection. */
  #stop(actor: Actor): void {
    const { clock, hooks } = this.kernel;
    if (this.state === "connecting") {
      this.#handshake?.cancel();
      this.state = "closed";
      this.error = errno.ECONNRESET;
      hooks.connectionFailed(clock.time(), this.id, "closed");
    }
    if (this.state !== "listening") return;
    this.state = "closed";
    if (this.#claim) this.host.ports.stopReceiving(this.#claim);
    for (let waits = this.queue.shift(); waits; waits = this.queue.shift()) waits.abort(actor);
  }

  /** Reset and close a connection that is not accepted. */
  abort(actor: Actor = noActor): void {
    if (this.isClosed) return;
    this.markClosed("aborted", actor);
    this.incoming.clear();
    this.sendReset();
    this.releasePort(false);
  }

  /** End a connection, as the machine crashes: both ends are reset. */
  crash(): void {
    if (this.state !== "open") return;
    if (this.hostId !== 0) return this.abort();
    this.outgoing?.sendControl(() => this.peer?.resetArrived());
    this.resetArrived();
  }

  #disconnect(): void {
    this.#asked = "no";
    this.forget();
    // Linux shows the port also when the socket has no hold on it any more.
    if (this.local && !this.#isHostChosen) this.local = { host: this.#any, port: this.local.port };
    this.releasePort(false);
    this.changed();
  }

  takeError(): number {
    this.kernel.settle();
    const { error } = this;
    this.error = 0;
    return error;
  }

  localAddress(): Address {
    const { host, port } = this.local ?? { host: this.#any, port: 0 };
    return { host: shownHost(host, this.family), port };
  }

  peerAddress(): Address | number {
    this.kernel.settle();
    if (!this.remote || this.state === "closed" || this.state === "connecting") return -errno.ENOTCONN;
    return { host: shownHost(this.remote.host, this.family), port: this.remote.port };
  }

  pollQueue(): number {
    return this.queue.size > 0 ? POLL_IN : 0;
  }

  #hold(claim: PortClaim<TcpSocket>, task: number, line: number): void {
    this.#claim = claim;
    this.local = { host: claim.host, port: claim.port };
    const { clock, hooks } = this.kernel;
    hooks.endpointBound(clock.time(), this.id, addressLabel(this.local, this.family), task, line);
  }

  protected releasePort(keepForTimeWait: boolean): void {
    const claim = this.#claim;
    if (!claim) return;
    if (keepForTimeWait) {
      this.#claim = null;
      this.host.ports.wait(claim, this.kernel.now);
    } else if (this.isClosed || !this.#isPortChosen) {
      this.#claim = null;
      this.host.ports.release(claim);
    }
  }
}
