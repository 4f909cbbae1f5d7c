/**
 * Ports of the program's host, for one protocol: which sockets hold a port, and which listener answers at it. Mirrors
 * `inet_csk_get_port` and `inet_csk_bind_conflict` of Linux. Left out: privileged ports (the program is root), and a
 * port that two outgoing connections share.
 */
import { ANY_V4, ANY_V6, isAny, isV6 } from "./address.ts";

/** Range of ports for sockets that ask for none (`ip_local_port_range` of Linux); they follow in order here. */
const FIRST_PORT = 32_768;
const LAST_PORT = 60_999;
/** Seconds for which the side of a connection that ended it first keeps its port (`TCP_TIMEWAIT_LEN`). */
export const TIME_WAIT = 60;

/** Options of a socket that decide if it shares its port. */
export interface PortOptions {
  reuseAddress: boolean;
  reusePort: boolean;
  /** False for an IPv6 socket at `::` that also takes what is sent to IPv4 addresses. */
  v6Only: boolean;
}

/** A socket's hold on a port; it may outlive the socket. */
export interface PortClaim<T> {
  readonly host: string;
  readonly port: number;
  readonly owner: T;
  options: Readonly<PortOptions>;
  isListening: boolean;
  /** Virtual time at which TIME_WAIT ends; Infinity while the socket holds the port. */
  until: number;
}

interface Bucket<T> {
  readonly claims: Set<PortClaim<T>>;
  /** Listeners, or datagram sockets, in the order in which they began. */
  readonly receivers: PortClaim<T>[];
}

export class Ports<T> {
  readonly #buckets = new Map<number, Bucket<T>>();
  #next = FIRST_PORT;

  /** Claim a port, 0 for any free one; return null if another socket holds it. `now` is the virtual time. */
  claim(host: string, port: number, owner: T, options: PortOptions, now: number): PortClaim<T> | null {
    const free = port === 0 ? this.#freePort(now, false) : port;
    if (free === null) return null;
    const claim = { host, port: free, owner, options, isListening: false, until: Infinity };
    if (port !== 0 && this.#isTaken(claim, now)) return null;
    this.#add(claim);
    return claim;
  }

  /** Claim a port for an outgoing connection; return null if none is free. A port in TIME_WAIT is. */
  claimAny(host: string, owner: T, options: PortOptions, now: number): PortClaim<T> | null {
    const port = this.#freePort(now, true);
    return port === null ? null : this.share({ host, port }, owner, options);
  }

  /** Claim the port of a listener for a connection that it accepts. */
  share({ host, port }: { host: string; port: number }, owner: T, options: PortOptions): PortClaim<T> {
    const claim = { host, port, owner, options, isListening: false, until: Infinity };
    this.#add(claim);
    return claim;
  }

  /** Let datagrams to the port reach the claim's owner. */
  deliverTo(claim: PortClaim<T>): void {
    this.#buckets.get(claim.port)?.receivers.push(claim);
  }

  /** Let connections to the port reach the claim's owner; return false if another listener has them already. */
  listen(claim: PortClaim<T>, now: number): boolean {
    claim.isListening = true;
    if (this.#isTaken(claim, now)) {
      claim.isListening = false;
      return false;
    }
    this.deliverTo(claim);
    return true;
  }

  /** Return all claims that receive, in the order of their ports' first use. */
  receiving(): PortClaim<T>[] {
    return [...this.#buckets.values()].flatMap(({ receivers }) => receivers);
  }

  /** Return all sockets that hold a port. */
  owners(): T[] {
    return [...this.#buckets.values()].flatMap(({ claims }) => [...claims].map(({ owner }) => owner));
  }

  /** End to receive; the port is kept. */
  stopReceiving(claim: PortClaim<T>): void {
    claim.isListening = false;
    const receivers = this.#buckets.get(claim.port)?.receivers;
    const index = receivers?.indexOf(claim) ?? -1;
    if (index >= 0) receivers?.splice(index, 1);
  }

  release(claim: PortClaim<T>): void {
    this.stopReceiving(claim);
    const bucket = this.#buckets.get(claim.port);
    bucket?.claims.delete(claim);
    if (bucket?.claims.size === 0) this.#buckets.delete(claim.port);
  }

  /** Keep the port of a closed connection until TIME_WAIT is over. */
  wait(claim: PortClaim<T>, now: number): void {
    claim.until = now + TIME_WAIT;
    claim.options = { ...claim.options };
  }

  /**
   * Return the listener at an address; of several with SO_REUSEPORT the one that `choice` (any number, such as the
   * sender's port) picks.
   */
  find(host: string, port: number, choice: number): T | null {
    const found = this.receivers(host, port).find((group) => group.length > 0);
    return found ? (found[choice % found.length] as T) : null;
  }

  /**
   * Return the owners that receive at an address, the latest first: those bound to the very address, those bound to all, and
   * those bound to all addresses of both families.
   */
  receivers(host: string, port: number): T[][] {
    const all = this.#buckets.get(port)?.receivers ?? [];
    const any = isV6(host) ? ANY_V6 : ANY_V4;
    const both = (claim: PortClaim<T>) => any === ANY_V4 && claim.host === ANY_V6 && !claim.options.v6Only;
    return [
      all.filter((claim) => claim.host === host),
      all.filter((claim) => claim.host === any && any !== host),
      all.filter(both),
    ].map((group) => group.reverse().map((claim) => claim.owner));
  }

  #add(claim: PortClaim<T>): void {
    let bucket = this.#buckets.get(claim.port);
    if (!bucket) this.#buckets.set(claim.port, (bucket = { claims: new Set(), receivers: [] }));
    bucket.claims.add(claim);
  }

  #isTaken(claim: PortClaim<T>, now: number): boolean {
    for (const other of this.#buckets.get(claim.port)?.claims ?? []) {
      if (other.until <= now) this.release(other);
      else if (other !== claim && conflict(claim, other)) return true;
    }
    return false;
  }

  #freePort(now: number, overTimeWait: boolean): number | null {
    for (let tries = FIRST_PORT; tries <= LAST_PORT; tries++) {
      const port = this.#next++;
      if (this.#next > LAST_PORT) this.#next = FIRST_PORT;
      for (const claim of this.#buckets.get(port)?.claims ?? []) {
        if (claim.until <= now || (overTimeWait && claim.until < Infinity)) this.release(claim);
      }
      if (!this.#buckets.has(port)) return port;
    }
    return null;
  }
}

/** True if one claim cannot be added to the other. */
function conflict<T>(claim: PortClaim<T>, other: PortClaim<T>): boolean {
  const [mine, theirs] = [claim.options, other.options];
  if (mine.reuseAddress && theirs.reuseAddress && !other.isListening) return false;
  if (mine.reusePort && theirs.reusePort) return false;
  return overlap(claim, other);
}

function overlap<T>(a: PortClaim<T>, b: PortClaim<T>): boolean {
  if (isV6(a.host) === isV6(b.host)) return a.host === b.host || isAny(a.host) || isAny(b.host);
  const v6 = isV6(a.host) ? a : b;
  return v6.host === ANY_V6 && !v6.options.v6Only;
}
