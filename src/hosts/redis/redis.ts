/** The built-in Redis of a program's network: one server for all connections. Called by the table of hosts. */
import { EPOCH_MS } from "../../base/epoch.ts";
import type { Serve } from "../../runtime/network/service.ts";
import { chanceOf } from "../chance.ts";
import { RedisClient } from "./client.ts";
import type { CommandTable } from "./command.ts";
import { connectionCommands } from "./commands-connection.ts";
import { hashCommands } from "./commands-hashes.ts";
import { keyCommands } from "./commands-keys.ts";
import { listCommands } from "./commands-lists.ts";
import { channelCommands } from "./commands-channels.ts";
import { setCommands } from "./commands-sets.ts";
import { sortedSetCommands } from "./commands-sorted-sets.ts";
import { streamCommands } from "./commands-streams.ts";
import { stringCommands } from "./commands-strings.ts";
import { RedisServer } from "./server.ts";

export interface RedisOptions {
  readonly seed: number;
  /** Virtual seconds. */
  readonly now: () => number;
  /** Write a line to the program's stderr. */
  readonly note: (line: string) => void;
}

export const commands: CommandTable = {
  ...connectionCommands,
  ...keyCommands,
  ...stringCommands,
  ...listCommands,
  ...hashCommands,
  ...setCommands,
  ...sortedSetCommands,
  ...streamCommands,
  ...channelCommands,
};

/** Return the service of one Redis, whatever connection asks it, and what makes it forget everything. */
export function serveRedis({ seed, now, note }: RedisOptions): { serve: Serve; forget: () => void } {
  let draws = 0;
  const random = () => chanceOf(seed, "redis", String(draws++));
  const begin = () => new RedisServer(() => EPOCH_MS + Math.floor(1000 * now()), note, random);
  let server = begin();
  return {
    serve: (connection) => new RedisClient(connection, server, commands),
    forget: () => (server = begin()),
  };
}
