import { expect, test } from "vitest";
import { whenInWords } from "./when.ts";

const at = (text: string) => new Date(text).getTime();
const now = at("2026-11-28T12:00:00");

test.each([
  ["2026-11-28T12:00:00", "just now"],
  ["2026-11-28T12:30:00", "just now"],
  ["2026-11-28T11:59:01", "just now"],
  ["2026-11-28T11:58:59", "1 minute ago"],
  ["2026-11-28T11:00:01", "59 minutes ago"],
  ["2026-11-28T11:00:00", "1 hour ago"],
  ["2026-11-28T00:00:00", "12 hours ago"],
  ["2026-11-27T23:59:59", "yesterday"],
  ["2026-11-22T12:00:00", "6 days ago"],
  ["2026-11-21T12:00:00", "on November 21, 2026"],
])("%s was %s", (then, words) => {
  expect(whenInWords(at(then), now)).toBe(words);
});

test("an unknown time was some time ago", () => {
  expect(whenInWords(0, now)).toBe("some time ago");
});

test("a day whose clock was changed is a day", () => {
  expect(whenInWords(at("2026-03-28T12:00:00"), at("2026-03-29T12:00:00"))).toBe("yesterday");
});
