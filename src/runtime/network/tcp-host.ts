/** Parts of the network that TCP sockets need besides the kernel: ports, and the way to an address. */
import type { Family } from "./address.ts";
import type { Kernel } from "./kernel.ts";
import type { Link } from "./link.ts";
import type { Ports } from "./ports.ts";

/** Way to an address. */
export interface Route {
  /** Id of the host; 0 for the program's own. */
  readonly host: number;
  /** Null if no host has the address: what is sent there gets lost. */
  readonly link: Link | null;
}

export interface TcpHost<Socket> {
  readonly kernel: Kernel;
  readonly ports: Ports<Socket>;
  /** Return the errno of a bind to an address, 0 if the program's host has that. */
  bindFault(host: string, family: Family): number;
  /** Return the host that a connection to an address goes to: the program's own for "any". */
  destination(host: string): string;
  /** Return the way to an address, or the errno of one that cannot be asked at all. */
  route(host: string): Route | number;
  /** Return the address of the program's host that a connection to `host` comes from. */
  sourceFor(host: string): string;
}
