import { expect, test } from "vitest";
import { nextCard } from "./next-card.ts";

/** Three cards in a row, one alone in the next, as at the end of a chapter, and two below it. */
const cards = [
  [0, 0],
  [100, 0],
  [200, 0],
  [0, 50],
  [0, 130],
  [100, 130],
].map(([left = 0, top = 0]) => ({ left, top }));

test.each([
  ["ArrowRight", [1, 2, 3, 4, 5, null]],
  ["ArrowLeft", [null, 0, 1, 2, 3, 4]],
  ["ArrowDown", [3, 3, 3, 4, null, null]],
  ["ArrowUp", [null, null, null, 0, 3, 3]],
  ["Home", [0, 0, 0, 0, 0, 0]],
  ["End", [5, 5, 5, 5, 5, 5]],
  ["a", [null, null, null, null, null, null]],
])("%s", (key, expected) => {
  expect(cards.map((_, from) => nextCard(cards, from, key))).toEqual(expected);
});

test("a card that is hovered, and so a pixel off, is in its row", () => {
  const moved = cards.map(({ left, top }, i) => ({ left, top: i === 1 || i === 5 ? top + 1 : top }));
  expect(nextCard(moved, 1, "ArrowUp")).toBe(null);
  expect(nextCard(moved, 5, "ArrowUp")).toBe(3);
  expect(nextCard(moved, 3, "ArrowDown")).toBe(4);
});
