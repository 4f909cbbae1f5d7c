import { describe, expect, test } from "vitest";
import { PRESENTATION_SIZES } from "../session/settings.ts";
import { firstSize, presentationLayout } from "./presentation-layout.ts";

const screens = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];

describe.each(screens)("on a projector of $width by $height", ({ width, height }) => {
  test.each(PRESENTATION_SIZES)("at %d px all parts have room, and the loop most of it", (size) => {
    const layout = presentationLayout({ width, height, size });
    expect(layout.codeWidth).toBeLessThanOrEqual(width);
    const beside = layout.code === "beside";
    // Three lines of code at least, whatever the size.
    expect(layout.codeHeight).toBeGreaterThanOrEqual(3 * 1.56 * size);
    const loopHeight = height - layout.captionHeight - (beside ? 0 : layout.codeHeight);
    expect(loopHeight).toBeGreaterThan(height * 0.35);
    expect(layout.captionHeight).toBeGreaterThanOrEqual(2 * 1.3 * size);
  });

  test("larger type never makes the loop smaller before the code has gone below it", () => {
    const beside = PRESENTATION_SIZES.map((size) => presentationLayout({ width, height, size })).filter(
      ({ code }) => code === "beside",
    );
    expect(beside.length).toBeGreaterThan(0);
    expect(beside.length).toBeLessThan(PRESENTATION_SIZES.length);
  });

  test("it begins with the largest type that leaves the code beside the loop", () => {
    const size = firstSize(PRESENTATION_SIZES, { width, height });
    expect(presentationLayout({ width, height, size })).toMatchObject({ code: "beside", hasTimeline: true });
  });
});

test("a screen for which nothing fits begins with the least", () => {
  expect(firstSize(PRESENTATION_SIZES, { width: 390, height: 844 })).toBe(PRESENTATION_SIZES[0]);
});
