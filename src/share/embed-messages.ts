// What an embed and the page around it tell each other by `postMessage`. Published: pages that use an iframe of their
// own rely on it.

import { isTheme, type Theme } from "./view-options.ts";

/** From the embed: the height, in CSS pixels, at which nothing of it is cut off. */
export interface HeightMessage {
  type: "loopscope-height";
  height: number;
}

/** To the embed: the theme that it shall have now; null for the system's. */
export interface ThemeMessage {
  type: "loopscope-theme";
  theme: Theme | null;
}

/** The height that a message tells; null if it is another message. */
export function heightOf(data: unknown): number | null {
  const { type, height } = Object(data) as Partial<HeightMessage>;
  return type === "loopscope-height" && Number.isFinite(height) ? Number(height) : null;
}

/** The theme that a message asks for; undefined if it is another message. */
export function themeOf(data: unknown): Theme | null | undefined {
  const { type, theme } = Object(data) as Partial<ThemeMessage>;
  return type === "loopscope-theme" && (theme === null || isTheme(theme)) ? theme : undefined;
}
