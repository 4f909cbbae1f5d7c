import { expect, test } from "vitest";
import { keptLines } from "./kept-lines.ts";

const before = "a\nb\nc\nd";

test.each([
  ["nothing", before, [1, 2, 3, 4]],
  ["a line that is changed", "a\nB\nc\nd", [1, 0, 3, 4]],
  ["a line that is inserted", "a\nnew\nb\nc\nd", [1, 3, 4, 5]],
  ["a line that is removed", "a\nc\nd", [1, 0, 2, 3]],
  ["a line that is repeated", "a\nb\nb\nc\nd", [1, 2, 4, 5]],
  ["all", "x", [0, 0, 0, 0]],
])("after a change of %s, each line is found or gone", (_, after, lines) => {
  expect([1, 2, 3, 4].map(keptLines(before, after))).toEqual(lines);
});
