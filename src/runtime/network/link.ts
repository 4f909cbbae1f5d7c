/**
 * One direction of the way between two hosts. All connections between them share its bandwidth: where there is a
 * limit, they take turns, one segment each. Left out: queues of routers, congestion control, slow start, Nagle's
 * algorithm, delayed acknowledgements.
 */
import { Fifo } from "../../base/fifo.ts";
import type { ArrivalQueue } from "./arrivals.ts";
import { type Health, WELL } from "./health.ts";
import type { LinkSettings } from "./settings.ts";

/** Most bytes that depart at once. */
const MAX_SEGMENT = 65_536;
/** Bytes of an Ethernet packet's payload of TCP. */
const MIN_SEGMENT = 1460;
/** Seconds that a segment holds a link with a limit, about. */
const TURN = 0.01;
/** Seconds after which TCP sends a lost segment again, at least (`TCP_RTO_MIN` of Linux). */
const RETRANSMIT = 0.2;
/** Seconds after which TCP gives up a segment that is never acknowledged (`tcp_retries2` of Linux: 15 times). */
export const GIVE_UP = 924.6;

/** Sender that waits for its turn. */
export interface Sender {
  /** Let one segment depart; return its bytes, 0 if nothing can depart any more. */
  departSegment(): number;
}

export class LinkDirection {
  /** Most bytes of a segment. */
  readonly segment: number;
  readonly #settings: LinkSettings;
  readonly #arrivals: ArrivalQueue;
  readonly #random: () => number;
  readonly #senders = new Fifo<Sender>();
  #isBusy = false;

  constructor(
    settings: LinkSettings,
    arrivals: ArrivalQueue,
    random: () => number,
    readonly health: Health,
  ) {
    this.#settings = settings;
    this.#arrivals = arrivals;
    this.#random = random;
    const turn = Math.round(settings.bandwidth * TURN);
    this.segment = turn === 0 ? MAX_SEGMENT : Math.min(MAX_SEGMENT, Math.max(MIN_SEGMENT, turn));
  }

  get isLimited(): boolean {
    return this.#settings.bandwidth > 0;
  }

  /** Return the seconds from the departure of `bytes` to the arrival of the last of them. */
  transferTime(bytes: number): number {
    const { latency, jitter, bandwidth } = this.#settings;
    const chance = jitter > 0 ? jitter * this.#random() : 0;
    return this.health.slowness * (latency + chance + (bandwidth > 0 ? bytes / bandwidth : 0));
  }

  /** Return the same for a segment of a stream: a lost one is sent again, after a while that doubles. */
  streamTransferTime(bytes: number): number {
    let lost = 0;
    for (let wait = Math.max(RETRANSMIT, 2 * this.#settings.latency); this.isLost() && lost < 60; wait *= 2) {
      lost += wait;
    }
    return lost + this.transferTime(bytes);
  }

  /** Return the time at which TCP sends a segment again that was first sent at `since`, not before `now`. */
  retransmission(since: number, now: number): number {
    let [time, wait] = [since, Math.max(RETRANSMIT, 2 * this.#settings.latency)];
    for (; time < now; wait *= 2) time += wait;
    return time;
  }

  /** Return the seconds after which each copy of a datagram arrives: one, seldom two. */
  datagramTransferTimes(bytes: number): number[] {
    const { reordering, duplication } = this.#settings;
    const time = this.transferTime(bytes);
    const first = reordering > 0 && this.#random() < reordering ? 2 * time : time;
    const isDoubled = duplication > 0 && this.#random() < duplication;
    return isDoubled ? [first, this.transferTime(bytes)] : [first];
  }

  /** Decide by chance if a packet gets lost. */
  isLost(): boolean {
    if (this.health.isCut) return true;
    return this.#settings.loss > 0 && this.#random() < this.#settings.loss;
  }

  /** Let a sender have its turn as soon as the link is free: on a link with a limit only. */
  request(sender: Sender, now: number): void {
    this.#senders.push(sender);
    if (!this.#isBusy) this.#grant(now);
  }

  #grant(now: number): void {
    this.#isBusy = true;
    for (let sender = this.#senders.shift(); sender; sender = this.#senders.shift()) {
      const bytes = sender.departSegment();
      if (bytes === 0) continue;
      const free = now + (this.health.slowness * bytes) / this.#settings.bandwidth;
      this.#arrivals.add(free, () => {
        this.#isBusy = false;
        this.#grant(free);
      });
      return;
    }
    this.#isBusy = false;
  }
}

/** Way between two hosts, as one of them sees it: with a direction there and one back. */
export interface Link {
  readonly there: LinkDirection;
  readonly back: LinkDirection;
  /** The same way, as the other host sees it. */
  readonly reversed: Link;
}

/** Return the way between two hosts, as the one sees it that asks for connections. */
export function makeLink(
  settings: LinkSettings,
  arrivals: ArrivalQueue,
  random: () => number,
  health = WELL,
): Link {
  const there = new LinkDirection(settings, arrivals, random, health);
  const back = new LinkDirection(settings, arrivals, random, health);
  const link: Link = {
    there,
    back,
    get reversed() {
      return reversed;
    },
  };
  const reversed: Link = { there: back, back: there, reversed: link };
  return link;
}
