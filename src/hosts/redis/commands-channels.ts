/** Commands about channels: subscribe and publish. */
import { type CommandTable, type Run, runSub } from "./command.ts";
import { patternTest } from "./pattern.ts";
import { Push } from "./reply.ts";
import type { Client } from "./parties.ts";

const tables = {
  channel: ({ channels, server }: Client) => [channels, server.channels] as const,
  pattern: ({ patterns, server }: Client) => [patterns, server.patterns] as const,
};
type Table = keyof typeof tables;

const countOf = (client: Client) => client.channels.size + client.patterns.size;

function subscribe(word: string, table: Table): Run {
  return ({ client }, names) => {
    const [own, all] = tables[table](client);
    for (const name of names) {
      own.add(name);
      const clients = all.get(name) ?? new Set();
      all.set(name, clients.add(client));
      client.send(new Push([word, name, countOf(client)]));
    }
    return undefined;
  };
}

function unsubscribe(word: string, table: Table): Run {
  return ({ client }, names) => {
    const [own, all] = tables[table](client);
    const dropped = names.length > 0 ? names : [...own];
    for (const name of dropped) {
      own.delete(name);
      const clients = all.get(name);
      clients?.delete(client);
      if (clients?.size === 0) all.delete(name);
      client.send(new Push([word, name, countOf(client)]));
    }
    if (dropped.length === 0) client.send(new Push([word, null, countOf(client)]));
    return undefined;
  };
}

export const channelCommands: CommandTable = {
  subscribe: [-2, subscribe("subscribe", "channel")],
  psubscribe: [-2, subscribe("psubscribe", "pattern")],
  unsubscribe: [-1, unsubscribe("unsubscribe", "channel")],
  punsubscribe: [-1, unsubscribe("punsubscribe", "pattern")],
  publish: [3, ({ server }, [channel = "", message = ""]) => server.publish(channel, message)],
  pubsub: [
    -2,
    runSub("pubsub", {
      channels: [
        -2,
        ({ server }, [pattern = "*"]) => [...server.channels.keys()].filter(patternTest(pattern)),
      ],
      numsub: [
        -2,
        ({ server }, names) => names.flatMap((name) => [name, server.channels.get(name)?.size ?? 0]),
      ],
      numpat: [2, ({ server }) => server.patterns.size],
    }),
  ],
};
