/** Sentences about the events of the network, for `narration.ts`. */
import { countText, durationText } from "../../base/number-text.ts";
import { type Moment, named, nth, type Part, say, type Sentence } from "../sentence.ts";
import type { NetworkKind } from "./network-states.ts";
import {
  bytesText,
  endpointName,
  hostName,
  otherSide,
  processPart,
  serverName,
  shortAddress,
  side,
  streamOf,
} from "./network-words.ts";
import { endingWords, waitWords } from "./process-words.ts";

type OfEndpoint = Moment<Extract<NetworkKind, "bytesSent" | "bytesRead" | "endSent" | "endpointClosed">>;

export const networkSentences: { readonly [K in NetworkKind]: Sentence<K> } = {
  hostAdded: ({ event }) =>
    event.address === "127.0.0.1"
      ? say`${event.name} visits the program's servers.`
      : event.latency > 0
        ? say`The program reaches ${event.name}, ${durationText(event.latency)} away, for the first time.`
        : say`The program reaches ${event.name} for the first time.`,
  nameResolved: ({ event: { name, addresses, duration } }) => {
    if (addresses === "") return say`The name ${name} is not known.`;
    const [first = ""] = addresses.split(" ");
    const took = duration > 0 ? `, after ${durationText(duration)}` : "";
    return say`The name ${name} stands for ${first}${took}.`;
  },
  endpointOpened: ({ event, after }) => {
    if (event.host > 0) return say`${hostName(after.network, event.host)} opens a socket.`;
    // The kernel makes the server's end when a request arrives; what the program opens has a line.
    if (event.task === 0 && event.line === 0 && event.type === "tcp")
      return say`A socket opens for a connection.`;
    return say`${named(after, event.task)} opens ${opened[event.type]}.`;
  },
  endpointBound: ({ event, after }) => {
    const { host = 0, task = 0 } = after.network.endpoints.get(event.endpoint) ?? {};
    const owner = host > 0 ? { text: hostName(after.network, host) } : named(after, event.task || task);
    return say`${owner}'s socket gets the address ${event.address}.`;
  },
  listeningStarted: ({ event }) =>
    say`${serverName(event)} listens for connections, with a backlog of ${countText(event.backlog)}.`,
  connectionRequested: ({ event, after }) =>
    say`${side(after, event.endpoint)} asks for a connection to ${event.host > 0 ? hostName(after.network, event.host) : event.address}.`,
  connectionOpened: ({ event, after }) =>
    say`${side(after, event.endpoint)} is connected to ${otherSide(after, event.endpoint)}.`,
  connectionFailed: ({ event, after }) => {
    const [one, other] = [side(after, event.endpoint), otherSide(after, event.endpoint)];
    switch (event.reason) {
      case "refused":
        return say`${other} refuses the connection of ${one}.`;
      case "timed out":
        return say`${one}'s connection to ${other} times out.`;
      case "unreachable":
        return say`${other} cannot be reached by ${one}.`;
      case "closed":
        return say`${one} gives up its connection to ${other}.`;
    }
  },
  connectionQueued: ({ event, after }) =>
    say`The connection of ${otherSide(after, event.peer)} waits at ${side(after, event.endpoint)}, ${nth(event.waiting)} in line.`,
  connectionDropped: ({ event, after }) =>
    say`The listen queue of ${side(after, event.endpoint)} is full: a request is dropped.`,
  connectionAccepted: ({ event, after }) =>
    event.waiting > 0
      ? say`${side(after, event.endpoint)} accepts the connection of ${otherSide(after, event.peer)}; ${countText(event.waiting)} still ${event.waiting === 1 ? "waits" : "wait"}.`
      : say`${side(after, event.endpoint)} accepts the connection of ${otherSide(after, event.peer)}.`,
  bytesSent: (moment) =>
    say`${actor(moment)} writes ${bytesText(moment.event.bytes)} to ${otherSide(moment.after, moment.event.endpoint)}.`,
  bytesDeparted: ({ event, after }) =>
    say`${bytesText(event.bytes)} leave ${side(after, event.endpoint)} for ${otherSide(after, event.endpoint)}.`,
  bytesArrived: ({ event, after }) =>
    say`${bytesText(event.bytes)} arrive at ${side(after, event.endpoint)} from ${otherSide(after, event.endpoint)}.`,
  bytesRead: (moment) =>
    say`${actor(moment)} reads ${bytesText(moment.event.bytes)} from ${otherSide(moment.after, moment.event.endpoint)}.`,
  datagramSent: ({ event, after }) =>
    say`${side(after, event.endpoint)} sends a datagram of ${bytesText(event.bytes)} to ${shortAddress(event.address)}.`,
  datagramDeparted: ({ event }) =>
    say`A datagram is on its way: it arrives in ${durationText(event.arrival - event.time)}.`,
  datagramArrived: ({ event, after }) =>
    say`A datagram of ${bytesText(event.bytes)} arrives at ${side(after, event.endpoint)}.`,
  datagramLost: ({ event, after }) => {
    const from = side(after, event.endpoint);
    switch (event.reason) {
      case "lost on the way":
        return say`A datagram of ${from} gets lost on the way.`;
      case "no receiver":
        return say`A datagram of ${from} is lost: no socket has that address.`;
      case "buffer full":
        return say`A datagram of ${from} is dropped: the receiver's buffer is full.`;
    }
  },
  datagramRead: ({ event, after }) =>
    say`${side(after, event.endpoint)} reads a datagram of ${bytesText(event.bytes)}.`,
  endSent: (moment) =>
    say`${actor(moment)} ends its stream to ${otherSide(moment.after, moment.event.endpoint)}.`,
  endDeparted: ({ event, after }) =>
    say`The end of ${side(after, event.endpoint)}'s stream leaves for ${otherSide(after, event.endpoint)}.`,
  endArrived: ({ event, after }) =>
    say`The end of ${otherSide(after, event.endpoint)}'s stream arrives at ${side(after, event.endpoint)}.`,
  connectionReset: ({ event, after }) =>
    say`${otherSide(after, event.endpoint)} is gone: ${endpointName(after, event.endpoint)} is reset.`,
  endpointClosed: (moment) => {
    const { event, after } = moment;
    const verb = event.how === "aborted" ? "aborts" : "closes";
    const endpoint = after.network.endpoints.get(event.endpoint);
    if (endpoint?.listen) return say`${side(after, event.endpoint)} closes: it accepts no more connections.`;
    const stream = streamOf(after.network, event.endpoint);
    if (stream?.isOwn) return say`${side(after, event.endpoint)} closes its ${stream.name}.`;
    if (stream)
      return say`${actor(moment)} closes the ${stream.name} of ${processPart(after.network, stream.process)}.`;
    if (endpoint?.type === "tcp" && endpoint.peer > 0)
      return say`${actor(moment)} ${verb} its connection to ${otherSide(after, event.endpoint)}.`;
    return event.task > 0
      ? say`${actor(moment)} ${verb} its socket.`
      : say`${side(after, event.endpoint)} is closed.`;
  },
  endpointReady: ({ event, after }) =>
    say`The loop finds ${endpointName(after, event.endpoint)} ready to ${ready[event.ready]}.`,
  writingPaused: ({ event, after }) =>
    say`${bytesText(event.bytes)} wait for ${otherSide(after, event.endpoint)}: writing ${after.network.endpoints.get(event.endpoint)?.paused?.hasGrown ? "is still" : "is"} paused.`,
  writingResumed: ({ event, after }) =>
    say`The buffer to ${otherSide(after, event.endpoint)} has drained: writing resumes.`,
  readingPaused: ({ event, after }) =>
    say`${side(after, event.endpoint)} stops reading from ${otherSide(after, event.endpoint)}.`,
  readingResumed: ({ event, after }) =>
    say`${side(after, event.endpoint)} reads again from ${otherSide(after, event.endpoint)}.`,
  signalRaised: ({ event: { name, origin } }) => {
    if (origin !== "person" && origin !== "visitor")
      return say`The program gets ${name}${origin === "timer" ? " from its timer" : ""}.`;
    const sent = origin === "person" ? `You send ${name}` : "Someone stops the program";
    return say`${name === "SIGINT" ? "Ctrl-C is pressed" : sent}: the program gets ${name}.`;
  },
  handshakeStarted: ({ event, after }) =>
    event.side === "client"
      ? say`${side(after, event.endpoint)} begins a TLS handshake with ${otherSide(after, event.endpoint)}.`
      : say`${side(after, event.endpoint)} expects a TLS handshake.`,
  handshakeFinished: ({ event, after }) =>
    event.protocol === ""
      ? say`The TLS handshake of ${side(after, event.endpoint)} is over: ${event.version}.`
      : say`The TLS handshake of ${side(after, event.endpoint)} is over: ${event.version}, ${event.protocol}.`,
  handshakeFailed: ({ event, after }) =>
    say`The TLS handshake of ${side(after, event.endpoint)} fails: ${event.reason}.`,
  processStarted: ({ event, after }) => {
    const { process, parent, task } = event;
    const who = parent > 0 ? processPart(after.network, parent) : named(after, task);
    return say`${who} starts the process ${processPart(after.network, process)}.`;
  },
  processSignalled: ({ event, after }) => {
    const to = processPart(after.network, event.process);
    return event.task > 0
      ? say`${named(after, event.task)} sends ${event.name} to ${to}.`
      : say`${to} is sent ${event.name}.`;
  },
  processExited: ({ event, after }) =>
    say`${processPart(after.network, event.process)} ${endingWords(event)}.`,
  processSuspended: ({ event, after }) =>
    say`${processPart(after.network, event.process)} ${waitWords(after, event)}.`,
  processResumed: ({ event, after }) => {
    const one = processPart(after.network, event.process);
    const began = after.network.processes.find(({ id }) => id === event.process)?.began;
    return began === event.time ? say`${one} begins.` : say`${one} continues.`;
  },
  processReported: ({ event, after }) =>
    say`The loop finds that ${processPart(after.network, event.process)} has ended.`,
};

const opened = { tcp: "a socket", udp: "a datagram socket", unix: "a unix socket", pipe: "an end of a pipe" };
const ready = { read: "read", write: "write", both: "read and write" };

/** The task that acts, or else the side that it acts for: transports read and write outside of any task. */
function actor({ event, after }: OfEndpoint): Part {
  return event.task > 0 ? named(after, event.task) : side(after, event.endpoint);
}
