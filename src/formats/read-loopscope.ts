/** Reader of the files that `write-loopscope.ts` writes, for a run recorded elsewhere. Nothing in the file is executed. */
import { deadlock } from "../store/warnings/deadlock.ts";
import { isProgram, isTooLarge, type Program } from "../share/program.ts";
import type { Outcome, RunEnd } from "../share/run-end.ts";
import { TraceStore } from "../store/trace-store.ts";
import { TRACE_VERSION } from "../trace/chunk.ts";
import { importEvents } from "./import-events.ts";

export interface FiledRun {
  /** Program of the run; its source is empty if the file has none. */
  program: Program;
  hasSource: boolean;
  store: TraceStore;
  /** End of the run; null if the file has none, or if the run was stopped. */
  end: RunEnd | null;
  stopped: boolean;
}

/** File without a valid trace. The page shows the message. */
export class TraceFileError extends Error {
  override readonly name = "TraceFileError";
}

const damaged = (why: string) => new TraceFileError(`This trace is damaged: ${why}.`);

/** True if a file's value claims to be a trace. */
export function isTraceFile(value: unknown): value is { events: unknown[] } {
  return typeof value === "object" && value !== null && Array.isArray((value as { events?: unknown }).events);
}

/** Return the run in a file that `isTraceFile` accepts. Throws a `TraceFileError`. */
export function readTraceFile(file: { events: unknown[] }): FiledRun {
  const {
    version = TRACE_VERSION,
    language,
    seed,
    signals,
    network,
    visits,
    faults,
    packages,
    files,
    source = null,
  } = file as Record<string, unknown>;
  if (typeof version === "number" && version > TRACE_VERSION)
    throw new TraceFileError("This trace comes from a newer Loopscope. Reload the page, then open it again.");
  if (version !== TRACE_VERSION) throw damaged("its version is unknown");
  const conditions = {
    seed,
    ...(signals !== undefined && { signals }),
    ...(network !== undefined && { network }),
    ...(visits !== undefined && { visits }),
    ...(faults !== undefined && { faults }),
    ...(packages !== undefined && { packages }),
    ...(files !== undefined && { files }),
  };
  const program = { language, source: source ?? "", ...conditions };
  if (!isProgram(program))
    throw damaged(
      "its language, seed, signals, network, visits, faults, packages, files or program is missing or wrong",
    );
  if (isTooLarge(program)) throw damaged("its program is too large");
  const end = readEnd(file as Record<string, unknown>);
  const store = storeOf(file.events, program);
  if (end?.outcome === "deadlock") store.endInDeadlock(deadlock);
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

/** Build the whole store before the page shows it, so that an impossible trace fails here and not while drawing. */
function storeOf(events: readonly unknown[], program: Program): TraceStore {
  const store = new TraceStore(program);
  try {
    for (const chunk of importEvents(events)) store.append(chunk);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  return store;
}
