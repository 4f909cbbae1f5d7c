/**
 * Process: an actor in virtual time with three streams, an exit status and signals.
 *
 *     starting ─► running ⇄ waiting ─► ended (─► reaped, by the table)
 *
 * It is a generator that yields what it waits for. Invariant: it runs in arrivals alone, each `STEP` seconds after what woke
 * it, so a program that starts or signals a process sees the effect only later, as natively. Made by `Processes`.
 */
import type { Kernel } from "../network/kernel.ts";
import type { Arrival } from "../network/arrivals.ts";
import { type Actor, noActor } from "../network/kernel.ts";
import type { ProcessStream } from "./process-stream.ts";
import type { ProcessFiles } from "./process-files.ts";
import { defaultAction, SIGCONT, SIGKILL, signalName, SIGSTOP } from "./signal-numbers.ts";

/** Seconds from the call that starts a process to its first work. */
export const START = 0.001;
/** Seconds from what a process waits for to its next work. */
export const STEP = 0.0001;

/** Begin to wait, and call `wake` when it is over; return a function that ends the wait. */
export type Wait = (wake: () => void) => () => void;

/** What a process waits for: an endpoint that it reads or writes, a time in seconds (Infinity for never), or a process. */
export interface ProcessWait {
  readonly reason: "read" | "write" | "sleep" | "process";
  readonly endpoint?: number;
  readonly until?: number;
  readonly child?: number;
}

/** What a process does; its result is the exit status. */
export type Running<T = number> = Generator<Wait, T, void>;

/** Program that a process runs. */
export interface Program {
  /** Seconds that it takes to start. */
  readonly start?: number;
  /** Return what the process does; null for a program that a guest runs, which calls `end` itself. */
  run(process: Process): Running | null;
}

/** A guest that runs programs of its own, such as `python3`. */
export interface External {
  begin(process: Process): void;
  /**
   * Handle a signal; a process that has begun handles all but SIGSTOP. SIGKILL ends it at once: its guest drops its threads
   * and closes its descriptors.
   */
  signal(process: Process, number: number): void;
}

export interface ProcessStart {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  /** Standard input, output and errors; the process takes them over. */
  readonly streams: readonly [ProcessStream, ProcessStream, ProcessStream];
  /** Process group; its own if absent. */
  readonly group?: number;
  readonly parent?: Process;
  /** Signals that it ignores from its beginning. */
  readonly ignored?: readonly number[];
}

/** What a process sees of the table that it is in (`Processes`). */
export interface ProcessTable {
  readonly kernel: Kernel;
  readonly files: ProcessFiles;
  readonly external: External | null;
  find(name: string): Program | undefined;
  warnOfAbsent(name: string, line: number): void;
  get(pid: number): Process | undefined;
  start(program: Program, start: ProcessStart, actor: Actor): Process;
  /** Called by a process that has ended. */
  ended(process: Process): void;
}

export class Process {
  argv: readonly string[];
  env: Map<string, string>;
  cwd: string;
  group: number;
  readonly parent: Process | null;
  readonly streams: ProcessStream[];
  /** Streams that a redirection has displaced for a while. */
  readonly saved: ProcessStream[] = [];
  /** Exit status, or minus the number of the signal that ended it; null while it runs. */
  status: number | null = null;
  readonly ignored: Set<number>;
  /** Signals that its program handles itself. */
  readonly caught = new Set<number>();
  /** Those that have come and that the program has not handled yet. */
  readonly pending: number[] = [];
  /** Called when one comes, to end a wait. */
  whenPending: () => void = () => {};
  /** Set by a call that waits, before it yields; null while the process runs. */
  awaited: ProcessWait | null = null;
  readonly #whenEnded: (() => void)[] = [];
  #running: Running | null = null;
  #external: External | null = null;
  #step: Arrival | null = null;
  #endWait: (() => void) | null = null;
  #isStopped = false;
  /** True once a guest runs it. */
  #hasBegun = false;
  #isMissed = false;

  constructor(
    readonly table: ProcessTable,
    readonly pid: number,
    { argv, env, cwd, streams, group, parent, ignored = [] }: ProcessStart,
  ) {
    this.argv = argv;
    this.env = new Map(env);
    this.cwd = cwd;
    this.streams = [...streams];
    this.group = group ?? pid;
    this.parent = parent ?? null;
    this.ignored = new Set(ignored);
  }

  get kernel(): Kernel {
    return this.table.kernel;
  }

  /** True while it runs a program of the guest. */
  get isExternal(): boolean {
    return this.#external !== null;
  }

  get hasEnded(): boolean {
    return this.status !== null;
  }

  /** Words for what it waits for; empty while it runs. */
  get waitsFor(): string {
    const { reason, child } = this.awaited ?? {};
    if (!reason) return "";
    return { read: "input", write: "room for its output", sleep: "its sleep", process: `process ${child}` }[
      reason
    ];
  }

  /** Begin to run a program, in place of the one before: `exec`. */
  become(program: Program): void {
    const running = program.run(this);
    this.#running = running;
    this.caught.clear();
    this.#external = running ? null : this.table.external;
    this.#later(program.start ?? START);
  }

  /** Call `then` once the process has ended; now if it has. */
  whenEnded(then: () => void): void {
    if (this.hasEnded) then();
    else this.#whenEnded.push(then);
  }

  #later(seconds: number): void {
    this.#step = this.kernel.arrivals.add(this.kernel.now + seconds, () => this.#work());
  }

  #work(): void {
    this.#step = null;
    if (this.hasEnded) return;
    if (this.#isStopped) {
      this.#isMissed = true;
      return;
    }
    if (this.#external) {
      this.#hasBegun = true;
      return this.#external.begin(this);
    }
    const running = this.#running;
    if (!running) return;
    const { clock, hooks } = this.kernel;
    hooks.processResumed(clock.time(), this.pid, 0);
    this.awaited = null;
    const { done, value } = running.next();
    // It has become another program, or has ended itself.
    if (this.#running !== running || this.hasEnded) return;
    if (done) return this.end(value);
    this.#reportWait();
    let isOver = false;
    this.#endWait = value(() => {
      if (isOver) return;
      isOver = true;
      this.#endWait?.();
      this.#endWait = null;
      this.#later(STEP);
    });
  }

  #reportWait(): void {
    const { pid, awaited } = this;
    if (!awaited) return;
    const { clock, hooks } = this.kernel;
    const { reason, endpoint = 0, child = 0, until = 0 } = awaited;
    hooks.processSuspended(clock.time(), pid, reason, endpoint, child, until === Infinity ? 0 : until);
  }

  /**
   * Send a signal, whose effect comes a step later; 0 sends none. A guest gets the signal of a process that has begun at once:
   * the process sees nothing that happens after the call, such as the end of its input.
   */
  signal(number: number, { task, line }: Actor = noActor): void {
    if (number === 0 || this.hasEnded) return;
    const { clock, hooks } = this.kernel;
    hooks.processSignalled(clock.time(), this.pid, signalName(number), task, line);
    const isGuests = this.#hasBegun && number !== SIGSTOP;
    if (isGuests) this.#external?.signal(this, number);
    if (isGuests && number !== SIGKILL) return;
    this.kernel.arrivals.add(this.kernel.now + STEP, () => this.#receive(number));
  }

  #receive(number: number): void {
    if (this.hasEnded) return;
    if (number === SIGKILL) {
      this.#external?.signal(this, number);
      return this.endBy(number);
    }
    if (number === SIGCONT) this.#continue();
    if (number !== SIGSTOP && this.#external) return this.#external.signal(this, number);
    if (number !== SIGSTOP && this.ignored.has(number)) return;
    if (this.caught.has(number)) {
      this.pending.push(number);
      return this.whenPending();
    }
    const action = defaultAction(number);
    if (action === "end") this.endBy(number);
    else if (action === "stop") this.#isStopped = true;
  }

  #continue(): void {
    this.#isStopped = false;
    if (this.#isMissed) this.#later(0);
    this.#isMissed = false;
  }

  /** End by a signal. */
  endBy(number: number): void {
    this.end(-number);
  }

  /** End with an exit status from 0 to 255, or minus a signal's number. */
  end(status: number): void {
    if (this.hasEnded) return;
    this.status = status < 0 ? status : status & 0xff;
    if (this.#step) this.kernel.arrivals.cancel(this.#step);
    this.#endWait?.();
    this.#endWait = null;
    this.#running = null;
    // As in `do_exit`: files first, then those that wait for the process.
    for (const stream of [...this.streams.splice(0), ...this.saved.splice(0)]) stream.release();
    const { clock, hooks } = this.kernel;
    hooks.processExited(clock.time(), this.pid, this.status, status < 0 ? signalName(-status) : "");
    for (const then of this.#whenEnded.splice(0)) then();
    this.table.ended(this);
  }
}
