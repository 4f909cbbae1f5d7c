/**
 * Runs a program and its counterpart in the guests of both languages, for a comparison: the outcome, the output with its
 * times, and the trace, event for event. What is on stderr is left out: each language words its errors in its own way.
 */
import { recordProgram } from "../cli/record.ts";
import { exportEvents, type ExportedEvent } from "../formats/export-events.ts";
import { TypeScriptInNode } from "../guests/typescript/compile-node.ts";
import type { Conditions } from "../share/program.ts";
import type { RunEnd } from "../share/run-end.ts";
import { comparableEvents } from "./parity/comparable-events.ts";
import { runPython } from "./run-python.ts";

/** What both languages have in common. */
export interface ComparableRun {
  outcome: string;
  time: number;
  output: unknown[];
  events: string[];
}

export interface BothRuns {
  python: ComparableRun;
  typescript: ComparableRun;
  /** End and trace in TypeScript. */
  end: RunEnd;
  events: ExportedEvent[];
}

/** Run both programs under the conditions. */
export async function runBoth(
  python: string,
  typescript: string,
  { seed = 1, ...conditions }: Partial<Conditions> = {},
): Promise<BothRuns> {
  const there = await runPython(python, { seed, ...conditions });
  const { store, end } = recordProgram(new TypeScriptInNode(), typescript, seed, conditions);
  const events = exportEvents(store.trace);
  return {
    python: comparable(there, there.events),
    typescript: comparable(end, events),
    end,
    events,
  };
}

function comparable({ outcome, time }: RunEnd, events: readonly ExportedEvent[]): ComparableRun {
  const output = events
    .filter(({ kind, stream }) => kind === "outputWritten" && stream === "stdout")
    .map(({ time, taskName, text }) => [time, taskName, text]);
  return { outcome, time, output, events: comparableEvents(events) };
}
