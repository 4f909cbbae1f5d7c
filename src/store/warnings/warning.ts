/** Warning: a mistake of a program, in sentences that name the line and the fix. */
import type { TraceEvent } from "../../events/event.ts";

/** Code of each kind of warning. A comment that silences a warning names it, so none ever changes. */
export const diagnoses = [
  // Guests find these. `replaced` marks a feature that asyncio no longer has.
  "neverAwaited",
  "lostReference",
  "neverRetrieved",
  "pendingAtClose",
  "busyWait",
  "notThreadsafe",
  "unclosedConnection",
  "unclosedServer",
  "unwaitedProcess",
  "replaced",
  // These follow from the trace.
  "blockingCall",
  "heldLock",
  "leftSiblings",
  "swallowedCancellation",
  "swallowedTimeout",
  "deadlock",
  "fullListenQueue",
  "undrainedWriter",
  "shortTimeout",
  // A comment that silences no warning there is.
  "unknownCode",
] as const;

export type Diagnosis = (typeof diagnoses)[number];

export interface Warning {
  readonly diagnosis: Diagnosis;
  /** Index of the event at which the program makes the mistake; for a deadlock the last one. */
  readonly index: number;
  /** The task that makes the mistake; 0 for none. */
  readonly task: number;
  /** The program's line; 0 if that is unknown. */
  readonly line: number;
  readonly message: string;
}

/** Result of a check at an event; `index` is given if the mistake was made at an earlier one. */
export type Finding = Omit<Warning, "diagnosis" | "index"> & { readonly index?: number };

/** Check that sees each event of a trace in order and returns a finding, or null. */
export interface Check {
  readonly diagnosis: Diagnosis;
  see(event: TraceEvent): Finding | null;
  /** Return what is a mistake because the program is over: its main task is done, or it is in a deadlock. */
  end?(): readonly Finding[];
}
