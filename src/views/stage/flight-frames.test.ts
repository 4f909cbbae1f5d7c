import { expect, test } from "vitest";
import { flightFrames, visibility } from "./flight-frames.ts";
import { FlightPath } from "./flight-path.ts";

/** `#` covers text. */
const seen = (text: string) =>
  visibility([...text].map((sign) => sign === "#"))
    .map((is) => (is ? "·" : " "))
    .join("");

test("a token is hidden on text and one sample before and after it", () => {
  expect(seen("·····##·····")).toBe("····    ····");
});

test("a glimpse between two texts is left out", () => {
  expect(seen("····#···#····")).toBe("···       ···");
});

test("the end is seen, as it is a place at rest", () => {
  expect(seen("·····#")).toBe("···· ·");
});

test("the start is seen, but not where text has moved to", () => {
  expect(seen("·#·······")).toBe("·  ······");
  expect(seen("#········")).toBe("  ·······");
});

test("a new token appears at its start", () => {
  const path = new FlightPath([
    { x: 10, y: 10 },
    { x: 110, y: 10 },
  ]);
  const input = {
    path,
    hidden: [false, false, false],
    scaleAt: () => 1,
    stageScale: 2,
    box: { x: 0, y: 0, width: 20, height: 20 },
  };
  expect(flightFrames({ ...input, isNew: true }).map(({ opacity }) => opacity)).toEqual([0, 1, 1]);
  expect(flightFrames({ ...input, isNew: false })[0]).toEqual({
    offset: 0,
    transform: "translate(0px, 0px) rotate(0deg) scale(1)",
    opacity: 1,
  });
});

test("a token on an upright stretch turns over at once, and is never level there", () => {
  const path = new FlightPath([
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 200 },
    { x: 0, y: 200 },
  ]);
  const frames = flightFrames({
    path,
    hidden: Array<boolean>(21).fill(false),
    scaleAt: () => 1,
    stageScale: 1,
    box: { x: 0, y: 0, width: 0, height: 0 },
    isNew: false,
  });
  const angles = frames.map(({ transform }) => Number(/rotate\((.*)deg\)/.exec(String(transform))?.[1]));
  const turn = angles.indexOf(-90);
  expect(angles[turn - 1]).toBe(90);
  expect(frames[turn]?.offset).toBe(frames[turn - 1]?.offset);
});
