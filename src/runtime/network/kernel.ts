/**
 * Parts of the network that all endpoints share: time, arrivals, hooks, links, ports and ids. `Network` makes one.
 *
 * Invariant: before a call looks at an endpoint, and after it changed one, all arrivals that are due have happened
 * (`settle`). So a call sees what has arrived while the program computed, and where a link takes no time, the effect of
 * a call is there when it returns.
 */
import type { Hooks } from "../instrument/instrument.ts";
import type { Clock } from "../loop/clock.ts";
import type { Address } from "./address.ts";
import { ArrivalQueue } from "./arrivals.ts";
import type { ByteCount } from "./byte-queue.ts";
import { type Host, Hosts } from "./hosts.ts";
import { previewOf } from "./preview.ts";
import { describeRecords } from "./tls/describe.ts";
import type { NetworkSettings } from "./settings.ts";
import { randomStream } from "./random-stream.ts";

/** Task and line that make a call; 0 for none. */
export interface Actor {
  readonly task: number;
  readonly line: number;
}

export const noActor: Actor = { task: 0, line: 0 };

export class Kernel {
  readonly arrivals = new ArrivalQueue();
  readonly random: () => number;
  readonly hosts: Hosts;
  readonly #reached = new Set<Host>();
  /** Endpoints that the program holds, as descriptors. */
  held = 0;
  /** True once the program has asked a port of its own host for a connection. */
  isOwnClient = false;
  /** Bytes in the buffers of all endpoints; those in flight are not counted. */
  readonly buffered: ByteCount = { bytes: 0 };
  /** Lets a built-in host on the program's machine listen at an address where the program does not. */
  serveNear: (address: Address) => void = () => {};
  /** Says which processes of the program wait, and what for; empty for none. */
  waitingProcesses: () => string = () => "";
  readonly #whenReached = new Map<Host, (() => void)[]>();
  #endpoints = 0;
  #datagrams = 0;

  constructor(
    readonly clock: Clock,
    readonly hooks: Hooks,
    readonly settings: NetworkSettings,
    seed: number,
  ) {
    this.random = randomStream(seed);
    this.hosts = new Hosts(settings, this.arrivals, this.random);
  }

  /** Time of the network in seconds: that of the arrival that happens now, else of the clock. */
  get now(): number {
    return this.arrivals.running ?? this.clock.time();
  }

  /** Let all arrivals happen that are due. */
  settle(): void {
    const now = this.clock.time();
    if (this.arrivals.nextTime() <= now) this.arrivals.runDue(now);
  }

  /** Report a host, the first time that the program reaches it. */
  reach(host: Host): void {
    if (this.#reached.has(host)) return;
    this.#reached.add(host);
    const { id, name, address, latency, bandwidth } = host;
    this.hooks.hostAdded(this.clock.time(), id, name, address, latency, bandwidth);
    for (const then of this.#whenReached.get(host) ?? []) then();
  }

  /** Call `then` when the program reaches a host; now if it has. */
  whenReached(host: Host, then: () => void): void {
    if (this.#reached.has(host)) return then();
    this.#whenReached.set(host, [...(this.#whenReached.get(host) ?? []), then]);
  }

  /** True if the program cannot hold `more` endpoints: "Too many open files". */
  isFull(more = 1): boolean {
    return this.held + more > this.settings.maxEndpoints;
  }

  /** True if no more bytes can be buffered. */
  get isOutOfMemory(): boolean {
    return this.buffered.bytes >= this.settings.maxBytes;
  }

  /** Return the beginning of bytes for a trace, records of TLS by their names; empty if the settings want no previews. */
  preview(bytes: Uint8Array): string {
    return this.settings.previews ? (describeRecords(bytes) ?? previewOf(bytes)) : "";
  }

  /** Return the id of a new endpoint; ids are never used again. */
  nextEndpoint(): number {
    return ++this.#endpoints;
  }

  /** Return the id of a new datagram. */
  nextDatagram(): number {
    return ++this.#datagrams;
  }
}
