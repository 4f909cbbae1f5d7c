import { expect, test } from "vitest";
import { pageLayout } from "./page-layout.ts";

test.each([
  [390, 844, "tabs"],
  [844, 390, "rail"],
  [640, 360, "rail"],
  [820, 1180, "tall"],
  [1180, 820, "desk"],
  [1024, 700, "desk"],
  [2560, 1440, "desk"],
])("a window of %d by %d has the arrangement %s", (width, height, arrangement) => {
  expect(pageLayout({ width, height }).arrangement).toBe(arrangement);
});

test("type grows with the window, and is never smaller than made for 1280 by 720", () => {
  const scales = [
    [800, 600],
    [1280, 720],
    [1440, 900],
    [1920, 1080],
    [2560, 1440],
  ].map(([width = 0, height = 0]) => pageLayout({ width, height }).scale);
  expect(scales).toEqual([1, 1, 1.08, 1.3, 1.6]);
});
