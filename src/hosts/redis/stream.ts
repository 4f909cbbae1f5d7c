/**
 * A stream: entries with growing ids, and groups of consumers. Mirrors `t_stream.c`. An id is two numbers, milliseconds and a
 * sequence, kept as one number of 128 bits. Called by the commands of streams.
 */
import { RedisError } from "./reply.ts";

export interface StreamEntry {
  readonly id: bigint;
  /** Fields and values, in turns. */
  readonly fields: readonly string[];
}

/** An entry that a consumer has and did not acknowledge. */
export interface Pending {
  consumer: string;
  /** Milliseconds since 1970 of the last delivery. */
  delivered: number;
  count: number;
}

export interface Group {
  last: bigint;
  readonly pending: Map<bigint, Pending>;
  readonly consumers: Set<string>;
}

const HALF = 64n;
const MASK = 2n ** HALF - 1n;
/** Id after all others. */
export const MAX_ID = 2n ** 128n - 1n;

export const idText = (id: bigint) => `${id >> HALF}-${id & MASK}`;
export const idOfTime = (ms: number) => BigInt(ms) << HALF;

/** Return an id; `sequence` is that of an id without one. Throws RedisError. */
export function idOf(text: string, sequence: bigint): bigint {
  const [, ms, given] = /^(\d{1,20})(?:-(\d{1,20}))?$/.exec(text) ?? [];
  const [high, low] = [
    ms === undefined ? MASK + 1n : BigInt(ms),
    given === undefined ? sequence : BigInt(given),
  ];
  if (high > MASK || low > MASK)
    throw new RedisError("ERR Invalid stream ID specified as stream command argument");
  return (high << HALF) | low;
}

export class Stream {
  entries: StreamEntry[] = [];
  last = 0n;
  readonly groups = new Map<string, Group>();

  get size(): number {
    return this.entries.length;
  }

  /** Return the id of a new entry: `*`, `ms-*`, or an id that is larger than all. Throws RedisError. */
  nextId(text: string, now: number): bigint {
    const isOpen = /^(\d+)-\*$/.exec(text);
    const time = text === "*" ? idOfTime(now) : isOpen ? idOf(isOpen[1] as string, 0n) : null;
    if (time !== null) {
      if (time > this.last) return time === 0n ? 1n : time;
      if (text === "*" || time >> HALF === this.last >> HALF) return this.last + 1n;
    }
    const id = time ?? idOf(text, 0n);
    if (id === 0n) throw new RedisError("ERR The ID specified in XADD must be greater than 0-0");
    if (id <= this.last) {
      throw new RedisError(
        "ERR The ID specified in XADD is equal or smaller than the target stream top item",
      );
    }
    return id;
  }

  add(id: bigint, fields: readonly string[]): void {
    this.entries.push({ id, fields });
    this.last = id;
  }

  /** Return the entries from one id to another, both included. */
  range(from: bigint, to: bigint): StreamEntry[] {
    return this.entries.filter(({ id }) => id >= from && id <= to);
  }

  /** Drop entries; return how many there were. */
  drop(isDropped: (entry: StreamEntry, place: number) => boolean): number {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry, place) => !isDropped(entry, place));
    return before - this.entries.length;
  }

  copy(): Stream {
    const copy = new Stream();
    copy.entries = [...this.entries];
    copy.last = this.last;
    for (const [name, { last, pending, consumers }] of this.groups) {
      const all = new Map([...pending].map(([id, one]) => [id, { ...one }]));
      copy.groups.set(name, { last, pending: all, consumers: new Set(consumers) });
    }
    return copy;
  }
}
