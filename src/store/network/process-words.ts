/**
 * Processes in words: how one ends, what it waits for, and what a command does from one wait to the next. Called by
 * sentences, by the stage and by the inspector.
 */
import { clockText } from "../../base/number-text.ts";
import type { EventOf, TraceEvent } from "../../events/event.ts";
import type { LoopState } from "../loop-state.ts";
import { type Part, say } from "../sentence.ts";
import type { Process, ProcessWait } from "./network-state.ts";
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

/** Return what a process does at a moment, or how it has ended, in words. */
export function statusWords(state: LoopState, process: Process): Part[] {
  const { status, signal, wait, began, thread } = process;
  if (status !== null) return say`${status < 0 ? `ended by ${signal}` : `ended with status ${status}`}`;
  if (began === null) return say`starts`;
  if (wait) return waitWords(state, wait);
  const call = state.threads.find(({ id }) => id === thread)?.wait?.call;
  if (!call) return say`runs`;
  return call === "time.sleep" ? say`sleeps` : say`waits in ${call}`;
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
  const wrote = write ? say`writes ${sum(writes)}` : [];
  const deeds = [
    reads.length > 0 ? say`reads ${sum(reads)}` : [],
    write ? say`${wrote} to ${otherSide(state, write.endpoint)}` : [],
    starts.length > 0
      ? say`starts ${starts.length === 1 ? processPart(stateAt(starts[0]?.index ?? 0).network, starts[0]?.process ?? 0) : `${starts.length} processes`}`
      : [],
    exit ? say`${endingWords(exit)}` : wait ? waitWords(stateAt(wait.index), wait) : [],
  ];
  const subject = processPart(state.network, process);
  for (const shorter of [deeds, [[], ...deeds.slice(1)], [[], wrote, ...deeds.slice(2)]]) {
    const parts = joined(
      subject,
      shorter.filter((deed) => deed.length > 0),
    );
    if (wordsIn(parts) <= MOST_WORDS) return parts;
  }
  return joined(subject, [deeds.find((deed) => deed.length > 0) ?? say`continues`]);
}

function joined(subject: Part, deeds: readonly (readonly Part[])[]): Part[] {
  const last = deeds.at(-1);
  if (!last) return say`${subject} continues.`;
  const before = deeds.slice(0, -1).flatMap((deed, i) => (i > 0 ? say`, ${deed}` : [...deed]));
  return before.length > 0 ? say`${subject} ${before} and ${last}.` : say`${subject} ${last}.`;
}

function wordsIn(parts: readonly Part[]): number {
  return parts
    .map(({ text }) => text)
    .join("")
    .split(/\s+/).length;
}
