/**
 * The built-in programs in both languages: the same outcome, the same lines of output at the same times, and the same
 * trace, event for event. What is written on stderr is not compared: each language words its errors in its own way.
 */
import { describe, expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import { counterparts } from "../../testing/counterparts.ts";
import { runPython } from "../../testing/run-python.ts";
import { comparableEvents } from "../../testing/parity/comparable-events.ts";
import { exportEvents, type ExportedEvent } from "../../formats/export-events.ts";
import { TypeScriptInNode } from "./compile-node.ts";

describe.each(counterparts)("$id", ({ programs: { python, typescript } }) => {
  test.each([1, 0, 4_000_000_000])("with seed %d", async (seed) => {
    const there = await runPython(python.source, { seed });
    const { store, end } = recordProgram(new TypeScriptInNode(), typescript.source, seed);
    const here = exportEvents(store.trace);
    const { outcome, time, events } = there;
    expect(end).toMatchObject({ outcome, time });
    expect(outputOf(here)).toEqual(outputOf(events));
    expect(comparableEvents(here)).toEqual(comparableEvents(events));
  });
});

test.each([
  [{ name: "SIGINT", at: 1.25 }],
  [{ name: "SIGTERM", at: 1.25 }],
  [{ name: "SIGHUP", at: 100 }],
] as const)("shutdown, sent %o by a person", async (signal) => {
  const { python, typescript } = counterparts.find(({ id }) => id === "shutdown")!.programs;
  const { outcome, time, events } = await runPython(python.source, { signals: [signal] });
  const { store, end } = recordProgram(new TypeScriptInNode(), typescript.source, 1, { signals: [signal] });
  const here = exportEvents(store.trace);
  expect(end).toMatchObject({ outcome, time });
  expect(outputOf(here)).toEqual(outputOf(events));
  expect(comparableEvents(here)).toEqual(comparableEvents(events));
});

function outputOf(events: readonly ExportedEvent[]): unknown[] {
  return events
    .filter(({ kind, stream }) => kind === "outputWritten" && stream === "stdout")
    .map(({ time, taskName, text }) => [time, taskName, text]);
}
