/**
 * Hosts of a program's network: those of its settings and those that a service makes. Each has a name, an address of the
 * private range (RFC 1918), so that none can be taken for a real one, and a link to the program's host. Names stand for
 * simulated hosts alone: nothing real is ever contacted.
 */
import { LOCALHOST_V4 } from "./address.ts";
import type { ArrivalQueue } from "./arrivals.ts";
import { Health } from "./health.ts";
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
  readonly health: Health;
  /** True for a machine of the program: its servers may run there. */
  readonly isOfProgram: boolean;
}

/** Names of machines of the program: the domain that is kept for tests (RFC 6761). */
const OF_PROGRAM = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.test$/;

export class Hosts {
  readonly #byName = new Map<string, Host>();
  readonly #byAddress = new Map<string, Host>();
  readonly #byId = new Map<number, Host>();
  readonly #healths = new Map<string, Health>();
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
    const health = this.healthOf(settings.name);
    const host: Host = {
      id,
      name: settings.name,
      address: `${NETWORK}.${(id + 1) >> 8}.${(id + 1) & 255}`,
      latency: link.latency,
      bandwidth: link.bandwidth,
      state: settings.state ?? "up",
      link: makeLink(link, this.arrivals, this.random, health),
      health,
      isOfProgram: OF_PROGRAM.test(settings.name),
    };
    this.#byId.set(id, host);
    this.#byName.set(host.name, host);
    this.#byAddress.set(host.address, host);
    return host;
  }

  /** Add a host that shares the program's machine, such as a visitor: it has an id and a name, and no address of its own. */
  addLocal(name: string): Host {
    const { localhost } = this.settings;
    const { latency, bandwidth } = localhost;
    const id = ++this.#count;
    const health = this.healthOf(name);
    // A link of its own, so that it alone can fail.
    const link = makeLink(localhost, this.arrivals, this.random, health);
    const address = LOCALHOST_V4;
    const host: Host = {
      id,
      name,
      address,
      latency,
      bandwidth,
      state: "up",
      link,
      health,
      isOfProgram: false,
    };
    this.#byId.set(id, host);
    return host;
  }

  /** Return the health of a host by its name; the host may not be there yet. */
  healthOf(name: string): Health {
    let health = this.#healths.get(name);
    if (!health) this.#healths.set(name, (health = new Health()));
    return health;
  }

  /** Return all hosts of a name: one of that name, and one on the program's machine. */
  allNamed(name: string): Host[] {
    return [...this.#byId.values()].filter((host) => host.name === name);
  }

  byId(id: number): Host | undefined {
    return this.#byId.get(id);
  }

  named(name: string): Host | undefined {
    if (!this.#byName.has(name)) {
      if (OF_PROGRAM.test(name)) this.add({ name });
      else this.findMore(name);
    }
    return this.#byName.get(name);
  }

  at(address: string): Host | undefined {
    return this.#byAddress.get(address);
  }
}
