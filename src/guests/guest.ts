/**
 * A guest runs programs of one language on the runtime's event loop and reports to an instrument.
 * A guest is made once (that may take seconds) and runs any number of programs, one at a time; no program sees
 * anything of the one before.
 */
import type { Instrument } from "../runtime/instrument/instrument.ts";
import type { MakeBuiltInHosts } from "../runtime/network/built-in.ts";
import type { WrittenFiles } from "../share/file-bytes.ts";
import type { PackageNeeds, WheelFile } from "../share/packages.ts";
import type { Conditions, Language } from "../share/program.ts";
import type { RunEnd } from "../share/run-end.ts";

/** What the program meets, and what records it. */
export interface RunOptions extends Conditions {
  instrument: Instrument;
  /** Hosts that answer on its network beside its own; none if absent. */
  hosts?: MakeBuiltInHosts | undefined;
  /**
   * Called often, also from inside a long computation of the program, with its line and the virtual time in seconds: the
   * host's moment to pass on what is recorded, and to see how long that takes. Meanwhile `performance.now`, `Date.now` and the
   * random bytes are the program's.
   */
  safepoint?: (line: number, time: number) => void;
  /** The packages that the program can import. */
  wheels?: readonly WheelFile[];
  /** Called as the program begins to import a package, with its name, and after that, with "". */
  importing?: (name: string) => void;
}

/** `Program` is what it takes: source text, or what was made of it. */
export interface Guest<Program = string> {
  readonly language: Language;
  /** Return what a program needs beside its language's standard library and its own files; null for nothing. */
  needs?(program: Program, conditions: Pick<Conditions, "files">): PackageNeeds | null;
  run(program: Program, options: RunOptions): RunEnd;
  /**
   * Return the files that the last run has made or changed: to call before `tidy`. At a safepoint they are those of the running
   * program, which does not see the look. A guest without files has none.
   */
  written?(): WrittenFiles;
  /** Ends the running program at its next callback, with outcome "limit" and `reason` as its error. */
  halt(reason: string): void;
  /**
   * Puts the guest back after a run, for the next one: to call once the run's result is on its way, since it takes time.
   * Returns false if that does not hold: then the guest may run no further program.
   */
  tidy?(): boolean;
}
