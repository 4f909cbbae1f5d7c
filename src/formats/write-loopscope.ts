/**
 * A run as a file: what the headless recorder prints and what the page downloads, one JSON object. README and the
 * recorder's tests hold its shape; readers rely on it, so fields are only ever added.
 */
import { exportEvents } from "./export-events.ts";
import { TRACE_VERSION } from "../trace/chunk.ts";
import type { TraceStore } from "../store/trace-store.ts";

/** What a trace does not say of its run. */
export interface AboutRun {
  language: string;
  seed: number;
  /** The program's text; null if nobody has it. */
  source: string | null;
  /** How the program ended; null if it was stopped. */
  outcome: string | null;
  error: string | null;
  /** The line that the error is about; 0 for none. */
  line: number;
  /** The virtual time at the end. */
  time: number;
}

/** Events in a part of the text: a full trace is longer than a string may be. */
const EVENTS_A_PART = 10_000;

/**
 * Return the parts of the file's text, which is one line. The store holds the whole run, and knows if that ended in a
 * deadlock.
 */
export function* traceFile(store: TraceStore, { line, ...about }: AboutRun): Generator<string> {
  const events = exportEvents(store.trace);
  const output = events
    .filter((event) => event.kind === "outputWritten")
    .map(({ stream, time, text }) => ({ stream, time, text }));
  const warnings = store.warnings.all.map(({ diagnosis, index, task, line, message }) => ({
    diagnosis,
    time: store.trace.time(index),
    event: index,
    task: task || null,
    line: line || null,
    message,
  }));
  const { language, seed, source, outcome, error, time } = about;
  const head = {
    version: TRACE_VERSION,
    ...{ language, seed, source, outcome, error, line: line || null, time, output, warnings },
  };
  yield `${JSON.stringify(head).slice(0, -1)},"events":[`;
  for (let start = 0; start < events.length; start += EVENTS_A_PART) {
    const part = JSON.stringify(events.slice(start, start + EVENTS_A_PART)).slice(1, -1);
    yield start === 0 ? part : `,${part}`;
  }
  yield "]}\n";
}
