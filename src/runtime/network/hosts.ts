/**
 * Hosts of a program's network: those of its settings and those that a service makes. Each has a name, an address of the
 * private range (RFC 1918), so that none can be taken for a real one, and a link to the program's host. Names stand for
 * simulated hosts alone: nothing real is ever contacted.
 */
import { LOCALHOST_V4 } from "./address.ts";
import type { ArrivalQueue } from "./arrivals.ts";
import { type Link, makeLink } from "./link.ts";
import type { HostSettings, HostState, NetworkSettings } from "./settings.ts";

/** First part of all addresses of hosts; the program's own is number 1. */
const NETWORK = "10.0";

export interface Host {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  readonly latency: number;
  readonly bandwidth: number;
  readonly state: HostState;
  readonly link: Link;
}

export class Hosts {
  readonly #byName = new Map<string, Host>();
  readonly #byAddress = new Map<string, Host>();
  /** Makes a host of a name that is not known yet; without one, only the settings' hosts are. */
  findMore: (name: string) => void = () => {};

  /** Way of the program's host to itself, and to its name server. */
  readonly localhost: Link;
  readonly nameServer: Link;
  #count = 0;

  constructor(
    readonly settings: NetworkSettings,
    readonly arrivals: ArrivalQueue,
    readonly random: () => number,
  ) {
    this.localhost = makeLink(settings.localhost, arrivals, random);
    this.nameServer = makeLink(settings.remote, arrivals, random);
    for (const host of settings.hosts) this.add(host);
  }

  /** Add a host, or return the one that has the name. */
  add(settings: HostSettings): Host {
    const known = this.#byName.get(settings.name);
    if (known) return known;
    const id = ++this.#count;
    const link = { ...this.settings.remote, ...settings };
    const host: Host = {
      id,
      name: settings.name,
      address: `${NETWORK}.${(id + 1) >> 8}.${(id + 1) & 255}`,
      latency: link.latency,
      bandwidth: link.bandwidth,
      state: settings.state ?? "up",
      link: makeLink(link, this.arrivals, this.random),
    };
    this.#byName.set(host.name, host);
    this.#byAddress.set(host.address, host);
    return host;
  }

  /** Add a host that shares the program's machine, such as a visitor: it has an id and a name, and no address of its own. */
  addLocal(name: string): Host {
    const { latency, bandwidth } = this.settings.localhost;
    const id = ++this.#count;
    return { id, name, address: LOCALHOST_V4, latency, bandwidth, state: "up", link: this.localhost };
  }

  named(name: string): Host | undefined {
    if (!this.#byName.has(name)) this.findMore(name);
    return this.#byName.get(name);
  }

  at(address: string): Host | undefined {
    return this.#byAddress.get(address);
  }
}
