/**
 * Wire model: the rows of the Wire region, computed from a state. A row is a listener with its queue, or a connection
 * with its two ends and a lane in each direction. There are as many rows as there is room for: those in which something
 * waits or moves come first, and the others are counted. Called by `Wire.svelte`.
 */
import { countText } from "../../base/number-text.ts";
import type { LoopState } from "../../store/loop-state.ts";
import { connectionsOf, isOver } from "../../store/network/connections.ts";
import type { Endpoint } from "../../store/network/network-state.ts";
import {
  hostName,
  processName,
  serverName,
  shortAddress,
  streamOf,
} from "../../store/network/network-words.ts";
import { shownName } from "../../store/task-name.ts";
import { extremesOf } from "./extremes.ts";
import { type Lane, laneOf } from "./lane-model.ts";

/** One end of a connection. */
export interface End {
  readonly endpoint: number;
  /** Task that uses it; 0 for none. */
  readonly task: number;
  readonly name: string;
  /** True if the program has closed it. */
  readonly isClosed: boolean;
}

export interface ListenerRow {
  readonly kind: "listener";
  readonly key: string;
  readonly endpoint: number;
  readonly name: string;
  /** Its family, where listeners share a name: "IPv4" or "IPv6"; else empty. */
  readonly family: string;
  readonly waiting: number;
  /** Connections that may wait. */
  readonly room: number;
  readonly dropped: number;
  readonly isClosed: boolean;
}

export interface ConnectionRow {
  readonly kind: "connection";
  readonly key: string;
  readonly left: End;
  /** Null if there is none yet, or never. */
  readonly right: End | null;
  /** Name of the other side, for a row without a right end. */
  readonly remote: string;
  readonly there: Lane;
  /** Null where bytes can travel in one direction only. */
  readonly back: Lane | null;
  /** `joining` while the connection is asked for, `broken` if that failed or it was reset. */
  readonly look: "joining" | "open" | "broken" | "over";
  /** A few words in the middle of the wire; empty for none. */
  readonly note: string;
}

export type Row = ListenerRow | ConnectionRow;

export interface WireModel {
  readonly rows: readonly Row[];
  /** Connections that are not over. */
  readonly open: number;
  /** Those without a row, in words; empty for none. */
  readonly rest: string;
  /** Extremes of all that are open, in words, if they are many and some have no row; they take the place of a row. */
  readonly extremes: readonly string[];
}

/** Open connections from which on their extremes are worth a row. */
const MANY = 12;

/** Return the rows for a state; `subject` is the endpoint that has a row in any case, 0 for none. */
export function wireModel(state: LoopState, room: number, subject = 0): WireModel {
  const { network } = state;
  const { listeners, leaders } = connectionsOf(network);
  const listening = listeners.filter(({ status }) => status === "listening");
  const open = leaders.filter((leader) => !isOver(network, leader));
  const isWhole = listeners.length + leaders.length <= room;
  const shownListeners = isWhole ? listeners : listening.slice(0, Math.max(1, room >> 1));
  const isMany = !isWhole && open.length >= MANY;
  const extremes = isMany ? extremesOf(state, open, (end) => endName(state, end)) : [];
  const left = room - shownListeners.length - Math.min(1, extremes.length);
  const chosen = isWhole ? leaders : choose(state, leaders, subject, left);
  const hidden = leaders.filter((leader) => !chosen.includes(leader));
  return {
    rows: inOrder([
      ...shownListeners.map((listener) => listenerRow(listener, listeners)),
      ...chosen.map((leader) => connectionRow(state, leader)),
    ]),
    open: open.length,
    rest: hidden.length > 0 ? restText(state, hidden) : "",
    extremes,
  };
}

/** Return in words who has visited the program; empty without a visitor. `isPlanned` is true for visits of a plan. */
export function visitorsText({ network }: LoopState, isPlanned: boolean): string {
  const count = network.hosts.filter(({ name }) => name.startsWith("visitor ")).length;
  if (count === 0) return "";
  const visitors = count === 1 ? "1 visitor" : `${countText(count)} visitors`;
  return isPlanned ? `${visitors}, as planned` : `${visitors}, as nothing else could happen`;
}

/** Choose the connections in which most waits or moves; of those over the last ones, if there is room. */
function choose(state: LoopState, leaders: readonly Endpoint[], subject: number, room: number): Endpoint[] {
  const ranks = leaders.map((leader) => {
    const isSubject = subject > 0 && (leader.id === subject || leader.peer === subject);
    return { leader, rank: isSubject ? Infinity : rankOf(state, leader) };
  });
  ranks.sort((a, b) => b.rank - a.rank || a.leader.id - b.leader.id);
  return ranks
    .slice(0, Math.max(0, room))
    .map(({ leader }) => leader)
    .sort((a, b) => a.id - b.id);
}

/** Bytes up to which connections rank alike: rows do not change places for each message. */
const FEW_BYTES = 4096;

function rankOf({ network, time }: LoopState, leader: Endpoint): number {
  if (isOver(network, leader)) return leader.since - time - 1;
  const peer = network.endpoints.get(leader.peer);
  let [bytes, isPaused] = [0, false];
  for (const end of [leader, peer]) {
    if (!end) continue;
    isPaused ||= end.paused !== null;
    bytes += end.queued + end.unread + end.flight.reduce((sum, packet) => sum + packet.bytes, 0);
  }
  return (isPaused ? 1e9 : 1) + Math.floor(bytes / FEW_BYTES);
}

/** Sort rows by what they lead to: each listener is followed by its connections. */
function inOrder(rows: readonly Row[]): Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row.kind === "listener" ? row.name : row.remote;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()].flat();
}

function listenerRow(listener: Endpoint, all: readonly Endpoint[]): ListenerRow {
  const { id, listen, status } = listener;
  const name = serverName(listener);
  return {
    kind: "listener",
    key: `listener:${id}`,
    endpoint: id,
    name,
    family: all.some((other) => other !== listener && serverName(other) === name) ? familyOf(listener) : "",
    waiting: listen?.queue.length ?? 0,
    room: listen?.room ?? 0,
    dropped: listen?.dropped ?? 0,
    isClosed: status === "closed",
  };
}

const familyOf = ({ address }: Endpoint) => (address.startsWith("[") ? "IPv6" : "IPv4");

function connectionRow(state: LoopState, leader: Endpoint): ConnectionRow {
  const { network } = state;
  const peer = network.endpoints.get(leader.peer);
  // A datagram socket that never answers needs no lane back.
  const isOneWay = leader.type === "pipe" || (leader.type === "udp" && (peer?.sent ?? 0) === 0);
  return {
    kind: "connection",
    key: `connection:${leader.id}`,
    left: endOf(state, leader),
    right: peer ? endOf(state, peer) : null,
    remote: remoteName(state, leader, peer),
    there: laneOf(state, leader, peer),
    back: isOneWay ? null : laneOf(state, peer, leader),
    look: lookOf(state, leader),
    note: pipeNote(state, leader) || noteOf(leader, peer),
  };
}

function endOf(state: LoopState, endpoint: Endpoint): End {
  const { id, task, host, status } = endpoint;
  const name = endName(state, endpoint);
  return { endpoint: id, task: host + endpoint.process > 0 ? 0 : task, name, isClosed: status === "closed" };
}

function endName({ network, tasks }: LoopState, endpoint: Endpoint): string {
  const { host, type, address, task, isServer } = endpoint;
  if (host > 0) return hostName(network, host);
  if (endpoint.process > 0) {
    const stream = streamOf(network, endpoint.id);
    const isOwn = stream?.process === endpoint.process && stream.isOwn;
    return `${processName(network, endpoint.process)}${isOwn && stream.name === "stderr" ? " stderr" : ""}`;
  }
  if (type === "udp" && address !== "") return `socket ${shortAddress(address)}`;
  const user = tasks.get(task);
  if (user) return shownName(user);
  if (isServer) return serverName(endpoint);
  return type === "pipe" ? "pipe" : "the program";
}

/** Name of the server, host or socket that a connection leads to. */
function remoteName(state: LoopState, leader: Endpoint, peer: Endpoint | undefined): string {
  if (leader.remoteHost > 0) return hostName(state.network, leader.remoteHost);
  if (leader.type === "udp" && leader.remote !== "") return `socket ${shortAddress(leader.remote)}`;
  if (leader.remote !== "") return serverName({ address: leader.remote });
  return peer ? endOf(state, peer).name : "";
}

function lookOf({ network }: LoopState, leader: Endpoint): ConnectionRow["look"] {
  if (leader.status === "connecting") return "joining";
  if (leader.status === "failed" || leader.status === "reset") return "broken";
  return isOver(network, leader) ? "over" : "open";
}

/** Say that a pipe is full and a process waits to write to it; empty for another connection. */
function pipeNote({ network }: LoopState, { id, type, peer }: Endpoint): string {
  if (type !== "pipe") return "";
  const isFull = network.processes.some(
    ({ wait }) => wait?.reason === "write" && (wait.endpoint === id || wait.endpoint === peer),
  );
  return isFull ? "full" : "";
}

function noteOf(leader: Endpoint, peer: Endpoint | undefined): string {
  if (leader.status === "connecting") return "connecting";
  // An end whose connection has failed is closed next.
  return leader.failure || peer?.failure || tlsNote(leader.tls ?? peer?.tls);
}

function tlsNote(tls: Endpoint["tls"] | undefined): string {
  if (!tls) return "";
  return { handshake: "TLS handshake", open: "simulated TLS", failed: "TLS failed" }[tls.status];
}

const hasBytes = ({ flight }: Endpoint) => flight.some(({ bytes }) => bytes > 0);

/** Say what the connections without a row do, and how many of them are over. */
function restText({ network }: LoopState, all: readonly Endpoint[]): string {
  const hidden = all.filter((leader) => !isOver(network, leader));
  const over = all.length - hidden.length;
  const count = (is: (leader: Endpoint, peer: Endpoint | undefined) => boolean) =>
    hidden.filter((leader) => is(leader, network.endpoints.get(leader.peer))).length;
  const parts: readonly (readonly [number, string])[] = [
    [count(({ status }) => status === "connecting"), "connecting"],
    [count((a, b) => hasBytes(a) || (b !== undefined && hasBytes(b))), "with bytes on the way"],
    [count((a, b) => a.unread + (b?.unread ?? 0) > 0), "with unread bytes"],
    [count((a, b) => a.paused !== null || (b?.paused ?? null) !== null), "with writing paused"],
    [over, "closed"],
  ];
  const told = parts.filter(([n]) => n > 0).map(([n, words]) => `${countText(n)} ${words}`);
  return [...(hidden.length > 0 ? [`+ ${countText(hidden.length)} more`] : []), ...told].join(" · ");
}
