/**
 * Processes of the system, for loops that run on the host: Node's `child_process` below asyncio's transports. What a process reads
 * and writes goes through pipes of the program (`network/pipe.ts`), as what a simulated one does. Processes that still run as
 * their loop is closed are killed: CPython does so when their transports go.
 */
import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { OSError } from "../errors/os-errors.ts";
import type { ProcessRequest, ProcessSystem, StartedProcess } from "../io/processes/process-system.ts";
import type { GivenStream } from "../io/processes/standard-streams.ts";
import type { Actor, Kernel } from "../network/kernel.ts";
import { ProcessDescriptor } from "../processes/process-descriptor.ts";
import { nullStream, type ProcessStream } from "../processes/process-stream.ts";
import { commandLine } from "../processes/processes.ts";
import { SIGKILL, signalName } from "../processes/signal-numbers.ts";
import { drainInto, feedFrom } from "./node-pumps.ts";
import { checkFolder, findProgram } from "./node-programs.ts";

/** Runs a program whose errors go where its output goes: Node gives each stream a pipe of its own. */
const MERGING = ["/bin/sh", "-c", 'exec "$0" "$@" 2>&1'] as const;

export class NodeProcesses implements ProcessSystem {
  readonly #kernel: Kernel;
  readonly #wake: () => void;
  readonly #running = new Set<NodeProcess>();

  /** `wake` lets the loop look at what is ready. */
  constructor(kernel: Kernel, wake: () => void) {
    this.#kernel = kernel;
    this.#wake = wake;
  }

  start({ argv, cwd, env, streams }: ProcessRequest, actor: Actor): StartedProcess {
    if (cwd !== undefined) checkFolder(cwd);
    const program = findProgram(argv[0], cwd, env?.["PATH"]);
    const [stdin, stdout, stderr] = streams;
    const isMerged = stderr === stdout && typeof stdout !== "number" && stdout !== nullStream;
    const stdio: StdioOptions = [stdioOf(stdin), stdioOf(stdout), isMerged ? "ignore" : stdioOf(stderr)];
    const options = { stdio, ...(cwd !== undefined && { cwd }), ...(env && { env: { ...env } }) };
    const [shell, ...script] = MERGING;
    const child = isMerged
      ? spawn(shell, [...script, program, ...argv.slice(1)], options)
      : spawn(program, argv.slice(1), { ...options, argv0: argv[0] });
    // It comes later than `pid` says so.
    child.on("error", () => {});
    const { pid } = child;
    if (pid === undefined) throw new OSError(`${argv[0]} cannot be run`);
    const process = new NodeProcess(pid, child, this.#kernel, this.#wake, () =>
      this.#running.delete(process),
    );
    this.#running.add(process);
    this.#report(pid, argv, streams, actor);
    if (child.stdin && typeof stdin !== "number") feedFrom(stdin, child.stdin as Writable, this.#wake);
    if (child.stdout && typeof stdout !== "number") drainInto(stdout, child.stdout as Readable, this.#wake);
    if (isMerged) (stderr as ProcessStream).release();
    else if (child.stderr && typeof stderr !== "number")
      drainInto(stderr, child.stderr as Readable, this.#wake);
    return process;
  }

  #report(pid: number, argv: ProcessRequest["argv"], streams: ProcessRequest["streams"], actor: Actor): void {
    const { clock, hooks } = this.#kernel;
    const idOf = (stream: GivenStream) => (typeof stream === "number" ? 0 : (stream.endpoint?.id ?? 0));
    const [stdin, stdout, stderr] = streams;
    const ids = [idOf(stdin), idOf(stdout), idOf(stderr)] as const;
    hooks.processStarted(clock.time(), pid, commandLine(argv), 0, ...ids, actor.task, actor.line);
  }

  /** Kill what still runs. */
  close(): void {
    for (const process of this.#running) process.kill();
  }
}

function stdioOf(stream: GivenStream): "pipe" | "ignore" | number {
  if (typeof stream === "number") return stream;
  return stream === nullStream ? "ignore" : "pipe";
}

class NodeProcess implements StartedProcess {
  status: number | null = null;
  readonly #child: ChildProcess;
  readonly #kernel: Kernel;
  readonly #whenEnded: (() => void)[] = [];

  constructor(
    readonly pid: number,
    child: ChildProcess,
    kernel: Kernel,
    wake: () => void,
    ended: () => void,
  ) {
    this.#child = child;
    this.#kernel = kernel;
    child.on("exit", (code, signal) => {
      this.status = code ?? -constants.signals[signal as NodeJS.Signals];
      const { clock, hooks } = kernel;
      hooks.processExited(clock.time(), pid, this.status, signal ?? "");
      ended();
      for (const then of this.#whenEnded.splice(0)) then();
      wake();
    });
  }

  get hasEnded(): boolean {
    return this.status !== null;
  }

  whenEnded(then: () => void): void {
    if (this.hasEnded) then();
    else this.#whenEnded.push(then);
  }

  openDescriptor(): ProcessDescriptor {
    return new ProcessDescriptor(this.#kernel, this);
  }

  signal(number: number, { task, line }: Actor): void {
    if (number === 0 || this.hasEnded) return;
    const { clock, hooks } = this.#kernel;
    hooks.processSignalled(clock.time(), this.pid, signalName(number), task, line);
    this.#child.kill(number);
  }

  kill(): void {
    this.#child.kill(SIGKILL);
  }

  /** Node has read the status of the system already. */
  reap(): void {}
}
