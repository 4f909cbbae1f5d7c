/** Commands about the connection, the server and transactions. */
import { type CommandTable, runSub, syntaxError } from "./command.ts";
import type { Keyspace } from "./keyspace.ts";
import { integerOf } from "./numbers.ts";
import { OK, Pairs, RedisError, type Reply, Status, Verbatim } from "./reply.ts";
import type { Client } from "./parties.ts";
import { DATABASES } from "./server.ts";

/** Version that this Redis answers as: that with which it is compared. */
export const VERSION = "7.0.15";

const clientLine = (client: Client) => {
  const { peer } = client.connection;
  const db = client.server.databases.indexOf(client.db);
  const { size } = client.channels;
  return `id=${client.id} addr=${peer.host}:${peer.port} name=${client.name} db=${db} sub=${size} psub=${client.patterns.size} multi=${client.queued?.length ?? -1} resp=${client.version}\n`;
};

function setName(client: Client, name: string): Reply {
  if (/[^!-~]/.test(name))
    throw new RedisError("ERR Client names cannot contain spaces, newlines or special characters.");
  client.name = name;
  return OK;
}

/** Settings that clients ask for. */
const config: Readonly<Record<string, string>> = {
  appendonly: "no",
  databases: String(DATABASES),
  maxmemory: "0",
  "maxmemory-policy": "noeviction",
  save: "",
  timeout: "0",
};

export const connectionCommands: CommandTable = {
  ping: [
    -1,
    ({ client }, args) => {
      const [message = ""] = args;
      if (args.length > 1) throw new RedisError("ERR wrong number of arguments for 'ping' command");
      if (client.isSubscribed && client.version === 2) return ["pong", message];
      return args.length === 0 ? new Status("PONG") : message;
    },
  ],
  echo: [2, (_, [message = ""]) => message],
  auth: [
    -2,
    () => {
      throw new RedisError(
        "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
      );
    },
  ],
  hello: [
    -1,
    ({ client }, args) => {
      const [version, ...options] = args;
      if (version !== undefined) {
        if (!/^-?\d+$/.test(version))
          throw new RedisError("ERR Protocol version is not an integer or out of range");
        if (version !== "2" && version !== "3") throw new RedisError("NOPROTO unsupported protocol version");
      }
      for (let at = 0; at < options.length; at++) {
        const option = options[at]?.toLowerCase();
        // There is one user, without a password.
        if (option === "auth" && at + 2 < options.length) at += 2;
        else if (option === "setname" && at + 1 < options.length) setName(client, options[++at] ?? "");
        else throw new RedisError(`ERR Syntax error in HELLO option '${options[at]}'`);
      }
      if (version !== undefined) client.version = version === "3" ? 3 : 2;
      return new Pairs([
        ["server", "redis"],
        ["version", VERSION],
        ["proto", client.version],
        ["id", client.id],
        ["mode", "standalone"],
        ["role", "master"],
        ["modules", []],
      ]);
    },
  ],
  select: [
    2,
    ({ client, server }, [text = ""]) => {
      const db = server.databases[integerOf(text)];
      if (!db) throw new RedisError("ERR DB index is out of range");
      client.db = db;
      return OK;
    },
  ],
  quit: [-1, ({ client }) => client.quit(OK) as undefined],
  reset: [
    1,
    ({ client }) => {
      client.reset();
      return new Status("RESET");
    },
  ],
  client: [
    -2,
    runSub("client", {
      id: [2, ({ client }) => client.id],
      getname: [2, ({ client }) => client.name || null],
      setname: [3, ({ client }, [name = ""]) => setName(client, name)],
      setinfo: [4, () => OK],
      info: [2, ({ client }) => new Verbatim(clientLine(client))],
      list: [2, ({ server }) => new Verbatim([...server.clients].map(clientLine).join(""))],
    }),
  ],
  multi: [
    1,
    ({ client }) => {
      client.begin();
      return OK;
    },
  ],
  exec: [1, ({ client }) => client.execute()],
  discard: [
    1,
    ({ client }) => {
      if (!client.queued) throw new RedisError("ERR DISCARD without MULTI");
      client.discard();
      return OK;
    },
  ],
  watch: [
    -2,
    ({ client }, keys) => {
      client.watch(keys);
      return OK;
    },
  ],
  unwatch: [
    1,
    ({ client }) => {
      client.unwatch();
      return OK;
    },
  ],
  info: [
    -1,
    ({ server }) => {
      const keys = server.databases
        .map((db, number) => ({ number, count: db.keys().length }))
        .filter(({ count }) => count > 0)
        .map(({ number, count }) => `db${number}:keys=${count},expires=0,avg_ttl=0`);
      const lines = [
        "# Server",
        `redis_version:${VERSION}`,
        "redis_mode:standalone",
        "arch_bits:64",
        "loopscope:simulated",
        "",
        "# Clients",
        `connected_clients:${server.clients.size}`,
        "",
        "# Replication",
        "role:master",
        "connected_slaves:0",
        "",
        "# Cluster",
        "cluster_enabled:0",
        "",
        "# Keyspace",
        ...keys,
        "",
      ];
      return new Verbatim(lines.join("\r\n"));
    },
  ],
  config: [
    -2,
    runSub("config", {
      get: [
        -3,
        (_, names) =>
          new Pairs(names.flatMap((name) => Object.entries(config).filter(([known]) => known === name))),
      ],
    }),
  ],
  time: [
    1,
    ({ server }) => {
      const ms = server.now();
      return [String(Math.floor(ms / 1000)), String((ms % 1000) * 1000)];
    },
  ],
  dbsize: [1, ({ db }) => db.keys().length],
  flushdb: [-1, ({ db }, args) => flush([db], args)],
  flushall: [-1, ({ server }, args) => flush(server.databases, args)],
};

function flush(databases: readonly Keyspace[], [mode, ...more]: readonly string[]): Reply {
  if (more.length > 0 || (mode !== undefined && !/^a?sync$/i.test(mode))) throw syntaxError();
  for (const db of databases) db.clear();
  return OK;
}
