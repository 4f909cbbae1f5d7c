/** Client and server of Redis, as commands see them. `client.ts` and `server.ts` are both. */
import type { Connection } from "../../runtime/network/service.ts";
import type { Block } from "./block.ts";
import type { Keyspace } from "./keyspace.ts";
import type { Reply } from "./reply.ts";

export interface Server {
  readonly databases: readonly Keyspace[];
  readonly clients: ReadonlySet<Client>;
  /** Clients by the channels, and the patterns, to which they have subscribed. */
  readonly channels: Map<string, Set<Client>>;
  readonly patterns: Map<string, Set<Client>>;
  /** Return milliseconds since 1970. */
  readonly now: () => number;
  /** Return a number from 0 to 1. */
  readonly random: () => number;
  /** Note once that this Redis lacks a command. */
  lacks(name: string): void;
  /** Send a message to a channel; return how many clients get it. */
  publish(channel: string, message: string): number;
}

export interface Client {
  readonly id: number;
  readonly connection: Connection;
  readonly server: Server;
  db: Keyspace;
  name: string;
  /** Version of the protocol. */
  version: 2 | 3;
  readonly channels: Set<string>;
  readonly patterns: Set<string>;
  readonly isSubscribed: boolean;
  /** Commands of a transaction; null without one. */
  readonly queued: readonly unknown[] | null;
  send(reply: Reply): void;
  /** Send the reply to the last command, then end the connection. */
  quit(reply: Reply): void;
  begin(): void;
  watch(keys: readonly string[]): void;
  unwatch(): void;
  discard(): void;
  /** Run what is queued; NO_ARRAY if a watched key has changed. */
  execute(): Reply;
  reset(): void;
  /** A key has changed, which the client may watch. */
  keyChanged(db: Keyspace, key: string): void;
  /** A key has changed for which the client waits. */
  tryAgain(block: Block): void;
}
