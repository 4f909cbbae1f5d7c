/**
 * Parts of the network that all endpoints share: time, arrivals, hooks, links, ports and ids. `Network` makes one.
 *
 * Invariant: before a call looks at an endpoint, and after it changed one, all arrivals that are due have happened
 * (`settle`). So a call sees what has arrived while the program computed, and where a link takes no time, the effect of
 * a call is there when it returns.
 */
import type { Hooks } from "../instrument/instrument.ts";
import type { Clock } from "../loop/clock.ts";
import { ArrivalQueue } from "./arrivals.ts";
import { Link } from "./link.ts";
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
  readonly localhost: Link;
  /** Endpoints that are open, those in listen queues included. */
  openEndpoints = 0;
  #endpoints = 0;

  constructor(
    readonly clock: Clock,
    readonly hooks: Hooks,
    readonly settings: NetworkSettings,
    seed: number,
  ) {
    this.random = randomStream(seed);
    this.localhost = new Link(settings.localhost, this.arrivals, this.random);
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

  /** Return the id of a new endpoint; ids are never used again. */
  nextEndpoint(): number {
    this.openEndpoints++;
    return ++this.#endpoints;
  }
}
