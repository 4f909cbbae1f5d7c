/** The cases of each view: the moments at which it is looked at, each in a box as large as its place on the page. */
import { asleep, awake, done, full, type Moment, released, stuck } from "./moments.ts";

export type ViewName = "stage" | "timeline" | "console" | "inspector" | "editor" | "playback";

interface View {
  /** Of each box, in pixels. On a phone a box is as wide as the window, and as high as the view. */
  width: number;
  height: number;
  moments: readonly Moment[];
}

export const views: Record<ViewName, View> = {
  stage: { width: 780, height: 400, moments: [asleep, awake, full, released, stuck] },
  timeline: { width: 780, height: 206, moments: [awake, done, released, stuck] },
  console: { width: 480, height: 200, moments: [done, stuck, released] },
  inspector: { width: 320, height: 560, moments: [released, stuck] },
  editor: { width: 480, height: 440, moments: [asleep, released, stuck] },
  playback: { width: 1280, height: 56, moments: [asleep, released, done] },
};
