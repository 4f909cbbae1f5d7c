/**
 * Processes in words: how one ends, what it waits for, and what a command does from one wait to the next. Called by
 * sentences and by the inspector.
 */
import { clockText } from "../../base/number-text.ts";
import type { EventOf, TraceEvent } from "../../events/event.ts";
import type { LoopState } from "../loop-state.ts";
import { type Part, say } from "../sentence.ts";
import type { ProcessWait } from "./network-state.ts";
import { bytesText, otherSide, processPart } from "./network-words.ts";

/** Most words of a turn's sentence, as of a beat's. */
const MOST_WORDS = 12;

/** Return how a process has ended, as words after its name. */
export function endingWords({ status, signal }: { status: number; signal: string }): string {
  return signal !== "" ? `is ended by ${signal}` : `ends with status ${status}`;
}

/** Return what a process waits for, as words after its name. */
export function waitWords(
  state: LoopState,
  { reason, endpoint, child, until }: Omit<ProcessWait, "since">,
): Part[] {
  switch (reason) {
    case "read":
      return say`waits for input from ${otherSide(state, endpoint)}`;
    case "write":
      return say`waits: the pipe to ${otherSide(state, endpoint)} is full`;
    case "process":
      return say`waits for ${processPart(state.network, child)} to end`;
    default:
      return until > 0 ? say`sleeps until ${clockText(until)} s` : say`sleeps for ever`;
  }
}

/**
 * Return the sentence of what a command does from a wait to the next, from the events of that turn; empty if they are no turn
 * of a command.
 */
export function turnSentence(events: readonly TraceEvent[], stateAt: (index: number) => LoopState): Part[] {
  const start = events.find((event) => event.kind === "processResumed");
  if (!start || start.thread > 0) return [];
  const { process } = start;
  const state = stateAt(start.index);
  const own = state.network.processes.find(({ id }) => id === process);
  const of = <K extends TraceEvent["kind"]>(kind: K, fits: (event: EventOf<K>) => boolean) =>
    events.filter((event): event is EventOf<K> => event.kind === kind && fits(event as EventOf<K>));
  const isOwn = ({ endpoint }: { endpoint: number }) => own?.streams.includes(endpoint) === true;
  const [reads, writes] = [of("bytesRead", isOwn), of("bytesSent", isOwn)];
  const starts = of("processStarted", ({ parent }) => parent === process);
  const [exit] = of("processExited", (event) => event.process === process);
  const [wait] = of("processSuspended", (event) => event.process === process);
  const sum = (some: readonly { bytes: number }[]) =>
    bytesText(some.reduce((all, { bytes }) => all + bytes, 0));
  const [write] = writes;
  const [child] = starts;
  const end = exit ? say`${endingWords(exit)}` : wait ? waitWords(stateAt(wait.index), wait) : [];
  const starting = child ? say`starts ${processPart(stateAt(child.index).network, child.process)}` : [];
  const wrote = write ? say`writes ${sum(writes)}` : [];
  const to = write ? say` to ${otherSide(state, write.endpoint)}` : [];
  const read = reads.length > 0 ? say`reads ${sum(reads)}` : [];
  const subject = processPart(state.network, process);
  const deeds = [read, say`${wrote}${to}`, starting, end].filter((deed) => deed.length > 0);
  for (;;) {
    const last = deeds.at(-1) ?? say`continues`;
    const before = deeds.slice(0, -1).flatMap((deed, i) => (i > 0 ? say`, ${deed}` : [...deed]));
    const parts = before.length > 0 ? say`${subject} ${before} and ${last}.` : say`${subject} ${last}.`;
    if (deeds.length < 2 || wordsIn(parts) <= MOST_WORDS) return parts;
    // How the turn ends says most.
    deeds.shift();
  }
}

function wordsIn(parts: readonly Part[]): number {
  return parts
    .map(({ text }) => text)
    .join("")
    .split(/\s+/).length;
}
