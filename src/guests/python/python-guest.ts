/**
 * The Python guest: CPython in WebAssembly, its own asyncio on the runtime's event loop.
 *
 * The Python side is the package `loopscope`, beside this file; it calls the functions of `host-module.ts`. Python is
 * entered by `run` and `tidy` alone.
 */
import type { PyodideAPI } from "pyodide";
import { guardInstrument, type Hooks, silenceInstrument } from "../../runtime/instrument/instrument.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { Network } from "../../runtime/network/network.ts";
import { Visitors } from "../../runtime/network/visitors.ts";
import { settingsOf } from "../../share/network.ts";
import type { RunEnd } from "../../share/run-end.ts";
import type { Guest, RunOptions } from "../guest.ts";
import { HostModule } from "./host-module.ts";
import type { FileSystem } from "./network-descriptors.ts";
import { importPackage } from "./python-package.ts";
import { withVirtualGlobals } from "./virtual-globals.ts";

type RunProgram = (source: string, seed: number, signals: string) => string;

export class PythonGuest implements Guest {
  readonly language = "python";
  readonly #host: HostModule;
  readonly #runProgram: RunProgram;
  readonly #tidy: () => void;
  #isTidy = true;
  /** The program's line where the interpreter broke down, from the traceback that it writes to its own stdout. */
  #brokenAt = 0;

  /** Takes over a freshly booted interpreter. */
  constructor(pyodide: PyodideAPI) {
    const module = (pyodide as PyodideAPI & { _module: { HEAP32: Int32Array } })._module;
    this.#host = new HostModule(() => module.HEAP32, pyodide.FS as unknown as FileSystem);
    pyodide.setStdout({
      batched: (text) => (this.#brokenAt ||= Number(/File "program\.py", line (\d+)/.exec(text)?.[1] ?? 0)),
    });
    const program = importPackage(pyodide, this.#host.module);
    program.prepare();
    this.#runProgram = program.run;
    this.#tidy = program.tidy;
  }

  run(source: string, options: RunOptions): RunEnd {
    this.tidy();
    const hooks = guardInstrument(options.instrument);
    const clock = new VirtualClock();
    const network = new Network(clock, hooks, settingsOf(options.network ?? {}), options.seed);
    if (options.hosts) network.provide(options.hosts);
    network.planFaults(options.faults ?? []);
    this.#host.begin(
      clock,
      hooks,
      new Visitors(network, options.visits ?? null),
      options.safepoint ?? (() => {}),
    );
    try {
      const json = withVirtualGlobals(this.#host.readClock, options.seed, () =>
        this.#runProgram(source, options.seed, JSON.stringify(options.signals ?? [])),
      );
      this.#isTidy = false;
      return {
        ...(JSON.parse(json) as Omit<RunEnd, "time">),
        time: this.#host.endTime ?? clock.time(),
      };
    } catch (error) {
      return this.#breakDown(error, clock, hooks);
    } finally {
      silenceInstrument(hooks);
    }
  }

  /** The result of a program that broke the interpreter, for example by filling the stack of the host. */
  #breakDown(error: unknown, clock: VirtualClock, hooks: Hooks): RunEnd {
    if (!(error as { pyodide_fatal_error?: boolean }).pyodide_fatal_error) throw error;
    const message =
      error instanceof RangeError
        ? "RecursionError: maximum recursion depth exceeded: the stack is full"
        : `SystemError: the interpreter broke down (${(error as Error).message})`;
    const [time, line] = [this.#host.endTime ?? clock.time(), this.#brokenAt];
    hooks.outputWritten(time, "stderr", `${message}\n`, 0, line, 0);
    return { outcome: "error", error: message, line, invalid: false, time, broken: true };
  }

  tidy(): void {
    if (this.#isTidy) return;
    this.#isTidy = true;
    this.#tidy();
  }

  halt(reason: string): void {
    this.#host.halt(reason);
  }
}
