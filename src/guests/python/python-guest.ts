/**
 * The Python guest: CPython in WebAssembly, its own asyncio on the runtime's event loop.
 *
 * This side holds what Python calls (`_loopscope`, made by `host-module.ts`); the Python side is the package
 * `loopscope`, the .py files beside this one. Python is entered by `run` and, from inside a run, by `run_handle`.
 */
import type { PyodideAPI } from "pyodide";
import { VirtualClock } from "../../runtime/clock.ts";
import { guardInstrument, silenceInstrument } from "../../runtime/instrument.ts";
import type { Guest, RunOptions, RunResult } from "../guest.ts";
import ending from "./ending.py?raw";
import entities from "./entities.py?raw";
import errors from "./errors.py?raw";
import frames from "./frames.py?raw";
import handle from "./handle.py?raw";
import { HostModule } from "./host-module.ts";
import loop from "./loop.py?raw";
import observe from "./observe.py?raw";
import output from "./output.py?raw";
import pristine from "./pristine.py?raw";
import probes from "./probes.py?raw";
import program from "./program.py?raw";
import suspension from "./suspension.py?raw";
import task from "./task.py?raw";
import texts from "./texts.py?raw";
import { withVirtualGlobals } from "./virtual-globals.ts";

/** In the order in which they import one another. */
export const modules = {
  entities,
  frames,
  texts,
  suspension,
  observe,
  task,
  output,
  ending,
  handle,
  loop,
  probes,
  errors,
  pristine,
  program,
};

const installers = `
def install(name, source):
    import sys, types
    module = types.ModuleType(name)
    if name == "loopscope":
        module.__path__ = []
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)
    exec(compile(source, f"<{name}>", "exec"), module.__dict__)

def install_host(functions):
    import sys, types
    # A plain module: looking a function up on a JavaScript object would cross over each time.
    module = sys.modules["_loopscope"] = types.ModuleType("_loopscope")
    for name in functions.object_keys():
        setattr(module, name, getattr(functions, name))

(install, install_host)
`;

type RunProgram = (source: string, seed: number) => string;

export class PythonGuest implements Guest {
  readonly #host: HostModule;
  readonly #runProgram: RunProgram;

  /** Takes over a freshly booted interpreter. */
  constructor(pyodide: PyodideAPI) {
    this.#host = new HostModule();
    const [install, installHost] = pyodide.runPython(installers) as [
      (name: string, source: string) => void,
      (functions: object) => void,
    ];
    installHost(this.#host.module);
    install("loopscope", "");
    for (const [name, source] of Object.entries(modules)) install(`loopscope.${name}`, source);
    pyodide.runPython("from loopscope import program; program.prepare()");
    this.#host.runHandle = pyodide.runPython("from loopscope.loop import run_handle; run_handle") as (
      handle: number,
    ) => boolean;
    this.#runProgram = pyodide.runPython("program.run") as RunProgram;
  }

  run(source: string, options: RunOptions): RunResult {
    const clock = new VirtualClock();
    const hooks = guardInstrument(options.instrument);
    this.#host.begin(clock, hooks, options.pulse ?? (() => {}));
    try {
      const json = withVirtualGlobals(clock, options.seed, () => this.#runProgram(source, options.seed));
      return { ...(JSON.parse(json) as Omit<RunResult, "time">), time: this.#host.endTime ?? clock.time() };
    } finally {
      silenceInstrument(hooks);
    }
  }

  halt(reason: string): void {
    this.#host.halt(reason);
  }
}
