/**
 * Deeds of the network: what a callback did there, as words after its subject, for `deeds.ts`. A transport reads outside of
 * any task; the subject is then the side that it acts for.
 */
import type { EventKind, EventOf, TraceEvent } from "../../events/event.ts";
import type { LoopState } from "../loop-state.ts";
import { namesOf, type Part, say } from "../sentence.ts";
import type { NetworkKind } from "./network-states.ts";
import { bytesText, otherSide, processPart, shortAddress, side } from "./network-words.ts";

export interface NetworkDeed {
  readonly one: readonly Part[];
  readonly short?: readonly Part[];
  readonly all: string;
  readonly weight: number;
  /** The side that acts, where no task does; absent if another deed names it. */
  readonly actor?: readonly Part[];
  /** True if it is several sides that act. */
  readonly isMany?: true;
}

type Deeds = {
  readonly [K in NetworkKind]?: (state: LoopState, events: readonly EventOf<K>[]) => Words | null;
};
type Words = readonly [one: Part[], all: string, weight: number, short?: Part[]];

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
    return [say`asks for a connection to ${to}`, "ask for a connection", 50, say`asks for a connection`];
  },
  connectionAccepted: (_, events) => {
    const what = events.length === 1 ? "a connection" : `${events.length} connections`;
    return [say`accepts ${what}`, `accept ${what}`, 60];
  },
  bytesSent: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    const what = bytesText(sum(events));
    return [say`sends ${what} to ${to}`, "send bytes", 60, say`sends ${what}`];
  },
  bytesRead: (state, events) => {
    const from = otherSide(state, first(events).endpoint);
    const what = bytesText(sum(events));
    return [say`reads ${what} from ${from}`, "read bytes", 60, say`reads ${what}`];
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
    const listeners = events.filter(({ endpoint }) => state.network.endpoints.get(endpoint)?.listen);
    const [listener] = listeners;
    if (listener) {
      const server = side(state, listener.endpoint);
      const its = listeners.length < events.length ? "its connection and " : "";
      return [say`${verb}s ${its}${server}`, `${verb} ${its}${server.text}`, 65];
    }
    if (events.length > 1) return [say`${verb}s ${events.length} connections`, verb, 65];
    const { type, peer } = state.network.endpoints.get(endpoint) ?? {};
    const socket = task > 0 ? " its socket" : "";
    if (type !== "tcp" || !peer) return [say`${verb}s${socket}`, `${verb} their sockets`, 65];
    const to = otherSide(state, endpoint);
    // The subject is then the connection.
    if (task === 0 && side(state, endpoint).task) return [say`to ${to} ${verb}s`, verb, 65, say`${verb}s`];
    return [
      say`${verb}s its connection to ${to}`,
      `${verb} their connections`,
      65,
      say`${verb}s its connection`,
    ];
  },
  writingPaused: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    return [say`fills the buffer to ${to}`, "fill their buffers", 70, say`fills its buffer`];
  },
  writingResumed: (state, events) => {
    const to = otherSide(state, first(events).endpoint);
    return [say`may write to ${to} again`, "may write again", 70, say`may write again`];
  },
  readingPaused: (state, events) => {
    const from = otherSide(state, first(events).endpoint);
    return [say`stops reading from ${from}`, "stop reading", 55];
  },
  readingResumed: (state, events) => {
    const from = otherSide(state, first(events).endpoint);
    return [say`reads from ${from} again`, "read again", 55];
  },
  handshakeStarted: (state, events) => {
    const { endpoint, side: own } = first(events);
    const what = own === "client" ? "begins" : "expects";
    const all = own === "client" ? "begin TLS handshakes" : "expect TLS handshakes";
    return [
      say`${what} a TLS handshake with ${otherSide(state, endpoint)}`,
      all,
      62,
      say`${what} a TLS handshake`,
    ];
  },
  handshakeFinished: (_, events) => {
    const { version } = first(events);
    return [say`ends its TLS handshake (${version})`, "end their TLS handshakes", 75];
  },
  handshakeFailed: (_, events) => {
    const { reason } = first(events);
    return [say`fails its TLS handshake: ${reason}`, "fail their TLS handshakes", 85];
  },
  processStarted: (state, events) => {
    // What a process starts meanwhile is its own doing.
    const own = events.filter(({ parent }) => parent === 0);
    if (own.length === 0) return null;
    const what =
      own.length === 1 ? processPart(state.network, first(own).process) : { text: `${own.length} processes` };
    return [say`starts ${what}`, `start ${own.length === 1 ? "a process" : what.text}`, 70];
  },
  processSignalled: (state, events) => {
    const { name, process } = first(events);
    return [say`sends ${name} to ${processPart(state.network, process)}`, `send ${name}`, 75];
  },
  signalRaised: (_, events) => [say`gets ${first(events).name}`, `get ${first(events).name}`, 80],
};

/** Return true for what a built-in host does by itself, also while a task of the program runs that asks for it. */
export function isOfHost({ network }: LoopState, event: TraceEvent): boolean {
  if (!("endpoint" in event) || !("task" in event) || event.task > 0) return false;
  return (network.endpoints.get(event.endpoint)?.host ?? 0) > 0;
}

/** Return what these events of one kind are as a deed; null if they are none. */
export function networkDeed(
  state: LoopState,
  events: readonly [TraceEvent, ...TraceEvent[]],
): NetworkDeed | null {
  const [{ kind }] = events;
  const find = (
    deeds as { readonly [K in EventKind]?: (state: LoopState, events: readonly TraceEvent[]) => Words | null }
  )[kind];
  if (!find) return null;
  const ends = [...new Set(events.map((event) => ("endpoint" in event ? event.endpoint : 0)))];
  const [end = 0] = ends;
  const words = onSeveral(events, ends.length) ?? find(state, events);
  if (!words) return null;
  const [one, all, weight, short] = words;
  const actor = side(state, end);
  const isOneSide = ends.every((other) => side(state, other).text === actor.text);
  const deed = { one, all, weight, ...(short && { short }) };
  if (!isOneSide) return { ...deed, actor: say`${ends.length} connections`, isMany: true };
  return { ...deed, actor: actor.task ? say`${actor}'s connection` : [actor] };
}

/** Return the words about several endpoints at once; null for one, and for a kind of which the first says enough. */
function onSeveral(events: readonly TraceEvent[], count: number): Words | null {
  if (count < 2) return null;
  switch (events[0]?.kind) {
    case "bytesRead": {
      const bytes = bytesText(sum(events as readonly EventOf<"bytesRead">[]));
      return [say`reads ${bytes} from ${count} connections`, `read ${bytes}`, 60, say`reads ${bytes}`];
    }
    case "bytesSent": {
      const bytes = bytesText(sum(events as readonly EventOf<"bytesSent">[]));
      return [say`sends ${bytes} to ${count} connections`, `send ${bytes}`, 60, say`sends ${bytes}`];
    }
    default:
      return null;
  }
}

/**
 * Return the words for a wait that follows from what the step did before: for an answer to what it sent, for the
 * connection that it asked for; empty if the wait says nothing more, null if it follows from nothing.
 */
export function waitAfter(
  { network, tasks }: LoopState,
  did: ReadonlyMap<string, readonly TraceEvent[]>,
  { task, reason, on }: EventOf<"taskSuspended">,
): string | null {
  const isAbout = (kind: EventKind) =>
    did.get(kind)?.some((event) => "endpoint" in event && event.endpoint === on) ?? false;
  if (reason === "connect" && isAbout("connectionRequested")) return "waits for it";
  if (reason === "read" && isAbout("bytesSent"))
    return network.endpoints.get(on)?.isServer ? "waits for more" : "waits for an answer";
  // A server that is made gives way to the loop once.
  return did.has("listeningStarted") && tasks.get(task)?.status === "ready" ? "" : null;
}

/** Return the deed of a transport that wakes readers: by bytes, or by the end of a stream; null if it woke no task. */
export function wakeOfReaders(
  store: { stateAt(index: number): LoopState },
  did: ReadonlyMap<string, readonly TraceEvent[]>,
): NetworkDeed | null {
  const scheduled = (did.get("handleScheduled") ?? []) as readonly EventOf<"handleScheduled">[];
  const woken = scheduled.filter(({ task }) => task > 0);
  const [wake] = woken;
  if (!wake) return null;
  const tasks = [...new Set(woken.map(({ task }) => task))];
  const isOne = tasks.length === 1;
  const many = isOne ? "a task" : `${tasks.length} tasks`;
  const state = store.stateAt(wake.index);
  const words = {
    one: say`wakes ${namesOf(state, tasks)}`,
    all: `wake ${many}`,
    ...(!isOne && { short: say`wakes ${many}` }),
    weight: 58,
  };
  if (did.has("bytesRead") || did.has("datagramRead")) return words;
  const ended = woken.map(({ index, task }) => {
    const before = store.stateAt(index - 1);
    const on = before.tasks.get(task)?.on ?? 0;
    return before.network.endpoints.get(on)?.hasPeerEnded ? otherSide(before, on) : null;
  });
  const [peer] = ended;
  if (!peer || ended.includes(null)) return null;
  if (ended.length > 1) return { ...words, actor: say`the ends of ${ended.length} streams`, isMany: true };
  return { ...words, actor: say`the end of ${peer}'s stream` };
}
