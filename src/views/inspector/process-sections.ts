/** The sections about a process: who started it, what it waits for, what passed through its streams, how it ended. */
import { durationText } from "../../base/number-text.ts";
import { eventsOf } from "../../store/entity-events.ts";
import type { LoopState } from "../../store/loop-state.ts";
import type { Process } from "../../store/network/network-state.ts";
import { bytesText, otherSide, processPart } from "../../store/network/network-words.ts";
import { waitWords } from "../../store/network/process-words.ts";
import { type Part, say } from "../../store/sentence.ts";
import type { Trace } from "../../trace/trace.ts";
import {
  type Inspected,
  linePiece,
  listed,
  type Piece,
  pieceOf,
  type Row,
  type Scene,
  type Section,
  taskPiece,
  windowed,
} from "./pieces.ts";

/** Return the events about a process and its standard streams, in order. */
export function processEvents(trace: Trace, id: number): number[] {
  const own = eventsOf(trace, "process", id);
  const start = own.map((index) => trace.event(index)).find((event) => event.kind === "processStarted");
  if (start?.process !== id) return own;
  const streams = new Set([start.stdin, start.stdout, start.stderr].filter((endpoint) => endpoint > 0));
  const ofStreams = [...streams].flatMap((endpoint) => eventsOf(trace, "endpoint", endpoint));
  return [...new Set([...own, ...ofStreams])].sort((a, b) => a - b);
}

/** Return the sections; `events` are those of `processEvents`, at least one. */
export function inspectProcess(
  scene: Scene,
  id: number,
  events: readonly number[],
): Omit<Inspected, "stats"> {
  const { state } = scene;
  const process = state.network.processes.find((one) => one.id === id);
  const title = scene.store.spans.processOf(id)?.name ?? processPart(state.network, id).text;
  const head = { kind: "Process", title, task: 0 };
  if (!process) return { ...head, status: say`not started yet`, sections: [] };
  return {
    ...head,
    status: statusWords(state, process).map(pieceOf),
    sections: [
      { title: "Command", rows: [{ pieces: [], code: process.command }] },
      started(scene, process, events),
      whyNotYet(state, process),
      awaitedBy(scene, process),
      streams(state, process),
      printed(scene, process, events),
      children(state, process),
      ended(scene, process, events),
    ].filter(({ rows }) => rows.length > 0),
  };
}

/** Return what a process does at a moment, or how it has ended, in words. */
function statusWords(state: LoopState, process: Process): Part[] {
  const { status, signal, wait, began, thread } = process;
  if (status !== null) return say`${status < 0 ? `ended by ${signal}` : `ended with status ${status}`}`;
  if (began === null) return say`starts`;
  if (wait) return waitWords(state, wait);
  const call = state.threads.find(({ id }) => id === thread)?.wait?.call;
  if (!call) return say`runs`;
  return call === "time.sleep" ? say`sleeps` : say`waits in ${call}`;
}

function started({ store, state }: Scene, process: Process, events: readonly number[]): Section {
  const at = events.find((index) => {
    const event = store.trace.event(index);
    return event.kind === "processStarted" && event.process === process.id;
  });
  const { parent, task, line, since } = process;
  const by = parent > 0 ? pieceOf(processPart(state.network, parent)) : taskPiece({ state, store }, task);
  const where = line > 0 ? say`, ${linePiece(line)}` : [];
  return {
    title: "Started",
    rows: [{ pieces: say`by ${by}${where}`, ...(at !== undefined && { at }), time: since }],
  };
}

/** Why it has not ended. */
function whyNotYet(state: LoopState, process: Process): Section {
  const { wait } = process;
  const rows: Row[] = [];
  if (process.status === null && wait) {
    rows.push({ pieces: say`It ${waitWords(state, wait).map(pieceOf)}.` });
    if (wait.reason === "read")
      rows.push({ pieces: say`Its input ends when every holder of the pipe's other end has closed it.` });
    if (wait.reason === "write")
      rows.push({ pieces: say`It continues when the other side reads, and ends when that closes the pipe.` });
  }
  return { title: "Why not yet?", rows };
}

function awaitedBy(scene: Scene, { id }: Process): Section {
  const waiting = [...scene.state.tasks.values()].filter(
    ({ status, reason, on }) => status === "waiting" && reason === "process" && on === id,
  );
  const pieces = waiting.slice(0, 12).map((task) => taskPiece(scene, task.id));
  return {
    title: "Awaited by",
    rows: pieces.length > 0 ? [{ pieces: listed(pieces, waiting.length, 12) }] : [],
  };
}

const NAMES = ["stdin", "stdout", "stderr"];

/** Its streams: where each leads, and the bytes that are in it. */
function streams(state: LoopState, { streams }: Process): Section {
  const { network } = state;
  const rows = streams.map((endpoint, at): Row => {
    const name = NAMES[at] ?? "";
    const own = network.endpoints.get(endpoint);
    if (!own) return { pieces: say`${name}: no pipe (the console, a file or nothing)` };
    if (endpoint === streams[at - 1]) return { pieces: say`${name}: the same as ${NAMES[at - 1] ?? ""}` };
    const other = openEndpoint(endpoint, otherSide(state, endpoint).text);
    const peer = network.endpoints.get(own.peer);
    if (at === 0) {
      const end = own.hasPeerEnded ? ", ended" : "";
      return {
        pieces: say`${name} from ${other}: ${bytesText(own.read)} read, ${bytesText(own.unread)} unread${end}`,
      };
    }
    const unread = peer && peer.unread > 0 ? say`, ${bytesText(peer.unread)} not read yet` : [];
    return { pieces: say`${name} to ${other}: ${bytesText(own.sent)} written${unread}` };
  });
  return { title: "Streams", rows };
}

function openEndpoint(id: number, text: string): Piece {
  return { text, open: { kind: "endpoint", id } };
}

/** What was written to its output streams, by it or by a process that shares them. */
function printed(
  { store, state }: Scene,
  { streams: [, ...outputs] }: Process,
  events: readonly number[],
): Section {
  const written = events.filter((index) => {
    const event = store.trace.event(index);
    return event.kind === "bytesSent" && outputs.includes(event.endpoint);
  });
  const past = written.filter((index) => index <= state.index).length;
  return windowed("Printed", written.length, past, (i): Row => {
    const at = written[i] as number;
    const event = store.trace.eventOf(at, "bytesSent");
    return {
      pieces: say`${bytesText(event.bytes)} to ${NAMES[outputs.indexOf(event.endpoint) + 1] ?? ""}`,
      at,
      time: event.time,
      phase: at === state.index ? "now" : at < state.index ? "past" : "future",
      ...(event.preview !== "" && { code: event.preview }),
    };
  });
}

function children({ network }: LoopState, { id }: Process): Section {
  const started = network.processes.filter(({ parent }) => parent === id);
  const pieces = started.slice(0, 12).map((child) => pieceOf(processPart(network, child.id)));
  return {
    title: "Has started",
    rows: pieces.length > 0 ? [{ pieces: listed(pieces, started.length, 12) }] : [],
  };
}

function ended({ store }: Scene, process: Process, events: readonly number[]): Section {
  const { status, signal, ended, since } = process;
  if (status === null || ended === null) return { title: "Ended", rows: [] };
  const at = events.find((index) => {
    const event = store.trace.event(index);
    return event.kind === "processExited" && event.process === process.id;
  });
  const how = status < 0 ? `by ${signal}: return code ${status}` : `with status ${status}`;
  return {
    title: "Ended",
    rows: [
      {
        pieces: say`${how}, after ${durationText(ended - since)}`,
        ...(at !== undefined && { at }),
        time: ended,
      },
    ],
  };
}
