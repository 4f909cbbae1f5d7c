/**
 * Simulated processes of a program in TypeScript, in virtual time: the commands of `runtime/processes`. A process cannot run
 * TypeScript. Mirrors what `Modules/_posixsubprocess.c` looks for before a process begins, but raises its errors at once.
 */
import { osError } from "../../errors/os-errors.ts";
import { currentLine } from "../../instrument/source-location.ts";
import { errno } from "../../network/errno.ts";
import type { Actor, Kernel } from "../../network/kernel.ts";
import type { Network } from "../../network/network.ts";
import { ProcessDescriptor } from "../../processes/process-descriptor.ts";
import { HOME, noFiles, resolvePath } from "../../processes/process-files.ts";
import type { ProcessStart } from "../../processes/process.ts";
import { consoleStream, nullStream, type ProcessStream } from "../../processes/process-stream.ts";
import { Processes } from "../../processes/processes.ts";
import type { ProcessRequest, ProcessSystem, StartedProcess } from "./process-system.ts";
import type { GivenStream } from "./standard-streams.ts";

const ENVIRONMENT = {
  USER: "web_user",
  PATH: "/usr/local/bin:/usr/bin:/bin",
  PWD: HOME,
  HOME,
  LANG: "C.UTF-8",
};

/** Writes what a process writes to the console of a program that no host records. */
export type WriteConsole = (stream: "stdout" | "stderr", text: string) => void;

let writeConsole: WriteConsole = () => {};

/** Set where programs without a host write. */
export function setProcessConsole(write: WriteConsole): void {
  writeConsole = write;
}

export class SimulatedProcesses implements ProcessSystem {
  readonly #kernel: Kernel;
  readonly #processes: Processes;

  constructor({ kernel }: Network) {
    this.#kernel = kernel;
    this.#processes = new Processes(kernel, noFiles, null);
  }

  start({ argv, cwd, env, streams }: ProcessRequest, actor: Actor): StartedProcess {
    const processes = this.#processes;
    const folder = cwd === undefined ? HOME : resolvePath(HOME, cwd);
    if (typeof noFiles.list(folder) === "number") throw osError(errno.ENOENT, undefined, cwd);
    const program = processes.find(argv[0]);
    if (!program) {
      this.#processes.warnOfAbsent(argv[0], currentLine);
      throw osError(errno.ENOENT, undefined, argv[0]);
    }
    if (processes.isFull) throw osError(errno.EAGAIN);
    const start: ProcessStart = {
      argv,
      env: new Map(Object.entries(env ?? ENVIRONMENT)),
      cwd: folder,
      streams: streams.map((stream) => this.#streamOf(stream)) as [
        ProcessStream,
        ProcessStream,
        ProcessStream,
      ],
    };
    const process = processes.start(program, start, actor);
    return {
      pid: process.pid,
      get status() {
        return process.status;
      },
      openDescriptor: () => new ProcessDescriptor(this.#kernel, process),
      signal: (number, sender) => process.signal(number, sender),
      reap: () => processes.reap(process),
    };
  }

  #streamOf(given: GivenStream): ProcessStream {
    if (given === 0) return nullStream;
    if (given !== 1 && given !== 2) return given;
    const { clock, hooks } = this.#kernel;
    const name = given === 1 ? "stdout" : "stderr";
    const decoder = new TextDecoder();
    return consoleStream((bytes) => {
      const text = decoder.decode(bytes, { stream: true });
      if (!text) return;
      writeConsole(name, text);
      hooks.outputWritten(clock.time(), name, text, 0, 0, 0);
    });
  }
}
