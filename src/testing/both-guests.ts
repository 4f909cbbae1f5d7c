/**
 * Runs a program and its counterpart in the guests of both languages, and compares: the same outcome, the same lines of output
 * at the same times, and the same trace, event for event. What is on stderr is not compared: each language words its errors
 * in its own way.
 */
import { expect } from "vitest";
import { recordProgram } from "../cli/record.ts";
import { exportEvents, type ExportedEvent } from "../formats/export-events.ts";
import { TypeScriptInNode } from "../guests/typescript/compile-node.ts";
import type { Conditions } from "../share/program.ts";
import type { RunEnd } from "../share/run-end.ts";
import { comparableEvents } from "./parity/comparable-events.ts";
import { runPython } from "./run-python.ts";

export interface GuestRun {
  end: RunEnd;
  events: ExportedEvent[];
}

/** Expect that both programs run the same under the conditions; return the run in TypeScript. */
export async function expectSameRun(
  python: string,
  typescript: string,
  { seed = 1, ...conditions }: Partial<Conditions> = {},
): Promise<GuestRun> {
  const { outcome, time, events } = await runPython(python, { seed, ...conditions });
  const { store, end } = recordProgram(new TypeScriptInNode(), typescript, seed, conditions);
  const here = exportEvents(store.trace);
  expect(end).toMatchObject({ outcome, time });
  expect(outputOf(here)).toEqual(outputOf(events));
  expect(comparableEvents(here)).toEqual(comparableEvents(events));
  return { end, events: here };
}

function outputOf(events: readonly ExportedEvent[]): unknown[] {
  return events
    .filter(({ kind, stream }) => kind === "outputWritten" && stream === "stdout")
    .map(({ time, taskName, text }) => [time, taskName, text]);
}
