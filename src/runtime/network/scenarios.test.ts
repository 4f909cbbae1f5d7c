/** Scenarios return on the simulated network what they returned on real sockets of Linux. */
import { describe, expect, test } from "vitest";
import { nativeResults, randomNativeResults, scenarios } from "../../testing/network/corpus.ts";
import { generate } from "../../testing/network/generate.ts";
import { runScenario } from "../../testing/network/scenario.ts";

const together = (lines: readonly string[], results: readonly string[] | undefined) =>
  lines.map((line, i) => `${line} → ${results?.[i]}`);

describe("as on real sockets", () => {
  test.each(Object.entries(scenarios))("%s", (name, lines) => {
    expect(together(lines, runScenario(lines))).toEqual(together(lines, nativeResults[name]));
  });

  test("random scenarios", () => {
    const recorded = Object.entries(randomNativeResults);
    expect(recorded.length).toBeGreaterThanOrEqual(200);
    for (const [seed, results] of recorded) {
      const lines = generate(Number(seed));
      expect(together(lines, runScenario(lines)), `seed ${seed}`).toEqual(together(lines, results));
    }
  });
});
