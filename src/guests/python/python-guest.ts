/**
 * The Python guest: CPython in WebAssembly, its own asyncio on the runtime's event loop.
 *
 * This side holds what Python calls (`_loopscope`, made by `host-module.ts`); the Python side is the package
 * `loopscope`, the .py files beside this one. Python is entered by `run` alone.
 */
import type { PyodideAPI } from "pyodide";
import { guardInstrument, type Hooks, silenceInstrument } from "../../runtime/instrument/instrument.ts";
import type { RunEnd } from "../../share/run-end.ts";
import type { Guest, RunOptions } from "../guest.ts";
import addresses from "./addresses.py?raw";
import diagnoses from "./diagnoses.py?raw";
import ending from "./ending.py?raw";
import entities from "./entities.py?raw";
import errors from "./errors.py?raw";
import executor from "./executor.py?raw";
import frames from "./frames.py?raw";
import contextVariables from "./context-variables.py?raw";
import groups from "./groups.py?raw";
import handle from "./handle.py?raw";
import { HostModule } from "./host-module.ts";
import items from "./items.py?raw";
import legacy from "./legacy.py?raw";
import legacyCalls from "./legacy-calls.py?raw";
import legacyCoroutines from "./legacy-coroutines.py?raw";
import legacyGuards from "./legacy-guards.py?raw";
import legacyLocks from "./legacy-locks.py?raw";
import legacyLoopArguments from "./legacy-loop-arguments.py?raw";
import legacyNames from "./legacy-names.py?raw";
import legacyNotices from "./legacy-notices.py?raw";
import legacyScan from "./legacy-scan.py?raw";
import legacySyntax from "./legacy-syntax.py?raw";
import legacyTasks from "./legacy-tasks.py?raw";
import legacyUvloop from "./legacy-uvloop.py?raw";
import legacyWaits from "./legacy-waits.py?raw";
import iteration from "./iteration.py?raw";
import journal from "./journal.py?raw";
import loop from "./loop.py?raw";
import monitor from "./monitor.py?raw";
import observe from "./observe.py?raw";
import order from "./order.py?raw";
import output from "./output.py?raw";
import permits from "./permits.py?raw";
import pristine from "./pristine.py?raw";
import probes from "./probes.py?raw";
import program from "./program.py?raw";
import pulse from "./pulse.py?raw";
import refusals from "./refusals.py?raw";
import resources from "./resources.py?raw";
import signals from "./signals.py?raw";
import source from "./source.py?raw";
import suspension from "./suspension.py?raw";
import task from "./task.py?raw";
import texts from "./texts.py?raw";
import { ThreadClock } from "./thread-clock.ts";
import threads from "./threads.py?raw";
import threadsLocks from "./threads-locks.py?raw";
import threadsQueue from "./threads-queue.py?raw";
import threadsStart from "./threads-start.py?raw";
import { withVirtualGlobals } from "./virtual-globals.ts";
import watching from "./watching.py?raw";

/** In the order in which they import one another. */
export const modules = {
  addresses,
  journal,
  entities,
  frames,
  texts,
  suspension,
  observe,
  task,
  output,
  ending,
  handle,
  iteration,
  errors,
  source,
  monitor,
  watching,
  diagnoses,
  threads,
  threads_start: threadsStart,
  threads_locks: threadsLocks,
  threads_queue: threadsQueue,
  executor,
  order,
  legacy_guards: legacyGuards,
  legacy_notices: legacyNotices,
  resources,
  loop,
  refusals,
  pulse,
  permits,
  signals,
  items,
  groups,
  context_variables: contextVariables,
  probes,
  legacy_coroutines: legacyCoroutines,
  legacy_locks: legacyLocks,
  legacy_loop_arguments: legacyLoopArguments,
  legacy_names: legacyNames,
  legacy_tasks: legacyTasks,
  legacy_uvloop: legacyUvloop,
  legacy_waits: legacyWaits,
  legacy_calls: legacyCalls,
  legacy_scan: legacyScan,
  legacy_syntax: legacySyntax,
  legacy,
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
  /** The program's line where the interpreter broke down, as it writes by itself. */
  #brokenAt = 0;

  /** Takes over a freshly booted interpreter. */
  constructor(pyodide: PyodideAPI) {
    this.#host = new HostModule();
    pyodide.setStdout({
      batched: (text) => (this.#brokenAt ||= Number(/File "program\.py", line (\d+)/.exec(text)?.[1] ?? 0)),
    });
    const [install, installHost] = pyodide.runPython(installers) as [
      (name: string, source: string) => void,
      (functions: object) => void,
    ];
    installHost(this.#host.module);
    install("loopscope", "");
    for (const [name, source] of Object.entries(modules)) install(`loopscope.${name}`, source);
    pyodide.runPython("from loopscope import program; program.prepare()");
    this.#runProgram = pyodide.runPython("program.run") as RunProgram;
  }

  run(source: string, options: RunOptions): RunEnd {
    const hooks = guardInstrument(options.instrument);
    const clock = new ThreadClock(hooks);
    this.#host.begin(clock, hooks, options.pulse ?? (() => {}));
    try {
      const json = withVirtualGlobals(clock, options.seed, () => this.#runProgram(source, options.seed));
      return {
        ...(JSON.parse(json) as Omit<RunEnd, "time">),
        time: this.#host.endTime ?? clock.mainTime(),
      };
    } catch (error) {
      return this.#breakDown(error, clock, hooks);
    } finally {
      silenceInstrument(hooks);
    }
  }

  /** What a program came to that broke the interpreter, such as by filling the stack of the host. */
  #breakDown(error: unknown, clock: ThreadClock, hooks: Hooks): RunEnd {
    if (!(error as { pyodide_fatal_error?: boolean }).pyodide_fatal_error) throw error;
    const said =
      error instanceof RangeError
        ? "RecursionError: maximum recursion depth exceeded: the stack is full"
        : `SystemError: the interpreter broke down (${(error as Error).message})`;
    const [time, line] = [this.#host.endTime ?? clock.mainTime(), this.#brokenAt];
    hooks.outputWritten(time, "stderr", `${said}\n`, 0, line, 0);
    return { outcome: "error", error: said, line, invalid: false, time, broken: true };
  }

  halt(reason: string): void {
    this.#host.halt(reason);
  }
}
