/**
 * The Python guest: CPython in WebAssembly, its own asyncio on the runtime's event loop.
 *
 * The Python side is the package `loopscope`, beside this file; it calls the functions of `host-module.ts`. Python is
 * entered by `run` and `tidy` alone.
 */
import type { PyodideAPI } from "pyodide";
import { assert } from "../../base/assert.ts";
import { guardInstrument, type Hooks, silenceInstrument } from "../../runtime/instrument/instrument.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { Network } from "../../runtime/network/network.ts";
import { Visitors } from "../../runtime/network/visitors.ts";
import { settingsOf } from "../../share/network.ts";
import type { WrittenFiles } from "../../share/file-bytes.ts";
import type { ProgramFile } from "../../share/files.ts";
import type { PackageNeeds, WheelFile } from "../../share/packages.ts";
import type { Conditions } from "../../share/program.ts";
import type { RunEnd } from "../../share/run-end.ts";
import type { Guest, RunOptions } from "../guest.ts";
import type { HostModule } from "./host-module.ts";
import type { Interpreter } from "./interpreter.ts";
import { placeFiles, writtenFiles } from "./program-files.ts";
import type { PythonPackage } from "./python-package.ts";
import { withVirtualGlobals } from "./virtual-globals.ts";

export class PythonGuest implements Guest {
  readonly language = "python";
  readonly #host: HostModule;
  readonly #files: PyodideAPI["FS"];
  readonly #program: PythonPackage;
  #isTidy = true;
  /** False once a program has broken the interpreter, or changed what cannot be put back. */
  #isFit = true;
  /** True if packages of the program before are importable. */
  #hasPackages = false;
  /** Files of the program of the last run. */
  #placed: readonly ProgramFile[] = [];
  /** The program's line where the interpreter broke down, from the traceback that it writes to its own stdout. */
  #brokenAt = 0;

  /** Takes over an interpreter. */
  constructor({ pyodide, host, program }: Interpreter) {
    this.#host = host;
    this.#program = program;
    this.#files = pyodide.FS;
    pyodide.setStdout({
      batched: (text) => (this.#brokenAt ||= Number(/File "program\.py", line (\d+)/.exec(text)?.[1] ?? 0)),
    });
  }

  /** Return what a program and its modules need that is neither in Python's standard library nor among its files. */
  needs(source: string, { files = [] }: Pick<Conditions, "files"> = {}): PackageNeeds | null {
    const modules = files.flatMap((file) =>
      file.name.endsWith(".py") && "text" in file ? [[file.name, file.text]] : [],
    );
    return JSON.parse(this.#program.needed_packages(source, JSON.stringify(modules))) as PackageNeeds | null;
  }

  /**
   * Make a program's wheels importable, and import those that it imports first. No run sees how long that takes, or when
   * it happens: for all programs the clock reads 0 and the random numbers are the same.
   */
  #preparePackages(source: string, { wheels = [], importing }: RunOptions): void {
    if (wheels.length === 0 && !this.#hasPackages) return;
    this.#hasPackages = wheels.length > 0;
    this.#begin(new VirtualClock(), guardInstrument({}), { seed: 0, ...(importing && { importing }) });
    withVirtualGlobals(
      () => 0,
      0,
      () => {
        const keys = wheels.map((wheel) => this.#unpack(wheel));
        this.#program.prepare_packages(source, keys.join(" "));
      },
    );
  }

  /**
   * Unpack a wheel, if it is not yet; return its key. The bytes cross by a file: an array that crosses as an object costs
   * its Python type a reference each time, until the type is freed. Throws an Error for a damaged wheel.
   */
  #unpack({ sha256, bytes }: WheelFile): string {
    const key = sha256.slice(0, 16);
    if (this.#program.has_package(key)) return key;
    this.#files.writeFile(`/packages/${key}.whl`, bytes);
    const failure = this.#program.unpack_package(key);
    if (failure !== "") throw new Error(`a wheel is damaged (${failure})`);
    return key;
  }

  run(source: string, options: RunOptions): RunEnd {
    assert(this.tidy(), "the interpreter may run no further program");
    this.#preparePackages(source, options);
    this.#placed = options.files ?? [];
    // Their times are those of the beginning.
    withVirtualGlobals(
      () => 0,
      0,
      () => placeFiles(this.#files, this.#placed),
    );
    const hooks = guardInstrument(options.instrument);
    const clock = new VirtualClock();
    this.#begin(clock, hooks, options);
    try {
      const json = withVirtualGlobals(this.#host.readClock, options.seed, () =>
        this.#program.run(source, options.seed, JSON.stringify(options.signals ?? [])),
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

  #begin(clock: VirtualClock, hooks: Hooks, options: Omit<RunOptions, "instrument">): void {
    const network = new Network(clock, hooks, settingsOf(options.network ?? {}), options.seed);
    if (options.hosts) network.provide(options.hosts);
    network.planFaults(options.faults ?? []);
    const visitors = new Visitors(network, options.visits ?? null);
    this.#host.begin(
      clock,
      hooks,
      visitors,
      options.safepoint ?? (() => {}),
      options.importing ?? (() => {}),
    );
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
    this.#isFit = false;
    return { outcome: "error", error: message, line, invalid: false, time };
  }

  written(): WrittenFiles {
    return writtenFiles(this.#files, this.#placed);
  }

  tidy(): boolean {
    if (!this.#isTidy) this.#isFit = this.#program.tidy();
    this.#isTidy = true;
    return this.#isFit;
  }

  halt(reason: string): void {
    this.#host.halt(reason);
  }
}
