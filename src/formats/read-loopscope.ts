/** Reads what `write-loopscope.ts` writes: a run that was recorded elsewhere, to be shown without running anything. */
import { isProgram, isTooLarge, type Program } from "../share/program.ts";
import type { Outcome, RunEnd } from "../share/run-end.ts";
import { TraceStore } from "../store/trace-store.ts";
import { TRACE_VERSION } from "../trace/chunk.ts";
import { importEvents } from "./import-events.ts";

export interface FiledRun {
  /** An empty one if the file does not hold it. */
  program: Program;
  hasSource: boolean;
  store: TraceStore;
  /** The end of the run; null if the file does not say, or if it was stopped. */
  end: RunEnd | null;
  stopped: boolean;
}

/** A file that holds no trace, or none that can be shown. Its message is for the person at the page. */
export class TraceFileError extends Error {
  override readonly name = "TraceFileError";
}

const damaged = (why: string) => new TraceFileError(`This trace is damaged: ${why}.`);

/** True if a file's value claims to be a trace. */
export function isTraceFile(value: unknown): value is { events: unknown[] } {
  return typeof value === "object" && value !== null && Array.isArray((value as { events?: unknown }).events);
}

/** The run in a file that `isTraceFile`. Throws a `TraceFileError`. */
export function readTraceFile(file: { events: unknown[] }): FiledRun {
  const { version = TRACE_VERSION, language, seed, source = null } = file as Record<string, unknown>;
  if (typeof version === "number" && version > TRACE_VERSION)
    throw new TraceFileError("This trace comes from a newer Loopscope. Reload the page, then open it again.");
  if (version !== TRACE_VERSION) throw damaged("its version is unknown");
  const program = { language, seed, source: source ?? "" };
  if (!isProgram(program)) throw damaged("its language, seed or program is missing or wrong");
  if (isTooLarge(program)) throw damaged("its program is too large");
  const end = readEnd(file as Record<string, unknown>);
  const store = storeOf(file.events);
  if (end?.outcome === "deadlock") store.endInDeadlock();
  const stopped = (file as Record<string, unknown>)["outcome"] === null;
  return { program, hasSource: source !== null, store, end, stopped };
}

const outcomes: readonly unknown[] = ["ok", "error", "deadlock", "limit"] satisfies Outcome[];

function readEnd({ outcome, error, line, time }: Record<string, unknown>): RunEnd | null {
  if (outcome === undefined || outcome === null) return null;
  if (!outcomes.includes(outcome)) throw damaged("its outcome is unknown");
  return {
    outcome: outcome as Outcome,
    error: typeof error === "string" ? error : null,
    line: typeof line === "number" ? line : 0,
    invalid: false,
    time: typeof time === "number" ? time : 0,
  };
}

/** Made whole before anything of it is shown: what no run could have left fails here, not in the middle of a picture. */
function storeOf(events: readonly unknown[]): TraceStore {
  const store = new TraceStore();
  try {
    for (const chunk of importEvents(events)) store.append(chunk);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  return store;
}
