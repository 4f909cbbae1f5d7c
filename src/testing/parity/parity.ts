/**
 * Programs written twice, in Python and in TypeScript: CPython is the oracle for the runtime, and nothing expected is
 * written down. A program runs four times.
 *
 * 1. In Python on CPython's own asyncio and loop, and 2. in TypeScript on the runtime: both must log the same lines at
 *    the same times, and run the same callbacks in the same iterations.
 * 3. In Python on CPython's asyncio in the guest: its trace and the runtime's must tell of the same events.
 * 4. In TypeScript with no instrument: to be watched changes nothing.
 */
import { expect, test } from "vitest";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import type { Instrument } from "../../runtime/instrument/instrument.ts";
import { run } from "../../runtime/loop/runner.ts";
import { exportEvents, type ExportedEvent } from "../../formats/export-events.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { runOnStockLoop } from "../oracle/stock.ts";
import { runPython } from "../run-python.ts";
import { comparableEvents, iterationsOf, orderOf } from "./comparable-events.ts";
import { Kit } from "./kit.ts";
import prelude from "./parity.py?raw";

/** What it shows, the body of Python's `async def main()`, and the same in TypeScript. */
export type Program = readonly [name: string, python: string, typescript: (kit: Kit) => Coroutine<void>];

/** A test for each program. */
export function testTwins(programs: readonly Program[]): void {
  test.each(programs)("%s", (_name, python, typescript) => compare(python, typescript));
}

async function compare(python: string, typescript: Program[2]): Promise<void> {
  const { lines, events } = record(typescript);
  expect(lines).not.toEqual([]);

  const stock = await runOnStockLoop(pythonProgram(python));
  expect(lines).toEqual(stock.stdout);
  expect(iterationsOf(orderOf(events))).toEqual(iterationsOf(stock.order));

  const guest = await runPython(pythonProgram(python));
  expect(guest.stdout.split("\n").slice(0, -1)).toEqual(stock.stdout);
  expect(comparableEvents(events)).toEqual(comparableEvents(guest.events));

  expect(runHere(typescript)).toEqual(lines);
}

function record(main: Program[2]): { lines: string[]; events: ExportedEvent[] } {
  const trace = new Trace();
  const recorder = new Recorder({ cap: 100_000, onChunk: (chunk) => trace.append(chunk), onFull: () => {} });
  const lines = runHere(main, recorder);
  recorder.flush();
  return { lines, events: exportEvents(trace) };
}

/** Runs a program and gives the lines that it logged. */
function runHere(main: Program[2], instrument: Instrument = {}): string[] {
  let kit: Kit | undefined;
  function* begin(): Coroutine<void> {
    const { loop, log } = (kit = new Kit());
    loop.setExceptionHandler((_loop, { message, exception }) => {
      // When nobody can ask for an exception any more is known to the garbage collector, if at all.
      if (!message.includes("never retrieved")) log("reported", message, exception);
    });
    yield* main(kit);
  }
  try {
    run(begin(), { instrument });
  } catch (error) {
    kit?.log("raised", error);
  }
  return kit?.lines ?? [];
}

/** The Python of a twin, whole. */
export function pythonProgram(body: string): string {
  const margin = /^\n?( *)/.exec(body)?.[1] ?? "";
  const main = body.split("\n").map((line) => `    ${line.replace(margin, "")}`);
  return `${prelude}\nasync def main():\n${main.join("\n")}\n\ngo()\n`;
}
