/**
 * The program's host in the network, for one protocol: its ports, its addresses, and the ways to others. Sockets of that
 * protocol share one.
 */
import {
  ANY_V4,
  ANY_V6,
  BROADCAST,
  type Family,
  isOwn,
  isV6,
  LOCALHOST_V4,
  LOCALHOST_V6,
  OWN_ADDRESS,
} from "./address.ts";
import { errno } from "./errno.ts";
import type { Kernel } from "./kernel.ts";
import type { Link } from "./link.ts";
import { Ports } from "./ports.ts";

/** Way to an address. */
export interface Route {
  /** Id of the host; 0 for the program's own. */
  readonly host: number;
  /** Null if no host has the address: what is sent there gets lost. */
  readonly link: Link | null;
}

export class HostNetwork<Socket> {
  readonly ports = new Ports<Socket>();

  constructor(readonly kernel: Kernel) {}

  /** Return the errno of a bind to an address; 0 if the program's host has that. */
  bindFault(host: string, family: Family): number {
    if (isV6(host) && family === "inet") return errno.EAFNOSUPPORT;
    return host === ANY_V4 || host === ANY_V6 || isOwn(host) ? 0 : errno.EADDRNOTAVAIL;
  }

  /** Return the host that an address leads to: the program's own for "any". */
  destination(host: string): string {
    if (host === ANY_V4) return LOCALHOST_V4;
    return host === ANY_V6 ? LOCALHOST_V6 : host;
  }

  /** Return the way to an address, or the errno of one that cannot be asked at all. */
  route(host: string): Route | number {
    if (isOwn(host)) return { host: 0, link: this.kernel.localhost };
    return isV6(host) || host === BROADCAST ? errno.ENETUNREACH : { host: 0, link: null };
  }

  /** Return the address of the program's host that a connection to `host` comes from. */
  sourceFor(host: string): string {
    if (host.startsWith("127.")) return LOCALHOST_V4;
    return isV6(host) ? LOCALHOST_V6 : OWN_ADDRESS;
  }
}
