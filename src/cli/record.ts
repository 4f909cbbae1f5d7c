/** Headless recording of a program: the guest, the recorder and the trace of the page, without the page. */
import { type Computation, Stopwatch } from "../trace/stopwatch.ts";
import type { Guest, RunResult } from "../guests/guest.ts";
import { EVENT_CAP, capReason } from "../trace/cap.ts";
import type { Chunk } from "../trace/format.ts";
import { Recorder } from "../trace/recorder.ts";
import { Trace } from "../trace/trace.ts";

export interface Recording {
  trace: Trace;
  result: RunResult;
  /** The longest computation by real time, if it was long. */
  computation: Computation | null;
}

// Taken now: while a program runs, `performance.now` is the program's virtual time.
const realNow = performance.now.bind(performance);

/** Run `source` to its end, or to `cap` events; return its trace. */
export function recordProgram(guest: Guest, source: string, seed: number, cap = EVENT_CAP): Recording {
  const trace = new Trace();
  const recording = recordChunks(guest, source, seed, (chunk) => trace.append(chunk), cap);
  return { trace, ...recording };
}

/** Run `source` to its end, or to `cap` events; call `onChunk` with each recorded chunk. */
export function recordChunks(
  guest: Guest,
  source: string,
  seed: number,
  onChunk: (chunk: Chunk) => void,
  cap = EVENT_CAP,
): Omit<Recording, "trace"> {
  const recorder = new Recorder({ cap, onChunk, onFull: () => guest.halt(capReason(cap)) });
  const stopwatch = new Stopwatch(realNow);
  const pulse = (line: number) => stopwatch.pulse(line, recorder.count);
  const result = guest.run(source, { seed, instrument: recorder, pulse });
  recorder.flush();
  return { result, computation: stopwatch.longest };
}
