import { expect, test } from "vitest";
import { scrubberMarks } from "./scrubber-marks.ts";

test("stops and warnings in the order of their events, each with its kind and its words", () => {
  const stops = [
    { event: 3, caption: "It begins." },
    { event: 9, caption: "It ends." },
  ];
  const warnings = [{ index: 5, message: "Line 8 calls fetch() without await." }];
  expect(scrubberMarks(stops, warnings)).toEqual([
    { index: 3, isWarning: false, name: "Stop 1 of 2: It begins." },
    { index: 5, isWarning: true, name: "Warning: Line 8 calls fetch() without await." },
    { index: 9, isWarning: false, name: "Stop 2 of 2: It ends." },
  ]);
  expect(scrubberMarks([], [])).toEqual([]);
});
