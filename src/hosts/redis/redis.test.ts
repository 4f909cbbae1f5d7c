/** Redis, command by command, as a real one replies: `src/testing/redis` has the scenarios and what was recorded. */
import { describe, expect, test } from "vitest";
import { ArrivalQueue } from "../../runtime/network/arrivals.ts";
import type { Connection, Service } from "../../runtime/network/service.ts";
import { comparable, MARKING, native, requestOf, scenarios } from "../../testing/redis/corpus.ts";
import { serveRedis } from "./redis.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const textOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/** A Redis whose time passes by `run` alone. */
class World {
  now = 0;
  readonly arrivals = new ArrivalQueue();
  readonly notes: string[] = [];
  readonly #serve = serveRedis({
    seed: 1,
    now: () => this.arrivals.running ?? this.now,
    note: (line) => this.notes.push(line),
  }).serve;
  readonly clients = new Map<string, { service: Service; got: string; isOver: boolean }>();

  client(name: string) {
    const known = this.clients.get(name);
    if (known) return known;
    const made = { service: {} as Service, got: "", isOver: false };
    const connection: Connection = {
      peer: { host: "10.0.0.1", port: 40_000 },
      send: (bytes) => (made.got += textOf(bytes)),
      end: () => (made.isOver = true),
      abort: () => (made.isOver = true),
      after: (seconds, then) =>
        void this.arrivals.add((this.arrivals.running ?? this.now) + seconds, () => made.isOver || then()),
    };
    made.service = this.#serve(connection);
    this.clients.set(name, made);
    return made;
  }

  send(name: string, text: string): void {
    this.client(name).service.received?.(bytesOf(text));
    this.run(0);
  }

  run(seconds: number): void {
    const until = this.now + seconds;
    this.arrivals.runDue(until);
    this.now = until;
  }
}

describe("as a real server", () => {
  const recorded = native();

  test.each(scenarios.map((scenario) => [scenario.name, scenario.steps] as const))("%s", (name, steps) => {
    const world = new World();
    for (const { client, words, sleep, blocks } of steps) {
      if (sleep > 0) {
        world.run(sleep);
        continue;
      }
      const { length } = world.client(client).got;
      world.send(client, requestOf(words));
      // The reply may take a while.
      if (!blocks) while (world.client(client).got.length === length) world.run(0.005);
    }
    for (const client of world.clients.keys()) world.send(client, requestOf(MARKING));
    const got = Object.fromEntries([...world.clients].map(([client, { got }]) => [client, comparable(got)]));
    const lines = (all: Record<string, string> | undefined) =>
      Object.entries(all ?? {}).flatMap(([client, text]) =>
        text.split("\r\n").map((line) => `${client}: ${line}`),
      );
    expect(lines(got)).toEqual(lines(recorded[name]));
  });
});

test("an unknown command is an error, and the console says once that this Redis is simulated", () => {
  const world = new World();
  for (let i = 0; i < 2; i++) world.send("a", requestOf(["EVAL", "return 1", "0"]));
  expect(world.client("a").got).toContain(
    "-ERR unknown command 'EVAL', with args beginning with: 'return 1' '0' \r\n",
  );
  expect(world.notes).toEqual(["Loopscope: the simulated Redis does not have EVAL."]);
});

test.each([
  ["*x\r\n", "-ERR Protocol error: invalid multibulk length\r\n"],
  ["*1\r\nPING\r\n", "-ERR Protocol error: expected '$', got 'P'\r\n"],
  ["*1\r\n$-1\r\n", "-ERR Protocol error: invalid bulk length\r\n"],
  ['ECHO "open\r\n', "-ERR Protocol error: unbalanced quotes in request\r\n"],
])("%j ends the connection", (text, reply) => {
  const world = new World();
  world.send("a", text);
  expect(world.client("a")).toMatchObject({ got: reply, isOver: true });
});

test("lines of words are commands, too, and bytes may come in any pieces", () => {
  const world = new World();
  world.send("a", "\r\nSET key 'two words'\r\n");
  for (const character of `${requestOf(["GET", "key"])}PING\r\n`) world.send("a", character);
  expect(world.client("a").got).toBe("+OK\r\n$9\r\ntwo words\r\n+PONG\r\n");
});

test("commands of a client that waits are kept until its reply; one that leaves is forgotten", () => {
  const world = new World();
  world.send("b", requestOf(["BLPOP", "q", "0"]) + requestOf(["PING"]));
  world.send("c", requestOf(["BLPOP", "q", "0"]));
  world.client("c").service.ended?.();
  world.send("a", requestOf(["RPUSH", "q", "x", "y"]));
  expect(world.client("b").got).toBe("*2\r\n$1\r\nq\r\n$1\r\nx\r\n+PONG\r\n");
  expect(world.client("c").got).toBe("");
  world.send("a", requestOf(["LLEN", "q"]));
  expect(world.client("a").got).toBe(":2\r\n:1\r\n");
});

test("SCAN returns every key once, also where others are deleted meanwhile", () => {
  const world = new World();
  const ask = (...words: string[]) => {
    const { length } = world.client("a").got;
    world.send("a", requestOf(words));
    return world.client("a").got.slice(length);
  };
  for (let i = 0; i < 25; i++) ask("SET", `key:${i}`, "x");
  const seen: string[] = [];
  let cursor = "0";
  do {
    const found = [...ask("SCAN", cursor).matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(
      ([, text]) => text as string,
    );
    cursor = found.shift() as string;
    seen.push(...found);
    ask("DEL", found[0] as string);
  } while (cursor !== "0");
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `key:${i}`));
});

test("INFO says that it is one server of 64 bits, for clients that ask before they begin", () => {
  const world = new World();
  world.send("a", requestOf(["INFO"]));
  const { got } = world.client("a");
  expect(got).toContain("\r\narch_bits:64\r\n");
  expect(got).toContain("\r\n# Cluster\r\ncluster_enabled:0\r\n");
});
