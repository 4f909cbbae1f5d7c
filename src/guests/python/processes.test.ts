/**
 * Programs with processes print what they printed on native CPython with real ones, in the same order: the corpus as
 * `record-native.py` recorded it.
 */
import { describe, expect, test } from "vitest";
import { nativeLines, processPrograms } from "../../testing/processes/corpus.ts";
import { runPython } from "../../testing/run-python.ts";

test("native CPython has run each program", () => {
  expect(Object.keys(nativeLines).sort()).toEqual(Object.keys(processPrograms).sort());
  expect(Object.keys(nativeLines).length).toBeGreaterThanOrEqual(40);
});

describe("as on native CPython", () => {
  test.each(Object.entries(processPrograms))("%s", async (name, source) => {
    const run = await runPython(source);
    expect(run.error).toBeNull();
    expect(run.stdout.split("\n").slice(0, -1)).toEqual(nativeLines[name]);
    const times = run.events.map((event) => event.time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});
