/**
 * Deeds of the network: what a callback did there, as words after its subject, for `deeds.ts`. A transport reads outside of
 * any task; the subject is then the side that it acts for.
 */
import type { EventKind, EventOf, TraceEvent } from "../../events/event.ts";
import type { LoopState } from "../loop-state.ts";
import { type Part, say } from "../sentence.ts";
import type { NetworkKind } from "./network-states.ts";
import { bytesText, otherSide, shortAddress, side } from "./network-words.ts";

export interface NetworkDeed {
  readonly one: Part[];
  readonly all: string;
  readonly weight: number;
  /** The side that acts, where no task does. */
  readonly actor: Part[];
}

type Deeds = { readonly [K in NetworkKind]?: (state: LoopState, events: readonly EventOf<K>[]) => Words };
type Words = readonly [one: Part[], all: string, weight: number];

const first = <T>(events: readonly T[]) => events[0] as T;
const sum = (events: readonly { readonly bytes: number }[]) =>
  events.reduce((all, { bytes }) => all + bytes, 0);

const deeds: Deeds = {
  listeningStarted: (_, events) => {
    const at = shortAddress(first(events).address);
    return [say`listens at ${at}`, "listen", 60];
  },
  connectionRequested: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    return [say`asks for a connection to ${to}`, "ask for a connection", 50];
  },
  connectionAccepted: (_, events) => {
    const what = events.length === 1 ? "a connection" : `${events.length} connections`;
    return [say`accepts ${what}`, `accept ${what}`, 60];
  },
  bytesSent: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    return [say`sends ${bytesText(sum(events))} to ${to}`, "send bytes", 60];
  },
  bytesRead: (state, events) => {
    const from = otherSide(state, first(events).endpoint);
    return [say`reads ${bytesText(sum(events))} from ${from}`, "read bytes", 60];
  },
  datagramSent: (_, events) => {
    const to = shortAddress(first(events).address);
    const what = events.length === 1 ? "a datagram" : `${events.length} datagrams`;
    return [say`sends ${what} to ${to}`, "send a datagram", 60];
  },
  datagramRead: (_, events) => {
    const what = events.length === 1 ? "a datagram" : `${events.length} datagrams`;
    return [say`reads ${what}`, "read a datagram", 60];
  },
  endSent: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    return [say`ends its stream to ${to}`, "end their streams", 65];
  },
  endpointClosed: (state, events) => {
    const { endpoint, how, task } = first(events);
    const verb = how === "aborted" ? "abort" : "close";
    if (state.network.endpoints.get(endpoint)?.listen) {
      const server = side(state, endpoint);
      return [say`${verb}s ${server}`, `${verb} ${server.text}`, 65];
    }
    const { type, peer } = state.network.endpoints.get(endpoint) ?? {};
    const socket = task > 0 ? " its socket" : "";
    if (type !== "tcp" || !peer) return [say`${verb}s${socket}`, `${verb} their sockets`, 65];
    const to = otherSide(state, endpoint);
    return [say`${verb}s its connection to ${to}`, `${verb} their connections`, 65];
  },
  writingPaused: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    return [say`fills the buffer to ${to}`, "fill their buffers", 70];
  },
  writingResumed: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    return [say`may write to ${to} again`, "may write again", 70];
  },
  readingPaused: (state, events) => {
    const from = otherSide(state, first(events).endpoint);
    return [say`stops reading from ${from}`, "stop reading", 55];
  },
  readingResumed: (state, events) => {
    const from = otherSide(state, first(events).endpoint);
    return [say`reads from ${from} again`, "read again", 55];
  },
  signalRaised: (_, events) => [say`gets ${first(events).name}`, `get ${first(events).name}`, 80],
};

/** Return what these events of one kind are as a deed; null if they are none. */
export function networkDeed(
  state: LoopState,
  events: readonly [TraceEvent, ...TraceEvent[]],
): NetworkDeed | null {
  const [{ kind }] = events;
  const find = (
    deeds as { readonly [K in EventKind]?: (state: LoopState, events: readonly TraceEvent[]) => Words }
  )[kind];
  if (!find) return null;
  const [one, all, weight] = find(state, events);
  const endpoint = "endpoint" in events[0] ? events[0].endpoint : 0;
  const actor = side(state, endpoint);
  return { one, all, weight, actor: actor.task ? say`${actor}'s connection` : [actor] };
}

/** Return the words for a wait for bytes from the same connection to which the step has sent some. */
export function waitForAnswer({ network }: LoopState, sent: readonly TraceEvent[], end: TraceEvent): string {
  if (end.kind !== "taskSuspended" || end.reason !== "read") return "";
  const isSame = sent.some((event) => "endpoint" in event && event.endpoint === end.on);
  if (!isSame) return "";
  return network.endpoints.get(end.on)?.isServer ? "waits for more" : "waits for an answer";
}
