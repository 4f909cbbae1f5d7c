/**
 * The corpus: programs that must run here as on CPython's own `BaseEventLoop`, in the same interpreter, with a selector
 * that moves a virtual clock. Compared are the callbacks of every iteration in order, all output, and the time of each
 * line. Nothing expected is written down.
 */
import { describe, expect, test } from "vitest";
import { corpus } from "../../testing/oracle/corpus.ts";
import randomSchedule from "../../testing/oracle/random-schedule.py?raw";
import { outcomeOf, runOnStockLoop } from "../../testing/oracle/stock.ts";
import { runPython } from "../../testing/run-python.ts";

async function compare(program: string, seed = 1) {
  const stock = await runOnStockLoop(program, seed);
  // In the same lines as there.
  const run = await runPython(`\n${program}`, { seed });
  expect(run.error).toBeNull();
  const ours = outcomeOf(run);
  expect(ours.stdout).toEqual(stock.stdout);
  expect(ours.times).toEqual(stock.times);
  expect(withoutLibraries(ours.stderr)).toEqual(withoutLibraries(stock.stderr));
  expect(ours.order.join(" ")).toBe(stock.order.join(" "));
}

/** The two loops are different files: frames of libraries differ in tracebacks. */
function withoutLibraries(text: string): string[] {
  const lines = text.split("\n").filter((line) => !/^ *File "(?!program)|^ {4}|^ *[~^]+$/.test(line));
  return lines.map((line) =>
    line.replaceAll(/(at|defined at|created at) [^ ]*(loop|base_events)[^ ]*:\d+/g, "$1 …"),
  );
}

describe("the same as on CPython's own loop:", () => {
  test.each(corpus)("%s", (_name, program) => compare(program));

  test.each(Array.from({ length: 40 }, (_, seed) => seed))("random schedule %i", (seed) =>
    compare(randomSchedule, seed),
  );
});

test("the corpus is whole", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(250);
  expect(new Set(corpus.map(([name]) => name)).size).toBe(corpus.length);
});
