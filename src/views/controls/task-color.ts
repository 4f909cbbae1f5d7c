/**
 * One colour per task, the same everywhere: equal lightness and chroma (the theme's), told apart by hue. The first
 * task, which most programs only wait in, is neutral, so that hue is left for those that come and go.
 */

import type { Theme } from "../../share/view-options.ts";

/** Hues in OKLCH degrees, neighbours far apart; ten are easy to tell apart, then shades in between follow. */
const hues = [25, 245, 145, 75, 310, 195, 50, 275, 110, 350];

/** The hue of a task by its id (from 1), and its share of the full chroma: 0 for no task. */
export function taskHue(task: number): { hue: number; chroma: number } {
  if (task <= 1) return { hue: 0, chroma: task === 1 ? 0.12 : 0 };
  const turn = Math.floor((task - 2) / hues.length);
  return { hue: ((hues[(task - 2) % hues.length] as number) + turn * 17) % 360, chroma: 1 };
}

/** For an element with class `task`: its `--task` is the task's colour. */
export function taskStyle(task: number): string {
  const { hue, chroma } = taskHue(task);
  return `--hue:${hue};--chroma:${chroma}`;
}

/** The same values as `--task-l` and `--task-c` in the page's stylesheet. */
const shades: Record<Theme, readonly [lightness: number, chroma: number]> = {
  dark: [0.79, 0.125],
  light: [0.51, 0.13],
  projector: [0.4, 0.13],
};

/** The colour itself, for a canvas. */
export function taskColor(task: number, theme: Theme): string {
  const { hue, chroma } = taskHue(task);
  const [lightness, full] = shades[theme];
  return `oklch(${lightness} ${full * chroma} ${hue})`;
}
