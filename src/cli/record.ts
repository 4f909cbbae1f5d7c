/** Headless recording of a program: the guest, the recorder and the trace of the page, without the page. */
import { deadlock } from "../store/warnings/deadlock.ts";
import { type Computation, Stopwatch } from "../trace/stopwatch.ts";
import { builtInHosts } from "../hosts/index.ts";
import type { PostgresEngine } from "../hosts/postgres/parties.ts";
import type { Guest, RunOptions } from "../guests/guest.ts";
import type { RunEnd } from "../share/run-end.ts";
import { mayAskHosts } from "../share/hosts.ts";
import type { Conditions } from "../share/program.ts";
import { EVENT_CAP, capReason } from "../trace/cap.ts";
import type { Chunk } from "../trace/chunk.ts";
import { Recorder } from "../trace/recorder.ts";
import { TraceStore } from "../store/trace-store.ts";

/** How a recorded run came out. */
interface RecordedEnd {
  end: RunEnd;
  /** The longest computation by real time; null if none was long. */
  computation: Computation | null;
}

export interface Recording extends RecordedEnd {
  store: TraceStore;
}

// Taken now: while a program runs, `performance.now` is the program's virtual time.
const realNow = performance.now.bind(performance);

/** Conditions beside the seed, the wheels of the program, and the number of events at which the run is halted. */
interface RecordOptions extends Omit<Conditions, "seed">, Pick<RunOptions, "wheels"> {
  cap?: number;
  /** The engine of PostgreSQL, for a program that may ask it. */
  postgres?: PostgresEngine | null;
}

/** Run `source` to its end, or to `cap` events; return its trace in a store. */
export function recordProgram(
  guest: Guest,
  source: string,
  seed: number,
  options: RecordOptions = {},
): Recording {
  const store = new TraceStore({ language: guest.language, source });
  const recorded = recordChunks(guest, source, seed, (chunk) => store.append(chunk), options);
  if (recorded.end.outcome === "deadlock") store.endInDeadlock(deadlock);
  return { store, ...recorded };
}

/** Run `source` to its end, or to `cap` events, and pass each chunk to `onChunk` as it fills. */
export function recordChunks(
  guest: Guest,
  source: string,
  seed: number,
  onChunk: (chunk: Chunk) => void,
  { cap = EVENT_CAP, postgres = null, ...conditions }: RecordOptions = {},
): RecordedEnd {
  const recorder = new Recorder({ cap, onChunk, onFull: () => guest.halt(capReason(cap)) });
  const stopwatch = new Stopwatch(realNow);
  const safepoint = (line: number, time: number) => stopwatch.safepoint(line, recorder.count, time);
  const importing = (name: string) => (name === "" ? stopwatch.resume() : stopwatch.pause());
  // A library names its host by itself.
  const asks = mayAskHosts({ source }) || (conditions.wheels ?? []).length > 0;
  const hosts = asks ? builtInHosts(postgres) : undefined;
  const options = { seed, ...conditions, hosts, instrument: recorder, safepoint, importing };
  const end = guest.run(source, options);
  recorder.flush();
  return { end, computation: stopwatch.longest };
}
