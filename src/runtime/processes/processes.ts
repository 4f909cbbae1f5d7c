/**
 * Table of the processes of one program. Pids are not used again. Invariant: a process that the program, or a program of the
 * guest's in another process, has started stays in the table until its status is read (a zombie); any other leaves as it ends.
 */
import type { Actor, Kernel } from "../network/kernel.ts";
import { commands } from "./commands/commands.ts";
import type { ProcessFiles } from "./process-files.ts";
import { type External, Process, type ProcessStart, type ProcessTable, type Program } from "./process.ts";

/** Pid of the first process. */
const FIRST_PID = 101;
/** Most processes that can run at once. */
const MAX_PROCESSES = 1000;

export class Processes implements ProcessTable {
  readonly #table = new Map<number, Process>();
  #next = FIRST_PID;

  constructor(
    readonly kernel: Kernel,
    readonly files: ProcessFiles,
    /** Runs programs of the guest's language; null without one. */
    readonly external: External | null,
    /** Names of those programs, without folders. */
    readonly externalNames: readonly string[] = [],
  ) {
    kernel.waitingProcesses = () =>
      this.running
        .filter(({ waitsFor }) => waitsFor !== "")
        .map(({ pid, argv, waitsFor }) => `${argv[0] ?? ""} (process ${pid}) waits for ${waitsFor}`)
        .join("; ");
  }

  /** Return the program of a name or a path in `/bin` or `/usr/bin`; undefined if there is none. */
  find(name: string): Program | undefined {
    const plain = name.replace(/^(\/usr(\/local)?)?\/bin\//, "");
    if (this.external && this.externalNames.includes(plain)) return external;
    return Object.hasOwn(commands, plain) ? commands[plain] : undefined;
  }

  /** Warn that there is no such program, and say what is there. A shell's process has no line: 0. */
  warnOfAbsent(name: string, line: number): void {
    const { clock, hooks } = this.kernel;
    const limit = this.external ? "" : ", and run no TypeScript";
    const text = `There is no program ${name} here: processes are simulated${limit}. `;
    hooks.warningRaised(clock.time(), `${text}These are there: ${this.names.join(", ")}.`, line, "", 0);
  }

  /** Names of all programs, sorted. */
  get names(): string[] {
    return [...Object.keys(commands), ...this.externalNames].sort();
  }

  /** True if no more processes can be started. */
  get isFull(): boolean {
    return this.#table.size >= MAX_PROCESSES;
  }

  /** Start a process. */
  start(program: Program, start: ProcessStart, { task, line }: Actor): Process {
    const process = new Process(this, this.#next++, start);
    this.#table.set(process.pid, process);
    const [stdin, stdout, stderr] = start.streams.map(({ endpoint }) => endpoint?.id ?? 0);
    const { clock, hooks } = this.kernel;
    const parent = start.parent?.pid ?? 0;
    hooks.processStarted(
      clock.time(),
      process.pid,
      commandLine(start.argv),
      parent,
      stdin ?? 0,
      stdout ?? 0,
      stderr ?? 0,
      task,
      line,
    );
    process.become(program);
    return process;
  }

  get(pid: number): Process | undefined {
    return this.#table.get(pid);
  }

  /** Processes that have not ended. */
  get running(): Process[] {
    return [...this.#table.values()].filter(({ hasEnded }) => !hasEnded);
  }

  /** Processes that the program has started and whose status it has not read, in order of their pids. */
  get children(): Process[] {
    return [...this.#table.values()].filter(({ parent }) => parent === null);
  }

  /** Forget a process whose status the program has read. */
  reap(process: Process): void {
    this.#table.delete(process.pid);
  }

  /** Called by a process that has ended. */
  ended(process: Process): void {
    const { parent } = process;
    if (parent && (parent.hasEnded || !parent.isExternal)) this.#table.delete(process.pid);
    for (const child of this.#table.values())
      if (child.parent === process && child.hasEnded) this.#table.delete(child.pid);
  }
}

/** Seconds until an interpreter's program begins. */
const INTERPRETER_START = 0.02;

const external: Program = { start: INTERPRETER_START, run: () => null };

/** Return a program and its arguments as one line, as a shell would need it. */
export function commandLine(argv: readonly string[]): string {
  return argv.map(quote).join(" ");
}

/** Return a word of a command line as a shell would need it. */
function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
