/**
 * A Redis: databases, clients, channels. It keeps nothing when it ends. Called by `redis.ts`, which makes one for a program's network.
 *
 * Invariant: commands run one at a time; after each, the clients that are blocked by a key it has changed are tried, the one that
 * waits longest first (`handleClientsBlockedOnKeys`).
 */
import type { Block } from "./block.ts";
import { Keyspace } from "./keyspace.ts";
import { patternTest } from "./pattern.ts";
import type { Client, Server } from "./parties.ts";
import { Push } from "./reply.ts";

export const DATABASES = 16;

interface Blocked {
  readonly client: Client;
  readonly block: Block;
  readonly db: Keyspace;
}

export class RedisServer implements Server {
  readonly databases: readonly Keyspace[];
  readonly clients = new Set<Client>();
  /** Clients by the channels, and the patterns, to which they have subscribed. */
  readonly channels = new Map<string, Set<Client>>();
  readonly patterns = new Map<string, Set<Client>>();
  #blocked: Blocked[] = [];
  #changed: { db: Keyspace; key: string }[] = [];
  #clientCount = 0;
  readonly #lacking = new Set<string>();

  /** `now` returns milliseconds since 1970; `note` writes a line to the program's stderr; `random` returns 0 to 1. */
  constructor(
    readonly now: () => number,
    readonly note: (line: string) => void,
    readonly random: () => number,
  ) {
    this.databases = Array.from({ length: DATABASES }, () => {
      const db: Keyspace = new Keyspace(now, (key) => this.#keyChanged(db, key));
      return db;
    });
  }

  nextClientId(): number {
    return ++this.#clientCount;
  }

  /** Note once that this Redis lacks a command. */
  lacks(name: string): void {
    if (this.#lacking.has(name) || this.#lacking.size > 20) return;
    this.#lacking.add(name);
    this.note(`Loopscope: the simulated Redis does not have ${name.slice(0, 60)}.`);
  }

  #keyChanged(db: Keyspace, key: string): void {
    for (const client of this.clients) client.keyChanged(db, key);
    if (this.#blocked.length > 0) this.#changed.push({ db, key });
  }

  block(client: Client, db: Keyspace, block: Block): void {
    this.#blocked.push({ client, block, db });
  }

  unblock(client: Client): void {
    this.#blocked = this.#blocked.filter((one) => one.client !== client);
  }

  /** Try the clients that wait for keys which have changed. */
  serveBlocked(): void {
    for (let next = this.#changed.shift(); next; next = this.#changed.shift()) {
      const { db, key } = next;
      for (const one of this.#blocked.filter((one) => one.db === db && one.block.keys.includes(key))) {
        one.client.tryAgain(one.block);
      }
    }
  }

  /** Send a message to a channel; return how many clients get it. */
  publish(channel: string, message: string): number {
    let count = 0;
    for (const client of this.channels.get(channel) ?? []) {
      client.send(new Push(["message", channel, message]));
      count++;
    }
    for (const [pattern, clients] of this.patterns) {
      if (!patternTest(pattern)(channel)) continue;
      for (const client of clients) {
        client.send(new Push(["pmessage", pattern, channel, message]));
        count++;
      }
    }
    return count;
  }
}
