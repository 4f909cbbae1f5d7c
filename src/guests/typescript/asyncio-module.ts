/** Module "asyncio" of a program: the runtime's public surface, with `print`, `uniform` and `enter`. */
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import * as runtime from "../../runtime/index.ts";
import type { Diagnoses } from "./diagnoses.ts";
import { enter } from "./disposables.ts";
import type { Write } from "./globals.ts";
import { inspect } from "./inspect.ts";

/**
 * Names of the runtime that programs do not get: those for hosts, and those for coroutines written as generators, in
 * place of which a program has the language's own syntax.
 */
export const notForPrograms = [
  "AsyncGen",
  "AsyncGenBody",
  "asyncFor",
  "asyncGenerator",
  "Clock",
  "Emission",
  "emit",
  "HostClock",
  "Instrument",
  "runCoroutineThreadsafe",
  "runForeverOnHost",
  "runOnHost",
  "runUntilCompleteOnHost",
  "SourceLocation",
  "VirtualClock",
  "wrapFuture",
  "Yielded",
];

/** Parts of the guest that the module uses. */
export interface ModuleContext {
  random: () => number;
  write: Write;
  diagnoses: Pick<Diagnoses, "taskHeld">;
}

/** Return the module for one run. */
export function asyncioModule({ random, write, diagnoses }: ModuleContext): object {
  class TaskGroup extends runtime.TaskGroup {
    override createTask<T>(coroutine: Coroutine<T>, options?: runtime.TaskOptions): runtime.Task<T> {
      const task = super.createTask(coroutine, options);
      diagnoses.taskHeld(task);
      return task;
    }
  }
  const forPrograms = Object.entries(runtime).filter(([name]) => !notForPrograms.includes(name));
  return {
    ...Object.fromEntries(forPrograms),
    TaskGroup,
    run: (main: Awaitable<unknown>, options: runtime.RunnerOptions = {}) =>
      runtime.run(coroutineOf(main), options),
    enter,
    print: (...what: unknown[]) => write("stdout", `${what.map(inspect).join(" ")}\n`),
    uniform: (a: number, b: number) => a + (b - a) * random(),
  };
}

/** Accept `run(main)` for `run(main())`. */
function coroutineOf(main: unknown): Awaitable<unknown> {
  return (typeof main === "function" ? (main as () => unknown)() : main) as Awaitable<unknown>;
}
