/** The built-in programs in both languages: the same output at the same times, and the same trace, event for event. */
import { describe, expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import helloWorldPy from "../../examples/python/hello-world.py?raw";
import semaphorePy from "../../examples/python/semaphore.py?raw";
import helloWorldTs from "../../examples/typescript/hello-world.ts?raw";
import semaphoreTs from "../../examples/typescript/semaphore.ts?raw";
import { runPython } from "../../testing/run-python.ts";
import { comparableEvents, withoutShutdown } from "../../testing/twins/comparable-events.ts";
import { exportEvents, type ExportedEvent } from "../../trace/export.ts";
import { TypeScriptInNode } from "./compile-node.ts";

const twins = { "hello-world": [helloWorldPy, helloWorldTs], semaphore: [semaphorePy, semaphoreTs] } as const;

describe.each(Object.entries(twins))("%s", (_id, [python, typescript]) => {
  test.each([1, 0, 4_000_000_000])("with seed %d", async (seed) => {
    const there = await runPython(python, { seed });
    const { trace, result } = recordProgram(new TypeScriptInNode(), typescript, seed);
    const here = exportEvents(trace);
    expect(result).toMatchObject({ outcome: "ok", time: there.time });
    expect(outputOf(here)).toEqual(outputOf(there.events));
    expect(comparableEvents(here)).toEqual(comparableEvents(withoutShutdown(there.events)));
  });
});

function outputOf(events: readonly ExportedEvent[]): unknown[] {
  return events
    .filter(({ kind }) => kind === "outputWritten")
    .map(({ time, taskName, stream, text }) => [time, taskName, stream, text]);
}
