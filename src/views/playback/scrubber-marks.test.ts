import { expect, test } from "vitest";
import { scrubberMarks } from "./scrubber-marks.ts";

test("stops, warnings and signals in the order of their events, each with its kind and its words", () => {
  const stops = [
    { event: 3, caption: "It begins." },
    { event: 9, caption: "It ends." },
  ];
  const warnings = [{ index: 5, message: "Line 8 calls fetch() without await." }];
  const signals = [{ index: 7, text: "Ctrl-C at 2.500 s" }];
  expect(scrubberMarks(stops, warnings, signals)).toEqual([
    { index: 3, kind: "stop", name: "Stop 1 of 2: It begins." },
    { index: 5, kind: "warning", name: "Warning: Line 8 calls fetch() without await." },
    { index: 7, kind: "signal", name: "Ctrl-C at 2.500 s" },
    { index: 9, kind: "stop", name: "Stop 2 of 2: It ends." },
  ]);
  expect(scrubberMarks([], [], [])).toEqual([]);
});
