/**
 * Settings: their names, valid values and defaults. The browser's storage may hold settings of an older or newer page, or
 * anything else: each valid value is taken, each other one is replaced by the default.
 */
import { parseJson } from "../base/parse-json.ts";
import { isTheme, type Speed, speedOf, type Theme } from "../share/view-options.ts";
import { EVENT_CAP } from "../trace/cap.ts";

export interface Settings {
  /** `auto`, here and below: follow the system. */
  readonly theme: "auto" | Theme;
  readonly reducedMotion: "auto" | "on" | "off";
  /** Null for the usual one of a run. */
  readonly speed: Speed | null;
  /** True to run the program after each pause in typing. */
  readonly runWhileTyping: boolean;
  /** The most events that a run may record. */
  readonly eventCap: number;
  /** The editor's type size, in CSS pixels. */
  readonly codeSize: number;
  /** The type size of a presentation's caption, in percent of the screen's height. The name is stored, so it stays. */
  readonly stageSize: number;
}

export const EVENT_CAPS: readonly number[] = [1_000, 10_000, 100_000, EVENT_CAP];
export const CODE_SIZES: readonly number[] = [11, 12, 13.5, 15, 17, 20, 24];
export const PRESENTATION_SIZES: readonly number[] = [5, 5.5, 6];

export const DEFAULT_SETTINGS: Settings = {
  theme: "auto",
  reducedMotion: "auto",
  speed: null,
  runWhileTyping: false,
  eventCap: EVENT_CAP,
  codeSize: 13.5,
  stageSize: 5,
};

const isValid: { [Name in keyof Settings]: (value: unknown) => boolean } = {
  theme: (value) => value === "auto" || isTheme(value),
  reducedMotion: (value) => value === "auto" || value === "on" || value === "off",
  speed: (value) => value === null || speedOf(value) !== null,
  runWhileTyping: (value) => typeof value === "boolean",
  eventCap: (value) => (EVENT_CAPS as readonly unknown[]).includes(value),
  codeSize: (value) => (CODE_SIZES as readonly unknown[]).includes(value),
  stageSize: (value) => (PRESENTATION_SIZES as readonly unknown[]).includes(value),
};

/** The settings in a text that was stored, or null for nothing. */
export function readSettings(text: string | null): Settings {
  const stored = Object(parseJson(text)) as Partial<Record<keyof Settings, unknown>>;
  const names = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];
  const valid = names.filter((name) => name in stored && isValid[name](stored[name]));
  const settings = { ...DEFAULT_SETTINGS, ...Object.fromEntries(valid.map((name) => [name, stored[name]])) };
  // Older pages stored a factor, and 1 with any other choice.
  const { speed } = stored;
  return { ...settings, speed: speed === 1 ? null : speedOf(speed) };
}
