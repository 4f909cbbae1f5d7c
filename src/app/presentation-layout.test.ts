import { describe, expect, test } from "vitest";
import { PRESENTATION_SIZES } from "../session/settings.ts";
import { lineHeightOf } from "../views/editor/code-layout.ts";
import { presentationLayout, type PresentationLayout } from "./presentation-layout.ts";

const projectors = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];

describe.each(projectors)("on a projector of $width by $height", ({ width, height }) => {
  const layouts = PRESENTATION_SIZES.map((size) => ({
    size,
    ...presentationLayout({ width, height, size }),
  }));
  const loopOf = ({ captionHeight, codeHeight }: PresentationLayout) =>
    height - captionHeight - codeHeight - 8;

  test.each(layouts)("at $size % the loop is the largest thing, and can be read", (layout) => {
    expect(layout.type / height).toBeGreaterThanOrEqual(0.05);
    expect((13 * layout.scale) / height).toBeGreaterThanOrEqual(0.035);
    expect(layout.codeHeight / height).toBeLessThanOrEqual(0.3);
    expect(layout.codeHeight).toBe(layout.lines && layout.lines * lineHeightOf(layout.codeSize) + 12);
    expect(loopOf(layout) / height).toBeGreaterThan(0.5);
    expect(layout.hasTimeline).toBe(false);
  });

  test("at first there are three lines of code and the output beside them", () => {
    expect(layouts[0]?.lines).toBeGreaterThanOrEqual(3);
    expect(layouts[0]?.hasConsole).toBe(true);
  });

  test("larger type is for caption and loop; the code gives way", () => {
    for (const [i, layout] of layouts.slice(1).entries()) {
      const before = layouts[i] as PresentationLayout;
      expect(layout.type).toBeGreaterThan(before.type);
      expect(layout.scale).toBeGreaterThanOrEqual(before.scale);
      expect(layout.codeSize).toBe(before.codeSize);
      expect(layout.lines).toBeLessThanOrEqual(before.lines);
    }
  });
});

test("a screen with room has a timeline, and a phone type of 16 px at least", () => {
  expect(presentationLayout({ width: 820, height: 1180, size: 5 }).hasTimeline).toBe(true);
  const phone = { width: 390, height: 844, size: 5 };
  expect(presentationLayout(phone)).toMatchObject({ type: 16, hasTimeline: true });
  expect(presentationLayout({ ...phone, wire: 100 }).hasTimeline).toBe(false);
});
