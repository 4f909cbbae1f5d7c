/**
 * The TypeScript guest: a compiled program on the runtime. It is made for one run: a program that changes what is
 * built in changes nothing of the next one, which gets a realm of its own from the host.
 */
import { VirtualClock } from "../../runtime/clock.ts";
import type { EventLoop } from "../../runtime/event-loop.ts";
import { Deadlock, Livelock } from "../../runtime/exceptions.ts";
import { guardInstrument, silenceInstrument } from "../../runtime/instrument.ts";
import { position } from "../../runtime/position.ts";
import { runningLoop } from "../../runtime/running-loop.ts";
import type { RunOptions, RunResult } from "../guest.ts";
import { AsyncFunctionCoroutine, lineOfError } from "./async-function.ts";
import { asyncioModule } from "./asyncio-module.ts";
import { programGlobals } from "./globals.ts";
import { compilerHelpers } from "./helpers.ts";
import { seededRandom } from "./random.ts";
import { Stopped, Tracker } from "./tracker.ts";

/** A program as a function, of the compiler's helpers as `this` and the values of `programNames`. */
export type Evaluated = (this: object, ...values: unknown[]) => unknown;

/** The names that a program's text may use besides the language's own. */
export const programNames = [
  "__ls",
  ...Object.keys(programGlobals(new VirtualClock(), Math.random, () => {})),
];

export class TypeScriptGuest {
  readonly #loops: EventLoop[] = [];
  #tracker: Tracker | null = null;
  #haltReason: string | null = null;

  /** Runs a program; `isAsync` tells that it awaits outside of its functions. */
  run(program: Evaluated, isAsync: boolean, { seed, instrument, pulse = () => {} }: RunOptions): RunResult {
    const clock = new VirtualClock();
    const hooks = guardInstrument(instrument);
    const random = seededRandom(seed);
    const write = (stream: "stdout" | "stderr", text: string): void => {
      const loop = runningLoop() as EventLoop | null;
      hooks.outputWritten(clock.time(), stream, text, loop?.currentTask?.id ?? 0, position.line);
    };
    const unawaited = new Set<AsyncFunctionCoroutine<unknown>>();
    const helpers = compilerHelpers((coroutine) => unawaited.add(coroutine));
    const onLoop = (loop: EventLoop) => this.#loops.push(loop);
    const asyncio = asyncioModule({ instrument: hooks, clock, random, write, onLoop });
    const tracker = (this.#tracker = new Tracker({ asyncio }, pulse));
    const globals = programGlobals(clock, random, write);

    position.line = 0;
    let failure: { error: unknown } | null = null;
    try {
      const values: Record<string, unknown> = { __ls: tracker, ...globals };
      const started = program.call(helpers, ...programNames.map((name) => values[name]));
      if (isAsync) {
        const main = new AsyncFunctionCoroutine(() => started as Generator<unknown>, "<module>", 1);
        (asyncio as { run: (main: unknown) => unknown }).run(main);
      }
    } catch (error) {
      failure = { error };
    }
    for (const { wasStarted, qualname, line } of unawaited) {
      if (!wasStarted && failure === null)
        hooks.warningRaised(clock.time(), `coroutine '${qualname}' was never awaited`, line);
    }
    const end = this.#end(failure, clock.time());
    if (end.outcome === "error") write("stderr", `${end.error}\n`);
    silenceInstrument(hooks);
    return end;
  }

  halt(reason: string): void {
    this.#haltReason ??= reason;
    if (this.#tracker) this.#tracker.stopped = true;
    for (const loop of this.#loops) loop.halt();
  }

  #end(failure: { error: unknown } | null, time: number): RunResult {
    const invalid = false;
    if (this.#haltReason !== null)
      return { outcome: "limit", error: this.#haltReason, line: 0, invalid, time };
    if (failure === null) return { outcome: "ok", error: null, line: 0, invalid, time };
    const { error } = failure;
    const text =
      error instanceof Error ? `${error.name}: ${error.message}`.replace(/: $/, "") : String(error);
    const line = error instanceof Stopped ? 0 : lineOfError(error) || position.line;
    if (error instanceof Deadlock)
      return { outcome: "deadlock", error: `deadlock: ${error.message}`, line, invalid, time };
    if (error instanceof Livelock)
      return { outcome: "limit", error: `livelock: ${error.message}`, line, invalid, time };
    return { outcome: "error", error: text, line, invalid, time };
  }
}
