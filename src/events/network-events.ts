/**
 * Event kinds of the simulated network: the last part of the event table.
 *
 * An endpoint is one end of a connection, a listener, a datagram socket or an end of a pipe; its id is never used again,
 * as a descriptor's number is. From these events alone follow the bytes that wait to be sent (sent − departed), those
 * in flight (departed − arrived) and those that wait to be read (arrived − read), and the place of each on the wire:
 * what departs names the time at which it arrives.
 */
import { event, field, line, task } from "./declare.ts";
import { closedSets } from "./field-types.ts";

const endpoint = field("endpoint", "endpoint", "The endpoint.");
const listener = field("endpoint", "endpoint", "The listener.");
const peer = field("peer", "endpoint", "The endpoint at the other end.");
const bytes = field("bytes", "count", "Number of bytes.");
const preview = field(
  "preview",
  "text",
  "The first of these bytes, as text of at most 80 characters; empty if the program's settings want none.",
);
const arrival = field("arrival", "seconds", "Virtual time of the arrival.");
const waiting = field("waiting", "count", "Connections in the listen queue since.");
const datagram = field("datagram", "datagram", "The datagram.");
const buffered = field("bytes", "count", "Bytes in the transport's buffer.");
const mark = field("mark", "count", "The mark that the buffer has passed, in bytes.");

export const networkEvents = {
  hostAdded: event(
    "The program reaches a host of the simulated network for the first time.",
    field("host", "host", "The host."),
    field("name", "label", "Its name."),
    field("address", "text", "Its address."),
    field("latency", "seconds", "Seconds that a packet is on its way to it, without jitter."),
    field("bandwidth", "seconds", "Bytes a second; 0 for no limit."),
  ),
  nameResolved: event(
    "A host's name was looked up.",
    field("name", "label", "The name."),
    field("addresses", "text", "Addresses, separated by spaces; empty if the name is not known."),
    field("duration", "seconds", "Seconds that the look-up took."),
    task,
    line,
  ),
  endpointOpened: event(
    "An endpoint was created.",
    endpoint,
    field("type", closedSets.endpointType, "What it can carry."),
    field("host", "host", "Host that it belongs to; none for the program's own."),
    task,
    line,
  ),
  endpointBound: event(
    "An endpoint got its own address.",
    endpoint,
    field("address", "label", "The address: `host:port`, or a path."),
    task,
    line,
  ),
  listeningStarted: event(
    "An endpoint became a listener: it waits for connections.",
    listener,
    field("address", "label", "The address: `host:port`, or a path."),
    field("backlog", "count", "The backlog: one connection more may wait to be accepted."),
    task,
    line,
  ),
  connectionRequested: event(
    "An endpoint asks for a connection.",
    endpoint,
    field("address", "label", "The address asked for: `host:port`, or a path."),
    field("host", "host", "Host of that address; none for the program's own."),
    task,
    line,
  ),
  connectionOpened: event("The connection that an endpoint asked for is open.", endpoint, peer),
  connectionFailed: event(
    "The connection that an endpoint asked for was not opened.",
    endpoint,
    field("reason", closedSets.connectFailure, "Why."),
  ),
  connectionQueued: event("A connection joined the listen queue.", listener, peer, waiting),
  connectionDropped: event(
    "The listen queue was full: the request was dropped, and is made again later.",
    listener,
    peer,
    waiting,
  ),
  connectionAccepted: event(
    "A connection left the listen queue: the program accepts it.",
    listener,
    peer,
    waiting,
    task,
    line,
  ),
  bytesSent: event("The program wrote bytes to an endpoint.", endpoint, bytes, task, line, preview),
  bytesDeparted: event("Bytes left an endpoint for its peer.", endpoint, bytes, arrival),
  bytesArrived: event("Bytes arrived at an endpoint.", endpoint, bytes),
  bytesRead: event("The program read bytes from an endpoint.", endpoint, bytes, task, line),
  datagramSent: event(
    "The program sent a datagram.",
    endpoint,
    datagram,
    bytes,
    field("address", "label", "Where to."),
    task,
    line,
    preview,
  ),
  datagramDeparted: event("A datagram is on its way.", datagram, peer, arrival),
  datagramArrived: event("A datagram arrived at an endpoint.", endpoint, datagram, bytes),
  datagramLost: event(
    "A datagram will never arrive, or was dropped on arrival.",
    endpoint,
    datagram,
    field("reason", closedSets.datagramLoss, "Why."),
  ),
  datagramRead: event("The program read a datagram.", endpoint, datagram, bytes, task, line),
  endSent: event(
    "The program ends its side of a connection: no more bytes will follow.",
    endpoint,
    task,
    line,
  ),
  endDeparted: event("The end of the stream left an endpoint for its peer.", endpoint, arrival),
  endArrived: event("The end of the peer's stream arrived: there is nothing more to read.", endpoint),
  connectionReset: event("The peer is gone: the connection was reset.", endpoint),
  endpointClosed: event(
    "The program closed an endpoint.",
    endpoint,
    field("how", closedSets.closing, "closed, or aborted: what waited to be sent is lost."),
    task,
    line,
  ),
  endpointReady: event(
    "The loop's selector finds an endpoint ready; the loop schedules the callback that waits for that.",
    endpoint,
    field("ready", closedSets.readiness, "What can be done without waiting."),
  ),
  writingPaused: event(
    "A transport's buffer is over its high-water mark: the protocol is asked to pause writing. While writing stays paused, once more each time that the buffer has doubled.",
    endpoint,
    buffered,
    mark,
  ),
  writingResumed: event(
    "A transport's buffer is down to its low-water mark: writing may continue.",
    endpoint,
    buffered,
    mark,
  ),
  readingPaused: event("A transport was asked to stop reading.", endpoint, task, line),
  readingResumed: event("A transport was asked to read again.", endpoint, task, line),
  signalRaised: event(
    "The program got a signal.",
    field("name", "label", "The signal, such as SIGINT."),
    field(
      "origin",
      closedSets.signalOrigin,
      "The program itself, a timer that it set, the person at the page, or a visitor of its servers.",
    ),
    task,
    line,
  ),
  handshakeStarted: event(
    "A TLS handshake begins at an endpoint. TLS is simulated: nothing is encrypted.",
    endpoint,
    field("side", closedSets.tlsSide, "Side of the connection."),
    field(
      "name",
      "label",
      "A client's name for the server, which its certificate must have; empty if it has none.",
    ),
    task,
    line,
  ),
  handshakeFinished: event(
    "A TLS handshake is over: bytes of the program may follow.",
    endpoint,
    field("version", "label", "Version of TLS, such as TLSv1.3."),
    field("protocol", "text", "Protocol that both sides chose (ALPN); empty for none."),
  ),
  handshakeFailed: event(
    "A TLS handshake has failed.",
    endpoint,
    field("reason", "label", "Why, in OpenSSL's words."),
  ),
} as const;
