/**
 * Random scenarios: calls of a few sockets, most of them sensible, in any order. The same seed gives the same scenario.
 * Left out: a socket that connects to itself, and what takes Linux more than a moment.
 */
import { randomStream } from "../../runtime/network/random-stream.ts";

const CALLS = 30;

type Pick = <T>(items: readonly T[]) => T;

type Kind = "inet" | "unix" | "udp" | "mixed" | "watched";

/** Kinds of sockets that a scenario of each kind opens. */
const opened: Readonly<Record<Kind, readonly string[]>> = {
  inet: ["inet"],
  unix: ["unix"],
  udp: ["udp"],
  mixed: ["inet", "inet6", "unix", "udp", "unixgram", "pair", "pipe", "gram"],
  watched: ["inet", "pair", "pipe"],
};

interface World {
  readonly kind: Kind;
  readonly pick: Pick;
  readonly sockets: string[];
  readonly lines: string[];
}

/** Return the scenario of a seed. */
export function generate(seed: number): string[] {
  const random = randomStream(seed);
  const pick: Pick = (items) => items[Math.floor(random() * items.length)] as (typeof items)[number];
  const kind = pick(["inet", "inet", "inet", "unix", "udp", "mixed", "mixed", "watched", "watched"] as const);
  const world: World = { kind, pick, sockets: [], lines: [] };
  if (kind === "unix" || kind === "udp") begin(world, kind === "udp" ? "udp" : pick(["unix", "pair"]));
  else begin(world, "inet");
  if (kind === "watched") world.lines.push("s selector");
  while (world.lines.length < CALLS)
    pick(kind === "watched" && pick([true, false]) ? watching : calls)(world);
  return world.lines;
}

/** Begin with a connection, or with something to talk to. */
function begin({ lines, sockets, pick }: World, kind: string): void {
  if (kind === "pair") {
    lines.push("p pair");
    sockets.push("p.a", "p.b");
    return;
  }
  const address = kind === "unix" ? "@a" : `127.0.0.1 ${pick(["0", "p1"])}`;
  lines.push(`a socket ${kind}`, `a bind ${address}`);
  sockets.push("a", "c");
  if (kind !== "udp") lines.push(`a listen ${pick([0, 1, 2])}`);
  lines.push(`c socket ${kind}`);
  if (kind === "udp") lines.push(pick(["c connect a", "c sendto 5 a"]));
  else lines.push(kind === "unix" ? "c connect @a" : "c connect a");
  if (kind === "udp" || pick([true, false])) return;
  lines.push("a accept b");
  sockets.push("b");
}

const isDouble = (kind: string) => kind === "pair" || kind === "pipe" || kind === "gram";

const socketOf = ({ pick, sockets }: World) => pick(sockets);

function open(world: World): void {
  const { lines, pick, sockets } = world;
  const name = `n${lines.length}`;
  const chosen = pick(opened[world.kind]);
  lines.push(isDouble(chosen) ? `${name} ${chosen}` : `${name} socket ${chosen}`);
  if (chosen === "pipe") sockets.push(`${name}.r`, `${name}.w`);
  else if (isDouble(chosen)) sockets.push(`${name}.a`, `${name}.b`);
  else sockets.push(name);
}

/** Return an address of a socket's family; null for one that takes none. */
function addressFor({ lines, pick, kind }: World, name: string): string | null {
  const made = lines.find((line) => line.startsWith(`${name} socket `));
  // A pipe, or a socket whose family is not known, since it was accepted.
  if (made === undefined && (kind === "mixed" || kind === "watched")) return null;
  if (made?.endsWith("unixgram")) return pick(["@g", "@h"]);
  if (made?.endsWith("inet6"))
    return `${pick(["::1", "::1", "::", "::ffff:127.0.0.1"])} ${pick(["p1", "p2"])}`;
  if (made?.endsWith("unix") || kind === "unix") return pick(["@a", "@b"]);
  return `${pick(["127.0.0.1", "127.0.0.1", "0.0.0.0", "127.0.0.2"])} ${pick(["p1", "p2"])}`;
}

function accept(world: World): void {
  const name = `n${world.lines.length}`;
  world.lines.push(`${socketOf(world)} accept ${name}`);
  world.sockets.push(name);
}

/** Connect to an address that is not the socket's own. */
function connect(world: World): void {
  const name = socketOf(world);
  const address = addressFor(world, name);
  if (address === null) return;
  const port = address.split(" ")[1] ?? address;
  if (world.lines.some((line) => line.startsWith(`${name} bind `) && line.endsWith(port))) return;
  world.lines.push(`${name} connect ${address}`);
}

const on =
  (...texts: string[]) =>
  (world: World) =>
    world.lines.push(`${socketOf(world)} ${world.pick(texts)}`);

const watching: readonly ((world: World) => unknown)[] = [
  (world) => world.lines.push(`s watch ${socketOf(world)} ${world.pick(["IN", "OUT", "IN|OUT"])}`),
  (world) => world.lines.push(`s unwatch ${socketOf(world)}`),
  ({ lines }) => lines.push("s ready"),
  ({ lines }) => lines.push("s ready"),
];

const calls: readonly ((world: World) => unknown)[] = [
  open,
  connect,
  connect,
  accept,
  accept,
  (world) => {
    const name = socketOf(world);
    const address = addressFor(world, name);
    if (address !== null) world.lines.push(`${name} bind ${address}`);
  },
  on("listen 0", "listen 1", "listen 3"),
  on("send 1", "send 100", "send 3"),
  on("send 1", "send 100", "send 3"),
  on("recv 1", "recv 50", "recv 1000"),
  on("recv 1", "recv 50", "recv 1000"),
  on("peek 10"),
  on("poll"),
  on("poll"),
  on("poll"),
  on("error"),
  on("name", "peer"),
  on("shutdown rd", "shutdown wr", "shutdown rdwr"),
  on("close"),
  on("set linger0", "set reuseaddr"),
];
