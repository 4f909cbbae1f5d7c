/** What is wrong with a program, in a sentence that names the line and the fix. */
import type { TraceEvent } from "../../events/event.ts";

/** Guests find the first three; `replaced` is said of what asyncio has no more. The others follow from the trace. */
export type Diagnosis =
  | "neverAwaited"
  | "lostReference"
  | "neverRetrieved"
  | "replaced"
  | "blockingCall"
  | "heldLock"
  | "leftSiblings"
  | "swallowedCancellation"
  | "deadlock";

export interface Warning {
  readonly diagnosis: Diagnosis;
  /** The event at which it shows. */
  readonly index: number;
  /** The task that it is about; 0 for none. */
  readonly task: number;
  /** The program's line; 0 if that is unknown. */
  readonly line: number;
  readonly message: string;
}

/** What a check finds at an event. */
export type Finding = Omit<Warning, "diagnosis" | "index">;

/** Looks at each event of a trace in turn, and says what it finds at it. */
export interface Check {
  readonly diagnosis: Diagnosis;
  see(event: TraceEvent): Finding | null;
}
