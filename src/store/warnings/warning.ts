/** Warning: a mistake of a program, in sentences that name the line and the fix. */
import type { TraceEvent } from "../../events/event.ts";

/** Guests find the first five; `replaced` marks a feature that asyncio no longer has. The others follow from the trace. */
export type Diagnosis =
  | "neverAwaited"
  | "lostReference"
  | "neverRetrieved"
  | "busyWait"
  | "replaced"
  | "blockingCall"
  | "heldLock"
  | "leftSiblings"
  | "swallowedCancellation"
  | "deadlock";

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

/** Result of a check at an event. */
export type Finding = Omit<Warning, "diagnosis" | "index">;

/** Check that sees each event of a trace in order and returns a finding, or null. */
export interface Check {
  readonly diagnosis: Diagnosis;
  see(event: TraceEvent): Finding | null;
}
