/**
 * A host's side of one protocol: its ports, its addresses, and the ways to others. The sockets of a host and a protocol
 * share one; that of the program's host makes those of the others.
 */
import {
  ANY_V4,
  ANY_V6,
  type Family,
  isOwn,
  isV6,
  LOCALHOST_V4,
  LOCALHOST_V6,
  OWN_ADDRESS,
} from "./address.ts";
import { errno } from "./errno.ts";
import type { Host } from "./hosts.ts";
import type { Kernel } from "./kernel.ts";
import type { Link } from "./link.ts";
import { Ports } from "./ports.ts";

/** Way to an address. */
export interface Route<Socket> {
  /** Id of the host; 0 for the program's own. */
  readonly host: number;
  /** Null if what is sent there gets lost: no host has the address, or it is down. */
  readonly link: Link | null;
  /** Ports at the other end; null if a router says that there is no way. */
  readonly ports: Ports<Socket> | null;
}

export class HostNetwork<Socket> {
  readonly ports = new Ports<Socket>();
  readonly #others = new Map<Host, HostNetwork<Socket>>();

  /** @param host null for the program's own; `program` is its network, for all others. */
  constructor(
    readonly kernel: Kernel,
    readonly host: Host | null = null,
    readonly program: HostNetwork<Socket> | null = null,
  ) {}

  /** Return the network of another host, for the program's own. */
  of(host: Host): HostNetwork<Socket> {
    let network = this.#others.get(host);
    if (!network) this.#others.set(host, (network = new HostNetwork(this.kernel, host, this)));
    return network;
  }

  /** Return the network in which a socket is that binds to an address: that of a machine of the program, or this one. */
  placeOf(address: string): HostNetwork<Socket> {
    const host = this.host ? undefined : this.kernel.hosts.at(address);
    if (!host?.isOfProgram) return this;
    this.kernel.reach(host);
    return this.of(host);
  }

  #isOwn(address: string): boolean {
    return this.host ? address === this.host.address : isOwn(address);
  }

  /** Return the errno of a bind to an address; 0 if the host has that. */
  bindFault(address: string, family: Family): number {
    if (isV6(address) && family === "inet") return errno.EAFNOSUPPORT;
    const isKnown = address === ANY_V4 || address === ANY_V6 || this.#isOwn(address);
    return isKnown ? 0 : errno.EADDRNOTAVAIL;
  }

  /** Return the address that another leads to: the host's own for "any". */
  destination(address: string): string {
    if (address === ANY_V4) return LOCALHOST_V4;
    return address === ANY_V6 ? LOCALHOST_V6 : address;
  }

  /** Return the way to an address, or the errno of one that cannot be asked at all. */
  route(address: string): Route<Socket> | number {
    const { kernel, program, ports } = this;
    if (this.host && program) return { host: 0, link: this.host.link.reversed, ports: program.ports };
    if (isOwn(address)) return { host: 0, link: kernel.hosts.localhost, ports };
    if (isV6(address)) return errno.ENETUNREACH;
    const host = kernel.hosts.at(address);
    if (!host) return { host: 0, link: null, ports: this.ports };
    kernel.reach(host);
    const others = host.state === "unreachable" ? null : this.of(host).ports;
    return { host: host.id, link: host.state === "down" ? null : host.link, ports: others };
  }

  /** Return the way to all hosts near: that of a broadcast, which the program's host alone takes. */
  broadcastRoute(): Route<Socket> {
    return { host: 0, link: this.kernel.hosts.localhost, ports: this.ports };
  }

  /** Return the host's address that a connection to `address` comes from. */
  sourceFor(address: string): string {
    if (this.host) return this.host.address;
    if (address.startsWith("127.")) return LOCALHOST_V4;
    return isV6(address) ? LOCALHOST_V6 : OWN_ADDRESS;
  }
}
