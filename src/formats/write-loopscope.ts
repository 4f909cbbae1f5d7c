/**
 * File of a run, one JSON object: the output of the headless recorder, and the page's download. Its shape is documented in
 * `docs/format.md` and `public/trace.schema.json`; readers rely on it, so fields are only ever added.
 */
import { exportEvents } from "./export-events.ts";
import { type Conditions, conditionsOf } from "../share/program.ts";
import type { WrittenFile } from "../share/file-bytes.ts";
import { TRACE_VERSION } from "../trace/chunk.ts";
import type { TraceStore } from "../store/trace-store.ts";

/** Facts about a run that its trace does not contain. */
export interface AboutRun extends Conditions {
  language: string;
  /** Text of the program; null if it is unknown. */
  source: string | null;
  /** Outcome of the run; null if it was stopped. */
  outcome: string | null;
  error: string | null;
  /** Line of the error; 0 for none. */
  line: number;
  /** Virtual seconds at the end. */
  time: number;
  /** The files that the run has made or changed; none if absent. */
  written?: readonly WrittenFile[];
}

/** Events in a part of the text; a full trace is longer than the longest string. */
const EVENTS_A_PART = 10_000;

/**
 * Return the parts of the file's text, which is one line. The store holds the whole run, and knows if that ended in a
 * deadlock.
 */
export function* traceFile(store: TraceStore, { line, written = [], ...about }: AboutRun): Generator<string> {
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
  const { language, source, outcome, error, time } = about;
  const { seed, ...otherConditions } = conditionsOf(about);
  const head = {
    version: TRACE_VERSION,
    ...{ language, seed, source, ...otherConditions },
    ...{ outcome, error, line: line || null, time, output, warnings },
    ...(written.length > 0 && { written: written.map(({ name, bytes }) => ({ name, size: bytes.length })) }),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"events":[`;
  for (let start = 0; start < events.length; start += EVENTS_A_PART) {
    const part = JSON.stringify(events.slice(start, start + EVENTS_A_PART)).slice(1, -1);
    yield start === 0 ? part : `,${part}`;
  }
  yield "]}\n";
}
