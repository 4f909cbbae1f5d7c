/**
 * Built-in hosts of a program's network. Each is code that answers bytes with bytes in virtual time; none contacts anything real.
 * Loaded where a program may ask for one (`mayAskHosts` of `share/hosts.ts`): by the sandbox's script of hosts, and headless.
 */
import type { BuiltInHosts, MakeBuiltInHosts } from "../runtime/network/built-in.ts";
import type { PostgresEngine } from "./postgres/parties.ts";
import { servePostgres } from "./postgres/postgres.ts";
import { serveRedis } from "./redis/redis.ts";
import { serveTls } from "./tls.ts";
import { serveWeb } from "./web/web.ts";

/** Names that stand for no host anywhere (RFC 6761, RFC 6762, RFC 7686). */
const NOWHERE = /(?:^|\.)(?:invalid|localhost|local|onion|test)$/;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63})+$/;

/** Ports, and what answers there. */
const REDIS = 6379;
const POSTGRES = 5432;

const POSTGRES_NOTICE =
  "Loopscope: PostgreSQL here is PGlite, in memory: one session, for which connections take turns. It forgets everything when the program ends.";

/** Names without a dot that are PostgreSQL's. */
const DATABASES: ReadonlySet<string> = new Set(["postgres", "db"]);

/** Return the built-in hosts; PostgreSQL is among them if its engine is there. */
export function builtInHosts(engine: PostgresEngine | null): MakeBuiltInHosts {
  return (network) => makeHosts(network, engine);
}

function makeHosts(
  { seed, now, note }: Parameters<MakeBuiltInHosts>[0],
  engine: PostgresEngine | null,
): BuiltInHosts {
  const { serve, forget } = serveRedis({ seed, now, note });
  const redis = {
    name: "redis",
    notice: "Loopscope: Redis is simulated here, in memory; it forgets everything when the program ends.",
    ports: new Map([[REDIS, serve]]),
    onCrash: forget,
  };
  const database = engine && servePostgres({ engine, seed, now, note });
  const postgres = database && {
    name: "postgres",
    notice: POSTGRES_NOTICE,
    ports: new Map([[POSTGRES, database.serve]]),
    onCrash: database.crash,
  };
  return {
    named(name) {
      if (name === redis.name) return redis;
      if (postgres && DATABASES.has(name)) return { ...postgres, name };
      if (!HOST_NAME.test(name) || NOWHERE.test(name) || /^[\d.]+$/.test(name)) return null;
      return {
        name,
        notice: `Loopscope: ${name} is simulated here. The real host is not contacted.`,
        ports: new Map([
          [80, serveWeb({ host: name, scheme: "http", seed, now })],
          [443, serveTls(name, now, serveWeb({ host: name, scheme: "https", seed, now }))],
          ...(database ? [[POSTGRES, database.serve] as const] : []),
        ]),
      };
    },
    local: (port) => (port === REDIS ? redis : port === POSTGRES ? postgres : null),
  };
}
