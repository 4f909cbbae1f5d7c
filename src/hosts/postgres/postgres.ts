/** The built-in PostgreSQL of a program's network: one server for all connections. Called by the table of hosts. */
import type { Serve } from "../../runtime/network/service.ts";
import { PostgresClient } from "./client.ts";
import type { PostgresEngine } from "./parties.ts";
import { PostgresServer } from "./server.ts";

export interface PostgresOptions {
  readonly engine: PostgresEngine;
  readonly seed: number;
  /** Virtual seconds. */
  readonly now: () => number;
  /** Write a line to the program's stderr. */
  readonly note: (line: string) => void;
}

/** Return the service of one PostgreSQL, and what ends all of its connections. Its cluster is new at the first connection. */
export function servePostgres({ engine, seed, now, note }: PostgresOptions): {
  serve: Serve;
  crash: () => void;
} {
  let server: PostgresServer | null = null;
  const begin = () => {
    engine.begin(seed);
    return new PostgresServer(engine, now, note);
  };
  return {
    serve: (connection) => new PostgresClient(connection, (server ??= begin())),
    crash: () => server?.crash(),
  };
}
