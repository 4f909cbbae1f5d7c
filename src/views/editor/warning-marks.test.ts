import { expect, test } from "vitest";
import type { Warning } from "../../store/warnings/warning.ts";
import { keptLines } from "./kept-lines.ts";
import { warningMarks, warningText } from "./warning-marks.ts";

const warning = (line: number, message: string): Warning => ({
  diagnosis: "blockingCall",
  index: 0,
  task: 1,
  line,
  message,
});

test("a line has one mark with all of its warnings, where the line is now", () => {
  const found = [warning(3, "late"), warning(1, "gone"), warning(3, "again"), warning(0, "nowhere")];
  const marks = warningMarks(found, keptLines("a\nb\nc", "new\nA\nb\nc"));
  expect(marks.map(({ line }) => line)).toEqual([4]);
  expect(marks.map(warningText)).toEqual(["late\nagain"]);
});
