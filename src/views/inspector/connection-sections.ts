/**
 * The sections about an endpoint and its connection: where its bytes are, why a reader does not wake, where the time went,
 * and what was said. Found in the events of both ends.
 */
import { firstIndex } from "../../base/binary-search.ts";
import { durationText } from "../../base/number-text.ts";
import type { TraceEvent } from "../../events/event.ts";
import { eventsOf } from "../../store/entity-events.ts";
import { narrate } from "../../store/narration.ts";
import type { LoopState } from "../../store/loop-state.ts";
import type { Endpoint, Tls } from "../../store/network/network-state.ts";
import { bytesText, endpointName, side } from "../../store/network/network-words.ts";
import { isForEndpoint, waitKind } from "../../store/resources/kinds.ts";
import { say } from "../../store/sentence.ts";
import { shownName } from "../../store/task-name.ts";
import type { TraceStore } from "../../store/trace-store.ts";
import type { Trace } from "../../trace/trace.ts";
import { connectionTimes } from "./connection-times.ts";
import {
  type Inspected,
  linePiece,
  type Piece,
  pieceOf,
  type Row,
  type Scene,
  type Section,
  windowed,
} from "./pieces.ts";

/** Return the events about an endpoint and the endpoint at the other end of its connection, in order. */
export function connectionEvents(trace: Trace, id: number): number[] {
  const own = eventsOf(trace, "endpoint", id);
  const peer = peerIn(trace, own, id);
  if (peer === 0) return own;
  const all = new Set([...own, ...eventsOf(trace, "endpoint", peer)]);
  return [...all].sort((a, b) => a - b);
}

function peerIn(trace: Trace, events: readonly number[], id: number): number {
  for (const index of events) {
    const event = trace.event(index);
    if (event.kind === "connectionOpened") return event.endpoint === id ? event.peer : event.endpoint;
  }
  return 0;
}

/** Return the sections; `events` are those of `connectionEvents`, at least one. */
export function inspectEndpoint(
  scene: Scene,
  id: number,
  events: readonly number[],
): Omit<Inspected, "stats"> {
  const { state } = scene;
  const endpoint = state.network.endpoints.get(id);
  const title = endpointName(state, id)
    .map(({ text }) => text)
    .join("");
  return {
    kind: kindOf(endpoint),
    title,
    task: 0,
    status: endpoint ? statusOf(endpoint).map(pieceOf) : say`not open yet`,
    sections: [
      ...whyNotYet(scene, endpoint),
      ...buffers(scene, endpoint),
      times(scene, events),
      conversation(scene, events),
      history(scene, events),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function kindOf(endpoint: Endpoint | undefined): string {
  if (endpoint?.listen) return "Listener";
  if (endpoint?.type === "udp") return "Datagram socket";
  if (endpoint?.type === "pipe") return "Pipe";
  return endpoint && endpoint.peer > 0 ? "Connection" : "Socket";
}

function statusOf({ status, failure, listen, tls }: Endpoint) {
  if (status === "failed") return say`failed: ${failure}`;
  if (status === "listening" && listen) return say`listens, ${listen.queue.length} of ${listen.room} wait`;
  if (status === "open" && tls) return say`open, ${tlsText(tls)}`;
  return say`${status}${failure && status !== failure ? `, after: ${failure}` : ""}`;
}

function tlsText({ status, version, protocol, reason }: Tls): string {
  if (status === "handshake") return "in a TLS handshake";
  if (status === "failed") return `the TLS handshake failed: ${reason}`;
  return `simulated ${version}${protocol && `, ${protocol}`}: nothing is encrypted`;
}

/** Why the tasks that wait for either end do not continue. */
function whyNotYet({ state }: Scene, endpoint: Endpoint | undefined): Section[] {
  if (!endpoint) return [];
  const ends = [endpoint.id, endpoint.peer];
  const waiting = [...state.tasks.values()].filter(
    ({ status, reason, on }) => status === "waiting" && isForEndpoint(reason) && ends.includes(on) && on > 0,
  );
  const scene = { state, resource: undefined, group: undefined, who: [], count: 0 };
  const rows = waiting.slice(0, 6).map((task): Row => {
    const why = waitKind(task.reason)?.whyNotYet({ ...scene, task }) ?? [];
    return { pieces: say`${{ text: shownName(task), task: task.id }}: ${why.map(pieceOf)}` };
  });
  return [{ title: "Why not yet?", rows }];
}

/** Where bytes are at the cursor, on the way from each end to the other. */
function buffers({ state }: Scene, endpoint: Endpoint | undefined): Section[] {
  if (!endpoint || endpoint.peer === 0) return [];
  const peer = state.network.endpoints.get(endpoint.peer);
  const rows = [endpoint, peer].flatMap((from): Row[] => {
    const to = from && state.network.endpoints.get(from.peer);
    if (!from || !to) return [];
    // Of a pipe the first end only reads.
    if (from.type === "pipe" && from.id < to.id) return [];
    const flying = from.flight.reduce((sum, { bytes }) => sum + bytes, 0);
    const name = pieceOf(side(state, from.id));
    const paused = from.paused ? say`, writing is paused` : [];
    return [
      {
        pieces: say`from ${name}: ${bytesText(from.queued)} wait to be sent, ${bytesText(flying)} on the way, ${bytesText(to.unread)} unread${paused}`,
      },
    ];
  });
  return [{ title: "Bytes", rows }];
}

/** Where the time of the connection went. */
function times({ store }: Scene, events: readonly number[]): Section {
  const { connect, transfer, unread, idle } = connectionTimes(
    events.map((index) => store.trace.event(index)),
    store.trace.time(store.length - 1),
  );
  const rows = (
    [
      ["looking up the name", lookUpBefore(store.trace, events)],
      ["connecting", connect],
      ["bytes on the way", transfer],
      ["waiting to be read", unread],
      ["nothing to do", idle],
    ] as const
  ).flatMap(([what, seconds]): Row[] =>
    seconds > 0 ? [{ pieces: say`${what}: ${durationText(seconds)}` }] : [],
  );
  return { title: "Where the time went", rows };
}

/** Events before a request among which the look-up of its name is. */
const NEAR = 200;

/** Return the seconds that the task took to look up the name to which it then asked for this connection. */
function lookUpBefore(trace: Trace, events: readonly number[]): number {
  const asked = events.find((index) => trace.kind(index) === "connectionRequested") ?? 0;
  for (let index = asked - 1; index >= Math.max(0, asked - NEAR); index--) {
    const event = trace.event(index);
    if (event.kind === "nameResolved" && event.task === trace.task(asked)) return event.duration;
  }
  return 0;
}

/** What was written to each end, as text and as bytes. */
function conversation({ store, state }: Scene, events: readonly number[]): Section {
  const said = events.filter((index) => ["bytesSent", "datagramSent"].includes(store.trace.kind(index)));
  const past = said.filter((index) => index <= state.index).length;
  return windowed("Conversation", said.length, past, (i): Row => {
    const at = said[i] as number;
    const event = store.trace.event(at) as Extract<TraceEvent, { kind: "bytesSent" | "datagramSent" }>;
    return {
      pieces: say`${pieceOf(side(state, event.endpoint))}: ${bytesText(event.bytes)}`,
      at,
      time: event.time,
      phase: at === state.index ? "now" : at < state.index ? "past" : "future",
      // Without previews, the number of bytes is all that is known.
      ...(event.preview !== "" && { code: event.preview, hex: hexLine(state, event) }),
    };
  });
}

/** All that happened at both ends, in sentences: which end it is must be said. */
function history(scene: Scene, events: readonly number[]): Section {
  const { state, store } = scene;
  const past = firstIndex(events.length, (i) => (events[i] as number) > state.index);
  return windowed("History", events.length, past, (i): Row => {
    const at = events[i] as number;
    const phase = at === state.index ? "now" : at < state.index ? "past" : "future";
    return { pieces: sentenceAt(scene, at), at, time: store.trace.time(at), phase };
  });
}

/** Sentences that were made: each needs the state after its event, which never changes. */
const made = new WeakMap<TraceStore, Map<number, readonly Piece[]>>();

function sentenceAt({ store }: Scene, at: number): readonly Piece[] {
  let known = made.get(store);
  if (!known) made.set(store, (known = new Map()));
  let pieces = known.get(at);
  if (!pieces) {
    const said = narrate(store.trace.event(at), store.stateAt(at)).map(pieceOf);
    const line = store.trace.line(at);
    known.set(at, (pieces = line > 0 ? onLine(said, line) : said));
  }
  return pieces;
}

/** Return a sentence that ends with its line. */
function onLine(sentence: readonly Piece[], line: number): Piece[] {
  const words = sentence.map((piece, i) =>
    i === sentence.length - 1 ? { ...piece, text: piece.text.replace(/\.$/, "") } : piece,
  );
  return say`${words}, ${linePiece(line)}.`;
}

/** The bytes as numbers; records of TLS are named, so theirs are not known. */
function hexLine(
  { network }: LoopState,
  { endpoint, preview }: { endpoint: number; preview: string },
): string {
  const isNamed = network.endpoints.get(endpoint)?.tls && preview.startsWith("TLS: ");
  return isNamed ? "" : hexOf(preview);
}

/** Bytes of a preview that are shown as numbers. */
const MAX_HEX = 16;

/** Return the first bytes of a preview in hexadecimal: `68 65 6c 6c 6f 0a` of `hello\n`, whose last byte is escaped. */
export function hexOf(preview: string): string {
  const bytes = bytesOf(preview);
  const shown = bytes.slice(0, MAX_HEX).map((byte) => byte.toString(16).padStart(2, "0"));
  return shown.join(" ") + (bytes.length > MAX_HEX ? " …" : "");
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** Return the bytes of a preview, as `src/runtime/network/preview.ts` writes it. */
function bytesOf(preview: string): number[] {
  const encoder = new TextEncoder();
  return [...preview.matchAll(/\\x([0-9a-f]{2})|\\(.)|[^\\]+/g)].flatMap(([text, hex, escaped]) =>
    hex === undefined
      ? [...encoder.encode(escaped === undefined ? text : (ESCAPES[escaped] ?? escaped))]
      : [parseInt(hex, 16)],
  );
}
