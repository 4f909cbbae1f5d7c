/** A run as a file: in Loopscope's own format, and in Perfetto's. Called by the share dialog. */
import { traceFile } from "../formats/write-loopscope.ts";
import { traceEvents, type TraceEventFile } from "../formats/write-perfetto.ts";
import type { Run } from "./run.svelte.ts";

/** The parts of the file's text, as `npm run trace` prints it. */
export function loopscopeFile(run: Run): Iterable<string> {
  const { language, conditions, source, store, endTime } = run;
  const { outcome, error, line, time } = run.end ?? { outcome: null, error: null, line: 0, time: endTime };
  return traceFile(store, { language, ...conditions, source, outcome, error, line, time });
}

/** The file for Perfetto; `about` becomes its metadata. */
export function perfettoFile(run: Run, about: Record<string, string | number>): TraceEventFile {
  return traceEvents(run.store, about);
}
