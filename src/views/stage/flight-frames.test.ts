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

test("start and end are seen, as they are places at rest", () => {
  expect(seen("#····#")).toBe("·    ·");
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
    transform: "translate(0px, 0px) rotate(0deg) scale(1)",
    opacity: 1,
  });
});
