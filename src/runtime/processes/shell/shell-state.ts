/** What builtins see of the shell that runs them, and how they leave it. */
import type { Lines } from "../process-io.ts";
import type { Process, Program, Running } from "../process.ts";

export interface ShellState {
  readonly process: Process;
  readonly name: string;
  /** Variables that are not exported. */
  readonly variables: Map<string, string>;
  parameters: readonly string[];
  status: number;
  stopsAtErrors: boolean;
  /** Processes in the background that have not been waited for. */
  readonly jobs: Process[];
  /** Commands of `trap`, by the numbers of their signals; 0 is for the end of the shell. */
  readonly traps: Map<number, string>;
  /** Status before the trap that runs, which `exit` without a number takes; null while none runs. */
  statusBeforeTrap: number | null;
  /** Lines that `read` has begun to read. */
  lines: Lines | null;
  value(name: string): string | undefined;
  set(name: string, value: string): void;
  /** Let a program take the shell's place. */
  replaceBy(argv: readonly string[], program: Program): Running;
}

/** Thrown by `exit`. */
export class Exit extends Error {
  constructor(readonly status: number) {
    super();
  }
}

/** Thrown by `break` and `continue`, for some loops from the innermost. */
export class LeaveLoop extends Error {
  constructor(
    readonly kind: "break" | "continue",
    public loops: number,
  ) {
    super();
  }
}
