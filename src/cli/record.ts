/** Records one program headlessly: the guest, the recorder and the trace of the page, without the page. */
import type { Guest, RunResult } from "../guests/guest.ts";
import { EVENT_CAP, capReason } from "../trace/cap.ts";
import { Recorder } from "../trace/recorder.ts";
import { Trace } from "../trace/trace.ts";

export interface Recording {
  trace: Trace;
  result: RunResult;
}

/** Runs `source` to its end and returns its whole trace. */
export function recordProgram(guest: Guest, source: string, seed: number, cap = EVENT_CAP): Recording {
  const trace = new Trace();
  const recorder = new Recorder({
    cap,
    onChunk: (chunk) => trace.append(chunk),
    onFull: () => guest.halt(capReason(cap)),
  });
  const result = guest.run(source, { seed, instrument: recorder });
  recorder.flush();
  return { trace, result };
}
