/** A process that the program has started, and the program's ends of the pipes to it. Mirrors `Popen` of `subprocess.py`. */
import { actor } from "../socket.ts";
import type { ReadPipe, WritePipe } from "../pipes.ts";
import { programNetwork } from "../program-socket.ts";
import { SIGKILL } from "../../processes/signal-numbers.ts";
import { processesOf, type ProcessRequest, type StartedProcess } from "./process-system.ts";
import { SimulatedProcesses } from "./simulated-processes.ts";
import { openStreams, type StandardStreams } from "./standard-streams.ts";

export interface PopenOptions extends StandardStreams {
  /** Folder that the process begins in. */
  cwd?: string;
  /** All variables of its environment; those of the program by default. */
  env?: Readonly<Record<string, string>>;
}

export class Popen {
  readonly stdin: WritePipe | null;
  readonly stdout: ReadPipe | null;
  readonly stderr: ReadPipe | null;
  readonly process: StartedProcess;
  /** Exit status, once the program has read it. */
  returncode: number | null = null;
  #isReaped = false;

  /** Start a process. Throws OSError: FileNotFoundError for a program that is not there, and others. */
  constructor(argv: ProcessRequest["argv"], { cwd, env, ...streams }: PopenOptions) {
    const opened = openStreams(streams);
    this.stdin = opened.stdin;
    this.stdout = opened.stdout;
    this.stderr = opened.stderr;
    const system = processesOf(programNetwork().network, (network) => new SimulatedProcesses(network));
    try {
      this.process = system.start({ argv, cwd, env, streams: opened.given }, actor());
    } catch (error) {
      for (const stream of opened.given) if (typeof stream !== "number") stream.release();
      for (const end of [this.stdin, this.stdout, this.stderr]) end?.close();
      throw error;
    } finally {
      opened.closeCopies();
    }
  }

  get pid(): number {
    return this.process.pid;
  }

  /** Read the exit status, once. Return null if the process runs, or if its status was read before: `waitpid`. */
  waitpid(): number | null {
    const { status } = this.process;
    if (status === null || this.#isReaped) return null;
    this.#isReaped = true;
    this.process.reap();
    return status;
  }

  /** Return the exit status, or null while the process runs. */
  poll(): number | null {
    return (this.returncode ??= this.waitpid());
  }

  /** Send a signal, unless the process is known to have ended. */
  sendSignal(number: number): void {
    this.process.signal(number, actor());
  }

  kill(): void {
    if (this.poll() === null) this.sendSignal(SIGKILL);
  }
}
