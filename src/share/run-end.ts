// The end of a run. Made by the guest that ran it; carried by the sandbox's messages, packed runs and trace
// files; shown by the page and printed by the headless recorder.

/** `limit`: the run was ended from outside, at the most events that it may record. */
export type Outcome = "ok" | "error" | "deadlock" | "limit";

export interface RunEnd {
  readonly outcome: Outcome;
  /** One line: the exception as Python prints it last, or a sentence; null for ok. */
  readonly error: string | null;
  /** The program's line that the error is about; 0 for none. */
  readonly line: number;
  /** True if the program never began: it is not valid source text. */
  readonly invalid: boolean;
  /** The virtual time at the end, in seconds. */
  readonly time: number;
}
