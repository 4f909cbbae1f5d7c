/** Numbers of any size have a text of a bounded length. */
import { expect, test } from "vitest";
import { clockText, durationText } from "./number-text.ts";

test.for([
  [0.00031, "0.000", "0.00031 s"],
  [1.5, "1.500", "1.5 s"],
  [123_456.7, "123,456.7", "123,000 s"],
  [1e300, "1e+300", "1e+300 s"],
  [Infinity, "Infinity", "Infinity s"],
] as const)("%d seconds", ([seconds, clock, duration]) => {
  expect(clockText(seconds)).toBe(clock);
  expect(durationText(seconds)).toBe(duration);
});
