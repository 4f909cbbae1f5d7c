/** What a program imports as "asyncio": the runtime, with `print`, `uniform` and `enter`. */
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import * as runtime from "../../runtime/index.ts";
import type { Diagnoses } from "./diagnoses.ts";
import { enter } from "./disposables.ts";
import type { Write } from "./globals.ts";
import { inspect } from "./inspect.ts";

/**
 * What of the runtime is for hosts, or for programs without a compiler, whose coroutines are generators: programs have
 * the language's own words for it.
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
  "SourceLocation",
  "runCoroutineThreadsafe",
  "runForeverOnHost",
  "runOnHost",
  "runUntilCompleteOnHost",
  "VirtualClock",
  "wrapFuture",
  "Yielded",
];

export interface ModuleContext {
  random: () => number;
  write: Write;
  diagnoses: Pick<Diagnoses, "holds">;
}

export function asyncioModule({ random, write, diagnoses }: ModuleContext): object {
  class TaskGroup extends runtime.TaskGroup {
    override createTask<T>(coroutine: Coroutine<T>, options?: runtime.TaskOptions): runtime.Task<T> {
      const task = super.createTask(coroutine, options);
      diagnoses.holds(task);
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

/** `run(main)` is taken as `run(main())`. */
function coroutineOf(main: unknown): Awaitable<unknown> {
  return (typeof main === "function" ? (main as () => unknown)() : main) as Awaitable<unknown>;
}
