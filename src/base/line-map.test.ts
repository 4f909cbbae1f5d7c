import fc from "fast-check";
import { expect, test } from "vitest";
import { mapLines } from "./line-map.ts";

/** Each character stands for a line. */
function map(before: string, after: string): { lines: number[]; kept: number } {
  const text = (lines: string) => [...lines].join("\n");
  const { lineOf, kept } = mapLines(text(before), text(after));
  return { lines: [...before].map((_, i) => lineOf(i + 1)), kept };
}

test.each([
  ["abc", "abc", [1, 2, 3], 1],
  ["abc", "xabc", [2, 3, 4], 1],
  ["abc", "axbc", [1, 3, 4], 1],
  ["abc", "abcx", [1, 2, 3], 1],
  ["abcd", "acd", [1, 0, 2, 3], 3 / 4],
  ["abcd", "axcd", [1, 2, 3, 4], 3 / 4],
  ["abcdefg", "axbcdyg", [1, 3, 4, 5, 0, 0, 7], 5 / 7],
  ["abcdefg", "xbcdeyg", [1, 2, 3, 4, 5, 6, 7], 5 / 7],
  ["abc", "xyzw", [0, 0, 0], 0],
  ["a b", "xa b", [2, 3, 4], 1],
])("%s → %s", (before, after, lines, kept) => {
  expect(map(before, after)).toEqual({ lines, kept });
});

test("lines stay distinct and in order", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { lines } = map(before, after);
      const there = lines.filter((line) => line > 0);
      expect(there).toEqual([...new Set(there)].sort((a, b) => a - b));
      expect(Math.max(0, ...there)).toBeLessThanOrEqual(Math.max(1, after.length));
    }),
  );
});
