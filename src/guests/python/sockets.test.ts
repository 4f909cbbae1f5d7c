/**
 * Programs with sockets and pipes print what they printed on native CPython over real loopback, in the same order: the corpus
 * as `record-native.py` recorded it, and random programs as `npm run test:sockets -- record` did. Two runs of a program are the
 * same to the last event, also with threads.
 */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { nativeLines, socketPrograms } from "../../testing/sockets/corpus.ts";
import { generate } from "../../testing/sockets/generate.ts";
import recorded from "../../testing/sockets/random-native.json";

test("native CPython has run each program", () => {
  expect(Object.keys(nativeLines).sort()).toEqual(Object.keys(socketPrograms).sort());
  expect(Object.keys(nativeLines).length).toBeGreaterThanOrEqual(80);
  expect(Object.entries(nativeLines).filter(([, lines]) => lines.length === 0)).toEqual([]);
});

describe("as on native CPython", () => {
  test.each(Object.entries(socketPrograms))("%s", async (name, source) => {
    const run = await runPython(source);
    expect({ error: run.error, stderr: run.stderr }).toEqual({ error: null, stderr: "" });
    expect(run.stdout.split("\n").slice(0, -1)).toEqual(nativeLines[name]);
    const times = run.events.map((event) => event.time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    if (source.includes("await asyncio.to_thread")) {
      expect((await runPython(source)).events).toEqual(run.events);
    }
  });

  test.each(recorded)("the random program of seed $seed", async ({ seed, lines }) => {
    const run = await runPython(generate(seed));
    expect({ error: run.error, stderr: run.stderr }).toEqual({ error: null, stderr: "" });
    expect(run.stdout.split("\n").slice(0, -1)).toEqual(lines);
  });
});
