/**
 * Arrivals: what the network and processes do by themselves between two callbacks, and the sentence about it that is shown while it plays.
 * Called by the beats and their sentences.
 */
import { countText } from "../../base/number-text.ts";
import type { EventKind, EventOf, TraceEvent } from "../../events/event.ts";
import type { LoopState } from "../loop-state.ts";
import { type Part, say } from "../sentence.ts";
import { networkSentences } from "./network-narration.ts";
import type { NetworkKind } from "./network-states.ts";
import { bytesText, otherSide, side } from "./network-words.ts";
import { turnSentence } from "./process-words.ts";

/** Kinds that happen outside of callbacks, the weightiest first. */
const arrivals = [
  "connectionReset",
  "connectionFailed",
  "connectionDropped",
  "datagramLost",
  "bytesArrived",
  "datagramArrived",
  "endArrived",
  "connectionOpened",
  "connectionQueued",
  "bytesDeparted",
  "endDeparted",
  "datagramDeparted",
  "processExited",
  "endpointReady",
  "processReported",
] as const satisfies readonly NetworkKind[];

const isKnown: ReadonlySet<EventKind> = new Set<EventKind>([
  ...arrivals,
  "endpointOpened",
  "processResumed",
  "processSuspended",
]);
/** Kinds of which a process or a host makes some by itself. */
const isDeed: ReadonlySet<EventKind> = new Set<EventKind>([
  "bytesSent",
  "bytesRead",
  "connectionAccepted",
  "endSent",
  "endpointClosed",
  "processStarted",
]);

/** Return true for an event that the network or a process makes by itself, if it is in no callback. */
export function isArrival(event: TraceEvent): boolean {
  return isKnown.has(event.kind) || (isDeed.has(event.kind) && "task" in event && event.task === 0);
}

/** Say what the weightiest of these events are; empty if there is no arrival among them. */
export function arrivalSentence(
  events: readonly TraceEvent[],
  stateAt: (index: number) => LoopState,
): Part[] {
  const turn = turnSentence(events, stateAt);
  if (turn.length > 0) return turn;
  for (const kind of arrivals) {
    const some = events.filter((event) => event.kind === kind);
    const [first] = some;
    if (!first) continue;
    const after = stateAt(first.index);
    const text = some.length > 1 ? several(some, after) : [];
    return text.length > 0 ? text : networkSentences[kind]({ event: first as never, after });
  }
  return [];
}

/** Say what several events of one kind are; empty for a kind of which the first says enough. */
function several(events: readonly TraceEvent[], after: LoopState): Part[] {
  const count = countText(events.length);
  const [{ kind }] = events as [TraceEvent];
  switch (kind) {
    case "bytesArrived": {
      const arrived = events as readonly EventOf<"bytesArrived">[];
      const bytes = bytesText(arrived.reduce((sum, event) => sum + event.bytes, 0));
      const ends = [...new Set(arrived.map(({ endpoint }) => endpoint))];
      const [end = 0] = ends;
      if (ends.length > 1) return say`${bytes} arrive on ${countText(ends.length)} connections.`;
      return say`${bytes} arrive at ${side(after, end)} from ${otherSide(after, end)}.`;
    }
    case "datagramArrived":
      return say`${count} datagrams arrive.`;
    case "datagramLost":
      return say`${count} datagrams are lost.`;
    case "endArrived":
      return say`The ends of ${count} streams arrive.`;
    case "connectionOpened":
      return say`${count} connections are open.`;
    case "connectionQueued":
      return say`${count} connections wait to be accepted.`;
    case "connectionFailed":
      return say`${count} connections fail.`;
    default:
      return [];
  }
}
