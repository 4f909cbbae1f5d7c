/**
 * UDP socket. A datagram may get lost, overtake another or arrive twice, as its link is set; one that finds the receive
 * buffer full is dropped; where no socket receives, the sender hears of that if it is connected. Mirrors `net/ipv4/udp.c` of
 * Linux. Left out: multicast, fragments (a datagram of any size is lost or arrives as one packet).
 */
import {
  type Address,
  addressLabel,
  ANY_V4,
  ANY_V6,
  BROADCAST,
  type Family,
  isAny,
  parseHost,
  shownHost,
} from "./address.ts";
import { type Datagram, DatagramSocket, memoryOf } from "./datagram-socket.ts";
import { errno } from "./errno.ts";
import type { Actor } from "./kernel.ts";
import type { LinkDirection } from "./link.ts";
import type { PortClaim } from "./ports.ts";
import type { ShutdownHow } from "./stream-socket.ts";
import type { HostNetwork, Route } from "./host-network.ts";

/** Most bytes of a datagram: 65,535 less the headers of IP and UDP. */
export const MAX_DATAGRAM = 65_507;
/** Bytes of the receive buffer that a datagram takes. */
const chargeFor = (bytes: Uint8Array) => memoryOf(bytes.length, 42, 576);

/** Ports at the other end; null if there is no way to it. */
type UdpPorts = Route<UdpSocket>["ports"];

export class UdpSocket extends DatagramSocket {
  #claim: PortClaim<UdpSocket> | null = null;
  #local: Address | null = null;
  #remote: Address | null = null;
  /** Bytes that wait for their link. */
  #waiting = 0;
  /** Bytes of the receive buffer in use. */
  #used = 0;

  constructor(
    readonly host: HostNetwork<UdpSocket>,
    readonly family: Family,
  ) {
    super(host.kernel, "udp");
  }

  protected get isWritable(): boolean {
    return this.#waiting < this.sendBuffer / 2;
  }

  bind(address: Address, actor: Actor): number {
    const host = parseHost(address.host);
    const fault = host === null ? errno.EINVAL : this.host.bindFault(host, this.family);
    if (host === null || fault !== 0) return -fault;
    if (this.#claim) return -errno.EINVAL;
    return this.#claimPort(host, address.port, actor);
  }

  #claimPort(host: string, port: number, { task, line }: Actor): number {
    const { ports, kernel } = this.host;
    const claim = ports.claim(host, port, this, this.options, kernel.now);
    if (!claim) return -errno.EADDRINUSE;
    ports.deliverTo(claim);
    this.#claim = claim;
    this.#local = { host, port: claim.port };
    kernel.hooks.endpointBound(
      kernel.clock.time(),
      this.id,
      addressLabel(this.#local, this.family),
      task,
      line,
    );
    return 0;
  }

  /** Get a port before something is sent. */
  #ensurePort(actor: Actor): number {
    return this.#claim ? 0 : this.#claimPort(this.family === "inet6" ? ANY_V6 : ANY_V4, 0, actor);
  }

  /** Return where a datagram to an address goes, or minus an errno. */
  #destination(address: Address): Address | number {
    const host = parseHost(address.host);
    if (host === null) return -errno.EINVAL;
    if (host === BROADCAST) return this.options.broadcast ? { host, port: address.port } : -errno.EACCES;
    const route = this.host.route(this.host.destination(host));
    return typeof route === "number" ? -route : { host: this.host.destination(host), port: address.port };
  }

  connect(address: Address, actor: Actor): number {
    const to = this.#destination(address);
    if (typeof to === "number") return to;
    const fault = this.#ensurePort(actor);
    if (fault !== 0) return fault;
    this.#remote = to;
    const local = this.#local as Address;
    if (isAny(local.host)) this.#local = { host: this.host.sourceFor(to.host), port: local.port };
    return 0;
  }

  send(bytes: Uint8Array, actor: Actor): number {
    this.kernel.settle();
    const fault = this.#ensurePort(actor);
    if (fault !== 0) return fault;
    return this.#remote ? this.#send(bytes, this.#remote, actor) : -errno.EDESTADDRREQ;
  }

  sendTo(bytes: Uint8Array, address: Address, actor: Actor): number {
    this.kernel.settle();
    if (bytes.length > MAX_DATAGRAM) return -errno.EMSGSIZE;
    if (address.port === 0) return -errno.EINVAL;
    const to = this.#destination(address);
    return typeof to === "number" ? to : this.#send(bytes, to, actor);
  }

  #send(bytes: Uint8Array, to: Address, actor: Actor): number {
    if (bytes.length > MAX_DATAGRAM) return -errno.EMSGSIZE;
    const fault = this.#ensurePort(actor);
    if (fault !== 0) return fault;
    if (this.error !== 0) return -this.takeError();
    if (this.isSendShut) return -errno.EPIPE;
    if (this.#waiting >= this.sendBuffer) return -errno.EAGAIN;
    const { clock, hooks } = this.kernel;
    const local = this.#local as Address;
    const from = isAny(local.host) ? { host: this.host.sourceFor(to.host), port: local.port } : local;
    const datagram = { id: this.kernel.nextDatagram(), bytes: bytes.slice(), from };
    const label = addressLabel(to, this.family);
    const preview = this.kernel.preview(datagram.bytes);
    hooks.datagramSent(
      clock.time(),
      this.id,
      datagram.id,
      bytes.length,
      label,
      actor.task,
      actor.line,
      preview,
    );
    this.#queue(datagram, to);
    this.kernel.settle();
    return bytes.length;
  }

  /** Let a datagram depart as soon as its link is free. */
  #queue(datagram: Datagram, to: Address): void {
    const route = to.host === BROADCAST ? this.host.broadcastRoute() : this.host.route(to.host);
    const way = typeof route === "number" ? undefined : route.link?.there;
    if (!way || typeof route === "number") return this.#lose(datagram, "lost on the way", this.id);
    const { ports } = route;
    if (!way.isLimited) return this.#depart(datagram, to, way, ports);
    const { length } = datagram.bytes;
    this.#waiting += length;
    way.request(
      {
        departSegment: () => {
          this.#waiting -= length;
          this.#depart(datagram, to, way, ports);
          this.changed();
          // An empty datagram has headers, too.
          return Math.max(length, 1);
        },
      },
      this.kernel.now,
    );
  }

  #depart(datagram: Datagram, to: Address, way: LinkDirection, ports: UdpPorts): void {
    const { arrivals, clock, hooks, now } = this.kernel;
    const peers = UdpSocket.#receiversOf(ports, to, datagram.from);
    const isLost = way.isLost();
    for (const seconds of way.datagramTransferTimes(datagram.bytes.length)) {
      hooks.datagramDeparted(clock.time(), datagram.id, peers[0]?.id ?? 0, now + seconds);
      // A lost one disappears half-way.
      if (isLost) arrivals.add(now + seconds / 2, () => this.#lose(datagram, "lost on the way", this.id));
      else arrivals.add(now + seconds, () => this.#arrive(datagram, to, way, ports));
    }
  }

  #lose({ id }: Datagram, reason: "lost on the way" | "no receiver" | "buffer full", endpoint: number): void {
    const { clock, hooks } = this.kernel;
    hooks.datagramLost(clock.time(), endpoint, id, reason);
  }

  /** Return the sockets that receive what comes from an address: those connected to it before the others. */
  static #receiversOf(ports: UdpPorts, to: Address, from: Address): UdpSocket[] {
    if (to.host === BROADCAST) return ports?.receivers(ANY_V4, to.port).flat() ?? [];
    const found = ports?.receivers(to.host, to.port).flat() ?? [];
    const isFrom = ({ host, port }: Address) => host === from.host && port === from.port;
    const best = found.find((socket) => socket.#remote && isFrom(socket.#remote));
    const one = best ?? found.find((socket) => !socket.#remote);
    return one ? [one] : [];
  }

  #arrive(datagram: Datagram, to: Address, way: LinkDirection, ports: UdpPorts): void {
    const receivers = UdpSocket.#receiversOf(ports, to, datagram.from);
    for (const receiver of receivers) receiver.#accept(datagram);
    if (receivers.length > 0 || to.host === BROADCAST) return;
    this.#lose(datagram, "no receiver", this.id);
    const { arrivals, now } = this.kernel;
    arrivals.add(now + way.transferTime(0), () => this.#refuse(to));
  }

  #accept(datagram: Datagram): void {
    const charge = chargeFor(datagram.bytes);
    if (this.#used > this.receiveBuffer - charge) return this.#lose(datagram, "buffer full", this.id);
    this.#used += charge;
    this.take(datagram);
  }

  protected taken({ bytes }: Datagram): void {
    this.#used -= chargeFor(bytes);
  }

  /** Take the answer that no socket receives at an address: only a connected socket hears of it. */
  #refuse(to: Address): void {
    if (this.isClosed || this.#remote?.host !== to.host || this.#remote.port !== to.port) return;
    this.error = errno.ECONNREFUSED;
    this.changed();
  }

  shutdown(how: ShutdownHow, { task, line }: Actor): number {
    if (this.#remote && how !== 0 && !this.isSendShut) {
      const { clock, hooks } = this.kernel;
      hooks.endSent(clock.time(), this.id, task, line);
    }
    this.shut(how);
    return this.#remote ? 0 : -errno.ENOTCONN;
  }

  close(actor: Actor): number {
    if (this.isClosed) return -errno.EBADF;
    this.markClosed("closed", actor);
    if (this.#claim) this.host.ports.release(this.#claim);
    return 0;
  }

  localAddress(): Address {
    const { host, port } = this.#local ?? { host: this.family === "inet6" ? ANY_V6 : ANY_V4, port: 0 };
    return { host: shownHost(host, this.family), port };
  }

  peerAddress(): Address | number {
    if (!this.#remote) return -errno.ENOTCONN;
    return { host: shownHost(this.#remote.host, this.family), port: this.#remote.port };
  }
}
