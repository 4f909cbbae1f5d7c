/**
 * Keys of a database with their values and the times at which they expire. A key that has expired is dropped when it is looked at;
 * a value that is empty is no value. Called by commands.
 *
 * Invariant: `changed` is called for every key whose value a command has changed: transactions and blocked clients rest on it.
 */
import { RedisError } from "./reply.ts";
import { SortedSet } from "./sorted-set.ts";
import { Stream } from "./stream.ts";

interface Values {
  string: { text: string };
  list: string[];
  hash: Map<string, string>;
  set: Set<string>;
  zset: SortedSet;
  stream: Stream;
}
export type Kind = keyof Values;

interface Entry {
  readonly kind: Kind;
  readonly value: Values[Kind];
  /** Milliseconds since 1970; Infinity for a key that stays. */
  expires: number;
  /** Number of the key, by which SCAN finds its place again. */
  readonly number: number;
}

const make: { [K in Kind]: () => Values[K] } = {
  string: () => ({ text: "" }),
  list: () => [],
  hash: () => new Map<string, string>(),
  set: () => new Set<string>(),
  zset: () => new SortedSet(),
  stream: () => new Stream(),
};

export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  #count = 0;

  /** `now` returns milliseconds since 1970; `onChange` gets each key that is changed. */
  constructor(
    readonly now: () => number,
    readonly onChange: (key: string) => void,
  ) {}

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.expires > this.now()) return entry;
    this.#entries.delete(key);
    this.onChange(key);
    return undefined;
  }

  changed(key: string): void {
    const entry = this.#entries.get(key);
    if (entry && isEmpty(entry)) this.#entries.delete(key);
    this.onChange(key);
  }

  kindOf(key: string): Kind | null {
    return this.#find(key)?.kind ?? null;
  }

  /** Return the value of a key; undefined without one. Throws RedisError for one of another kind. */
  get<K extends Kind>(key: string, kind: K): Values[K] | undefined {
    const entry = this.#find(key);
    if (!entry) return undefined;
    if (entry.kind !== kind)
      throw new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
    return entry.value as Values[K];
  }

  /** Return the value of a key, or a new one. The caller calls `changed`, which drops one that is empty. */
  getOrMake<K extends Kind>(key: string, kind: K): Values[K] {
    const known = this.get(key, kind);
    if (known) return known;
    const value = make[kind]();
    this.put(key, kind, value);
    return value;
  }

  /** Put a value in the place of any other; it does not expire. */
  put<K extends Kind>(key: string, kind: K, value: Values[K], expires = Infinity): void {
    const number = this.#find(key)?.number ?? ++this.#count;
    this.#entries.set(key, { kind, value, expires, number });
  }

  /** Put a text in the place of any value. */
  setText(key: string, text: string, expires = Infinity): void {
    this.put(key, "string", { text }, expires);
    this.changed(key);
  }

  text(key: string): string | null {
    return this.get(key, "string")?.text ?? null;
  }

  delete(key: string): boolean {
    if (!this.#find(key)) return false;
    this.#entries.delete(key);
    this.onChange(key);
    return true;
  }

  /** Give a key the value of another, which keeps it unless it `moves`. */
  copy(from: string, to: string, moves: boolean): void {
    const { kind, value, expires } = this.#entries.get(from) as Entry;
    if (moves) this.delete(from);
    this.#entries.delete(to);
    this.put(to, kind, moves ? value : copyOf(value), expires);
    this.changed(to);
  }

  /** Time at which a key expires, in milliseconds since 1970; undefined without the key. */
  expiry(key: string): number | undefined {
    return this.#find(key)?.expires;
  }

  setExpiry(key: string, when: number): void {
    const entry = this.#find(key);
    if (!entry) return;
    entry.expires = when;
    this.#find(key);
    this.onChange(key);
  }

  clear(): void {
    const keys = [...this.#entries.keys()];
    this.#entries.clear();
    for (const key of keys) this.onChange(key);
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#find(key));
  }

  /** Return at most `count` keys from a number on, and the number of the next; 0 after the last. */
  scan(from: number, count: number): { next: number; keys: string[] } {
    const later = this.keys()
      .map((key) => ({ key, number: (this.#entries.get(key) as Entry).number }))
      .filter(({ number }) => number >= from)
      .sort((a, b) => a.number - b.number);
    return { next: later[count]?.number ?? 0, keys: later.slice(0, count).map(({ key }) => key) };
  }
}

function isEmpty({ kind, value }: Entry): boolean {
  if (kind === "string" || kind === "stream") return false;
  return Array.isArray(value) ? value.length === 0 : (value as { size: number }).size === 0;
}

function copyOf(value: Values[Kind]): Values[Kind] {
  if (Array.isArray(value)) return [...value];
  if (value instanceof Map) return new Map(value);
  if (value instanceof Set) return new Set(value);
  if (value instanceof Stream) return value.copy();
  if (!(value instanceof SortedSet)) return { ...value };
  const copy = new SortedSet();
  for (const member of value.sorted) copy.set(member, value.score(member) as number);
  return copy;
}
