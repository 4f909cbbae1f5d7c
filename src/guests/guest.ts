/**
 * A guest runs programs of one language on the runtime's event loop and reports to an instrument.
 * A guest is made once (that may take seconds) and runs any number of programs, one at a time; no program sees
 * anything of the one before.
 */
import type { Instrument } from "../runtime/instrument/instrument.ts";

export interface RunOptions {
  seed: number;
  instrument: Instrument;
  /**
   * Called often, also from inside a long computation of the program, with its line: the host's moment to pass on what is
   * recorded, and to see how long that takes. Meanwhile `performance.now`, `Date.now` and the random bytes are the program's.
   */
  safepoint?: (line: number) => void;
}

/** How a program ended. */
export interface RunResult {
  outcome: "ok" | "error" | "deadlock" | "limit";
  /** One line: the exception as Python prints it last, or a sentence; null for ok. */
  error: string | null;
  /** The program's line that the error is about; 0 for none. */
  line: number;
  /** True if the program never began: it is not valid source text. */
  invalid: boolean;
  /** The virtual time at the end, in seconds. */
  time: number;
  /** True if the program broke its guest, which can run nothing more. */
  broken?: boolean;
}

/** `Program` is what it takes: source text, or what was made of it. */
export interface Guest<Program = string> {
  run(program: Program, options: RunOptions): RunResult;
  /** Ends the running program at its next callback, with outcome "limit" and `reason` as its error. */
  halt(reason: string): void;
}
