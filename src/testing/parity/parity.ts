/**
 * Runs parity programs and compares: CPython is the oracle for the runtime, and no expected result is written down. A
 * program runs four times.
 *
 * 1. In Python on CPython's own asyncio and loop, and 2. in TypeScript on the runtime: both must log the same lines at
 *    the same times, and run the same callbacks in the same iterations.
 * 3. In Python on CPython's asyncio in the guest: its output and callbacks must equal those on CPython's own loop, and
 *    its trace must have the same events as the runtime's.
 * 4. In TypeScript without an instrument: recording changes nothing.
 *
 * A program of the folder `io` uses the network, which CPython's own loop does not have here: 1 is left out for it.
 *
 * A script runs its loops itself, outside of any task; its traces are not compared event for event, only its lines and
 * callbacks.
 */
import { describe, expect, test } from "vitest";
import { exportEvents, type ExportedEvent } from "../../formats/export-events.ts";
import { makeNetwork, SEED } from "../../runtime/io/program-network.ts";
import { Context } from "../../runtime/contexts/contextvars.ts";
import type { Instrument } from "../../runtime/instrument/instrument.ts";
import { EventLoop } from "../../runtime/loop/event-loop.ts";
import { loopInternals } from "../../runtime/loop/loop-internals.ts";
import { run } from "../../runtime/loop/runner.ts";
import { setRunningLoop } from "../../runtime/loop/running-loop.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { type NetworkOptions, settingsOf } from "../../share/network.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { runOnBothLoops } from "../oracle/both-loops.ts";
import { outcomeOf } from "../oracle/stock.ts";
import { runPython, type PythonRun } from "../run-python.ts";
import { comparableEvents, iterationsOf, orderOf } from "./comparable-events.ts";
import { Kit } from "./kit.ts";
import { readPair, subjects, type ParityProgram } from "./pairs.ts";

/** Make a test for each program of a folder. */
export async function testParity(folder: string): Promise<void> {
  for (const subject of subjects.filter((each) => each.startsWith(`${folder}/`))) {
    const programs = await readPair(subject);
    describe(`parity of ${subject.slice(folder.length + 1)}`, () => {
      for (const program of programs) test(program.title, () => compare(program, folder));
    });
  }
}

async function compare(program: ParityProgram, folder: string): Promise<void> {
  const [hasGenerators, usesNetwork] = [folder === "asyncgen", folder === "io"];
  const { lines, events } = record(program);
  expect(lines).not.toEqual([]);

  // Each loop with its own order of open generators, then with the runtime's.
  if (hasGenerators) await runOnBothLoops(program.python());
  const python = program.python({ orderOpenGenerators: hasGenerators });
  const { order, stdout, guest } = await runThere(python, usesNetwork, program.typescript.network);
  expect(lines).toEqual(stdout);
  expect(iterationsOf(orderOf(events))).toEqual(iterationsOf(order));
  if (!program.isScript) expect(comparableEvents(events)).toEqual(comparableEvents(guest.events));

  expect(runHere(program)).toEqual(lines);
}

/** CPython's own loop has no network here: such a program runs on CPython's asyncio in the guest alone. */
async function runThere(
  python: string,
  usesNetwork: boolean,
  network: NetworkOptions = {},
): Promise<{ order: string[]; stdout: string[]; guest: PythonRun }> {
  if (!usesNetwork) {
    const { stock, guest } = await runOnBothLoops(python);
    return { order: stock.order, stdout: stock.stdout, guest };
  }
  const guest = await runPython(python, { network });
  expect(guest.error).toBeNull();
  return { order: orderOf(guest.events), stdout: outcomeOf(guest).stdout, guest };
}

function record(program: ParityProgram): { lines: string[]; events: ExportedEvent[] } {
  const trace = new Trace();
  const recorder = new Recorder({ cap: 100_000, onChunk: (chunk) => trace.append(chunk), onFull: () => {} });
  const lines = runHere(program, recorder);
  recorder.flush();
  return { lines, events: exportEvents(trace) };
}

/** Run the TypeScript side, in a context without values of other tests, and return the lines that it logged. */
function runHere(program: ParityProgram, instrument: Instrument = {}): string[] {
  const start = program.isScript ? runScript : runProgram;
  return new Context().run(() => start(program, instrument));
}

function runProgram({ typescript, args }: ParityProgram, instrument: Instrument): string[] {
  let kit: Kit | undefined;
  function* begin(): Coroutine<void> {
    const { loop, log } = (kit = new Kit());
    loop.setExceptionHandler((_loop, { message, exception }) => {
      // The garbage collector decides when an exception counts as never retrieved.
      if (!message.includes("never retrieved")) log("reported", message, exception);
    });
    yield* typescript(kit, ...args) as Coroutine<void>;
  }
  try {
    const settings = settingsOf(typescript.network ?? {});
    run(begin(), { instrument, network: ({ clock, hooks }) => makeNetwork(clock, hooks, SEED, settings) });
  } catch (error) {
    kit?.log("raised", error);
  }
  return kit?.lines ?? [];
}

/** A script gets a loop that does not run yet; a kit can only be made where a loop runs. */
function runScript({ typescript, args }: ParityProgram, instrument: Instrument): string[] {
  const loop = new EventLoop(instrument);
  setRunningLoop(loopInternals(loop));
  const kit = new Kit();
  setRunningLoop(null);
  typescript(kit, ...args);
  return kit.lines;
}
