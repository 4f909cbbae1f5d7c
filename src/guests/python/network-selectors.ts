/**
 * Readiness of descriptors: what an `epoll` object of Python watches, and what blocked threads wait for. The kernel's
 * selectors know endpoints; a descriptor is one of an endpoint's names here, as duplicates share it.
 */
import type { Endpoint } from "../../runtime/network/endpoint.ts";
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import { POLL_ALWAYS, POLL_IN, POLL_OUT } from "../../runtime/network/poll-mask.ts";
import { Selector } from "../../runtime/network/selector.ts";

/** A descriptor that is ready, and for what, as bits of `poll-mask.ts`. */
export interface ReadyDescriptor {
  readonly fd: number;
  readonly endpoint: Endpoint;
  readonly mask: number;
  /** Bits that it is watched for. */
  readonly wanted: number;
}

/** Report what a loop's selector has found ready. */
export function reportReady(ready: readonly ReadyDescriptor[], hooks: Hooks, time: number): void {
  for (const { endpoint, mask, wanted } of ready) {
    // An error or the end wakes whichever of the two is watched for, as in `selectors.EpollSelector`.
    const read = (mask & ~POLL_OUT) !== 0 && (wanted & POLL_IN) !== 0;
    const write = (mask & ~POLL_IN) !== 0 && (wanted & POLL_OUT) !== 0;
    if (read || write) endpoint.reportReady(hooks, time, read && write ? "both" : read ? "read" : "write");
  }
}

interface Watched {
  readonly fd: number;
  readonly endpoint: Endpoint;
  readonly mask: number;
}

/** What an `epoll` object watches. Invariant: the kernel's selector watches an endpoint for the masks of all its descriptors. */
export class WatchedDescriptors {
  /** It is no endpoint, and no trace names it. */
  readonly id = 0;
  readonly #selector = new Selector();
  readonly #watched = new Map<number, Watched>();
  readonly #byEndpoint = new Map<Endpoint, Watched[]>();

  get size(): number {
    return this.#watched.size;
  }

  watches(fd: number): boolean {
    const watched = this.#watched.get(fd);
    return watched !== undefined && !watched.endpoint.isClosed;
  }

  /** Return the endpoints that are watched. */
  endpoints(): Iterable<Endpoint> {
    return this.#byEndpoint.keys();
  }

  /** Watch a descriptor for the bits of `mask`, instead of those before. */
  watch(fd: number, endpoint: Endpoint, mask: number): void {
    this.#drop(fd);
    const watched = { fd, endpoint, mask };
    this.#watched.set(fd, watched);
    const all = this.#byEndpoint.get(endpoint);
    if (all) all.push(watched);
    else this.#byEndpoint.set(endpoint, [watched]);
    this.#update(endpoint);
  }

  /** End to watch a descriptor. */
  unwatch(fd: number): void {
    const endpoint = this.#drop(fd);
    if (endpoint) this.#update(endpoint);
  }

  #drop(fd: number): Endpoint | undefined {
    const watched = this.#watched.get(fd);
    if (!watched) return undefined;
    const { endpoint } = watched;
    this.#watched.delete(fd);
    const left = (this.#byEndpoint.get(endpoint) ?? []).filter((other) => other !== watched);
    if (left.length > 0) this.#byEndpoint.set(endpoint, left);
    else this.#byEndpoint.delete(endpoint);
    return endpoint;
  }

  #update(endpoint: Endpoint): void {
    const all = this.#byEndpoint.get(endpoint);
    if (!all) this.#selector.unwatch(endpoint);
    else
      this.#selector.watch(
        endpoint,
        all.reduce((masks, { mask }) => masks | mask, 0),
      );
  }

  /** Return what is ready, of at most `most` endpoints, in the order in which they became ready. */
  ready(most = Infinity): ReadyDescriptor[] {
    return this.#selector
      .ready(most)
      .flatMap(({ endpoint, mask }) =>
        (this.#byEndpoint.get(endpoint) ?? [])
          .map(({ fd, mask: wanted }) => ({ fd, endpoint, mask: mask & (wanted | POLL_ALWAYS), wanted }))
          .filter((ready) => ready.mask !== 0),
      );
  }

  /** It can be read while something that it watches is ready. */
  poll(): number {
    return this.#selector.hasReady ? POLL_IN : 0;
  }

  release(): void {
    this.#selector.close();
    this.#watched.clear();
    this.#byEndpoint.clear();
  }
}

/** What the threads of a program wait for that are parked in a call on the network, in the order in which they parked. */
export class BlockedThreads {
  readonly #waits = new Map<number, { fd: number; mask: number }[]>();
  readonly #poll: (fd: number) => number;

  constructor(poll: (fd: number) => number) {
    this.#poll = poll;
  }

  /** Let a thread wait for a descriptor, too. */
  add(thread: number, fd: number, mask: number): void {
    const waits = this.#waits.get(thread);
    if (waits) waits.push({ fd, mask });
    else this.#waits.set(thread, [{ fd, mask }]);
  }

  remove(thread: number): void {
    this.#waits.delete(thread);
  }

  /** Return the descriptors that a thread waits for. */
  descriptorsOf(thread: number): number[] {
    return (this.#waits.get(thread) ?? []).map(({ fd }) => fd);
  }

  /** Take the first thread that can continue; return its number, or -1. */
  take(): number {
    for (const [thread, waits] of this.#waits) {
      if (waits.some(({ fd, mask }) => (this.#poll(fd) & mask) !== 0)) {
        this.#waits.delete(thread);
        return thread;
      }
    }
    return -1;
  }
}
