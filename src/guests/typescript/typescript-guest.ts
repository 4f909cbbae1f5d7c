/**
 * TypeScript guest: it runs one compiled program on the runtime. A program may change built-in objects, so the host
 * makes a new guest, in a new realm, for each run.
 */
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { EventLoop } from "../../runtime/loop/event-loop.ts";
import { contextText } from "../../runtime/loop/exception-handler.ts";
import { Deadlock, Livelock } from "../../runtime/errors/exceptions.ts";
import { guardInstrument, silenceInstrument } from "../../runtime/instrument/instrument.ts";
import { loopInternals, runningLoopInternals } from "../../runtime/loop/loop-internals.ts";
import { awaitedSignal, deliver, resetSignals } from "../../runtime/io/signals.ts";
import { type HostedLoop, type LoopHost, setLoopHost } from "../../runtime/loop/loop-host.ts";
import { makeNetwork, Visitors, visitorsCome } from "../../runtime/io/io.ts";
import type { Network } from "../../runtime/network/network.ts";
import { settingsOf } from "../../share/network.ts";
import { taskInternals } from "../../runtime/tasks/task.ts";
import { currentLine, setCurrentLine } from "../../runtime/instrument/source-location.ts";
import { setFallbackLoop } from "../../runtime/loop/running-loop.ts";
import type { CompiledProgram } from "../../share/program.ts";
import type { RunEnd } from "../../share/run-end.ts";
import type { Guest, RunOptions } from "../guest.ts";
import { AsyncFunctionCoroutine } from "./async-function.ts";
import { asyncioModule } from "./asyncio-module.ts";
import { BusyBlock } from "./busy-block.ts";
import { Diagnoses } from "./diagnoses.ts";
import { hiddenNames, programGlobals } from "./globals.ts";
import { compilerHelpers } from "./helpers.ts";
import { seededRandom } from "./random.ts";
import { unsupportedEval, sealRealm } from "./sealed-realm.ts";
import { errorLine, lineOfError, noteFrame, stackText } from "./stacks.ts";
import { Stopped, Tracker } from "./tracker.ts";

/** Function that returns the value of a JavaScript expression. */
export type Evaluate = (text: string) => unknown;

type Program = () => unknown;

export class TypeScriptGuest implements Guest<CompiledProgram> {
  readonly language = "typescript";
  readonly #evaluate: Evaluate;
  readonly #loops: HostedLoop[] = [];
  #tracker: Tracker | null = null;
  /** End of a run that the host has halted, or a signal has ended. */
  #ended: { outcome: "limit" | "error"; error: string; line: number } | null = null;

  constructor(evaluate: Evaluate) {
    this.#evaluate = evaluate;
  }

  run(
    { body, isAsync }: CompiledProgram,
    {
      seed,
      signals = [],
      visits,
      faults = [],
      instrument,
      network: settings,
      hosts,
      safepoint = () => {},
    }: RunOptions,
  ): RunEnd {
    const clock = new VirtualClock();
    const hooks = guardInstrument(instrument);
    const random = seededRandom(seed);
    const write = (stream: "stdout" | "stderr", text: string): void => {
      const task = runningLoopInternals()?.currentTaskId ?? 0;
      if (this.#tracker) this.#tracker.happened = true;
      hooks.outputWritten(clock.time(), stream, text, task, currentLine, 0);
    };
    const busy = new BusyBlock(clock, hooks);
    const diagnoses = new Diagnoses(hooks, clock, write);
    const helpers = compilerHelpers((coroutine) => diagnoses.coroutineCreated(coroutine));
    let stuck: { error: unknown } | null = null;
    let network: Network | null = null;
    let visitors: Visitors | null = null;
    const loops = this.#loops;
    const host: LoopHost = {
      instrument: hooks,
      clock,
      lastIds: { tasks: 0, names: 0, resources: 0 },
      onLoop: (loop) => {
        loop.arrivals = network;
        this.#loops.push(loop);
      },
      network() {
        if (network) return network;
        network = makeNetwork(clock, hooks, seed, settingsOf(settings ?? {}));
        if (hosts) network.provide(hosts);
        network.planFaults(faults);
        visitors = new Visitors(network, visits ?? null);
        for (const loop of loops) loop.arrivals = network;
        return network;
      },
      takeTurns: () => this.#tracker?.takeTurns() ?? { spins: 0, idles: 0 },
      comesFromOutside(isIdle) {
        if (isIdle || awaitedSignal()) host.network();
        return visitors !== null && visitorsCome(visitors, isIdle);
      },
      onKilled: (signal) => {
        this.#ended ??= { outcome: "error", error: `killed by ${signal}`, line: currentLine };
        this.#unwind();
        silenceInstrument(hooks);
        throw new Stopped();
      },
      onStuck: (error) => {
        stuck ??= { error };
        // The unwinding that follows is not part of the run.
        silenceInstrument(hooks);
      },
      onException: (context) => diagnoses.exceptionHandled(context),
      onHiddenException: (future, exception, line) => diagnoses.exceptionHidden(future, exception, line),
      onClosedPending: (tasks) => diagnoses.closedPending(tasks),
      writeException(context) {
        const { exception } = context;
        const text = exception === undefined ? [] : [stackText(exception)];
        write("stderr", `${[contextText(context), ...text].join("\n")}\n`);
      },
      writeWarning: (message) => write("stderr", `${message}\n`),
    };
    setLoopHost(host);
    setFallbackLoop(loopInternals(new EventLoop()));
    resetSignals();
    // Planned visits and faults come at their times, whenever the program first uses its network.
    if (visits?.length || faults.length > 0) host.network();
    for (const { name, at } of signals) host.network().kernel.arrivals.add(at, () => deliver(name, "person"));
    const asyncio = asyncioModule({ random, write, diagnoses });
    const tracker = (this.#tracker = new Tracker({ asyncio }, safepoint, diagnoses, clock, busy));
    const { functionClass, unseal } = sealRealm();
    const globals = { ...programGlobals(clock, random, write), Function: functionClass };

    setCurrentLine(0);
    let failure: { error: unknown } | null = null;
    try {
      const program = this.#bind(`function${isAsync ? "*" : ""} () {${body}\n}`, {
        __ls: tracker,
        ...helpers,
        ...globals,
      });
      const started = program();
      if (isAsync) {
        const main = new AsyncFunctionCoroutine(() => started as Generator<unknown>, "<module>", 1);
        (asyncio as { run: (main: unknown) => unknown }).run(main);
      }
    } catch (error) {
      if (!isAsync) noteFrame(error, "<module>", currentLine);
      failure = { error };
    }
    busy.end();
    diagnoses.end();
    const result = this.#resultOf(stuck ?? failure, clock.time());
    if (result.outcome === "error") write("stderr", `${stackText(failure?.error)}\n`);
    setFallbackLoop(null);
    setLoopHost(null);
    unseal();
    silenceInstrument(hooks);
    return result;
  }

  halt(reason: string): void {
    // Now: the program cancels its tasks as it unwinds.
    this.#ended ??= this.#limitOf(reason);
    this.#unwind();
  }

  #unwind(): void {
    if (this.#tracker) this.#tracker.stopped = true;
    for (const loop of this.#loops) loop.halt();
  }

  /** Return the function with the globals `values`; every other global of the host is undefined in it. */
  #bind(text: string, values: Record<string, unknown>): Program {
    const names = [...new Set([...Object.keys(values), ...hiddenNames()])];
    // A strict function cannot have a parameter `eval`, but it can use the one of an outer function.
    const inner = `function (${names.join(", ")}) { "use strict"; return ${text}; }`;
    const bind = this.#evaluate(`(function (eval) { return ${inner}; })`) as (
      evalInPlace: unknown,
    ) => unknown;
    return (bind(unsupportedEval) as (...values: unknown[]) => Program)(...names.map((name) => values[name]));
  }

  #resultOf(failure: { error: unknown } | null, time: number): RunEnd {
    const invalid = false;
    if (this.#ended !== null) return { ...this.#ended, invalid, time };
    if (failure === null) return { outcome: "ok", error: null, line: 0, invalid, time };
    const { error } = failure;
    const line = error instanceof Stopped ? 0 : lineOfError(error) || currentLine;
    if (error instanceof Deadlock)
      return { outcome: "deadlock", error: `deadlock: ${error.message}`, line, invalid, time };
    if (error instanceof Livelock)
      return { outcome: "limit", error: `livelock: ${error.message}`, line: error.line, invalid, time };
    return { outcome: "error", error: errorLine(error), line, invalid, time };
  }

  /** The host's reason, and a task that runs on although it was asked to cancel: `run` waits for it. */
  #limitOf(reason: string): { outcome: "limit"; error: string; line: number } {
    for (const { tasks } of this.#loops) {
      for (const { stepped: task } of tasks) {
        if (task.cancelling() === 0) continue;
        const line = taskInternals.line(task);
        const place = line > 0 ? ` on line ${line}` : "";
        const error = `${taskInternals.shownName(task)} was asked to cancel but keeps running${place}: ${reason}`;
        return { outcome: "limit", error, line };
      }
    }
    return { outcome: "limit", error: reason, line: 0 };
  }
}
