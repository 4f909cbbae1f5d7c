// Messages between an embed and the page around it, by `postMessage`. Published: pages with an iframe of their own rely
// on them.

import { isTheme, type Theme } from "./view-options.ts";

/** Message of the embed: the height, in CSS pixels, that shows all of it. */
export interface HeightMessage {
  type: "loopscope-height";
  height: number;
}

/** Message to the embed: its theme from now on; null for the system's. */
export interface ThemeMessage {
  type: "loopscope-theme";
  theme: Theme | null;
}

/** Return the height in a message; null for another message. */
export function heightOf(data: unknown): number | null {
  const { type, height } = Object(data) as Partial<HeightMessage>;
  return type === "loopscope-height" && Number.isFinite(height) ? Number(height) : null;
}

/** Return the theme in a message; undefined for another message. */
export function themeOf(data: unknown): Theme | null | undefined {
  const { type, theme } = Object(data) as Partial<ThemeMessage>;
  return type === "loopscope-theme" && (theme === null || isTheme(theme)) ? theme : undefined;
}
