import { expect, test } from "vitest";
import { examples } from "./index.ts";
import { THUMBNAIL_LANES, THUMBNAIL_WIDTH } from "./thumbnail.ts";
import { thumbnails } from "./thumbnails.ts";

test.each(examples)("$id: its lanes have spans without gaps, within the width, and one runs", ({ id }) => {
  const lanes = thumbnails.get(id) ?? [];
  expect(lanes.length).toBeGreaterThanOrEqual(1);
  expect(lanes.length).toBeLessThanOrEqual(THUMBNAIL_LANES);
  for (const { spans } of lanes) {
    let last = spans[0]?.from;
    for (const { from, to } of spans) {
      expect(from).toBe(last);
      expect(to).toBeGreaterThan(from);
      last = to;
    }
    expect(last).toBeLessThanOrEqual(THUMBNAIL_WIDTH);
  }
  expect(lanes.some(({ spans }) => spans.some(({ status }) => status === "running"))).toBe(true);
});

test("asyncio.run's own cleaning-up has no lanes", () => {
  expect(thumbnails.get("deadlock")?.map(({ outcome }) => outcome)).toEqual([null, null, null]);
  expect(thumbnails.get("hello-world")).toHaveLength(11);
});
