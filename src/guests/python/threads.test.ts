/**
 * Programs with threads print in virtual time what they printed on native CPython, at the same times: the corpus as
 * `record-native.py` recorded it, and random programs as `npm run test:threads -- record` did.
 */
import { describe, expect, test } from "vitest";
import { difference, linesOf } from "../../testing/threads/compare.ts";
import { nativeLines, threadPrograms, type NativeLines } from "../../testing/threads/corpus.ts";
import { generate } from "../../testing/threads/generate.ts";
import recorded from "../../testing/threads/random-native.json";
import { runPython, type PythonRun } from "../../testing/run-python.ts";

const programs = Object.entries(threadPrograms);
const randomPrograms = recorded as unknown as readonly { seed: number; lines: NativeLines }[];

/** The times of the events must never go back. */
function expectInOrder({ events }: PythonRun): void {
  const times = events.map((event) => event.time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
}

test("native CPython has run each program", () => {
  expect(Object.keys(nativeLines).sort()).toEqual(Object.keys(threadPrograms).sort());
  expect(programs.length).toBeGreaterThanOrEqual(60);
});

describe("as on native CPython", () => {
  test.each(programs)("%s", async (name, source) => {
    const run = await runPython(source);
    expect(run).toMatchObject({ outcome: "ok", error: null, stderr: "" });
    expect(difference(linesOf(run.stdout), nativeLines[name] ?? [])).toBeNull();
    expectInOrder(run);
    expect((await runPython(source)).events).toEqual(run.events);
  });

  test.each(randomPrograms)("the random program of seed $seed", async ({ seed, lines }) => {
    const run = await runPython(generate(seed));
    expect(run).toMatchObject({ outcome: "ok", error: null, stderr: "" });
    expect(difference(linesOf(run.stdout), lines)).toBeNull();
  });
});
