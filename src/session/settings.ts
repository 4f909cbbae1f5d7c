/**
 * What a person may set, what each may be, and what it is at first. What is read from the browser's storage may have
 * been written by an older page, a newer one or nobody that is known: what fits is taken, the rest is as at first.
 */
import { isTheme, SPEEDS, type Theme } from "../share/view-options.ts";
import { EVENT_CAP } from "../trace/cap.ts";

export interface Settings {
  /** `auto`, here and below: as the system says. */
  readonly theme: "auto" | Theme;
  readonly reducedMotion: "auto" | "on" | "off";
  readonly speed: number;
  /** Whether a program runs by itself after each pause in typing. */
  readonly runWhileTyping: boolean;
  /** How many events a run may record. */
  readonly eventCap: number;
  /** The editor's type, in CSS pixels. */
  readonly codeSize: number;
  /** The type on stage, in CSS pixels; null: as fits the screen. */
  readonly stageSize: number | null;
}

export const EVENT_CAPS: readonly number[] = [1_000, 10_000, 100_000, EVENT_CAP];
export const CODE_SIZES: readonly number[] = [11, 12, 13.5, 15, 17, 20, 24];
export const STAGE_SIZES: readonly number[] = [16, 20, 24, 28, 32, 36, 40];

export const FIRST_SETTINGS: Settings = {
  theme: "auto",
  reducedMotion: "auto",
  speed: 1,
  runWhileTyping: false,
  eventCap: EVENT_CAP,
  codeSize: 13.5,
  stageSize: null,
};

const isValid: { [Name in keyof Settings]: (value: unknown) => boolean } = {
  theme: (value) => value === "auto" || isTheme(value),
  reducedMotion: (value) => value === "auto" || value === "on" || value === "off",
  speed: (value) => (SPEEDS as readonly unknown[]).includes(value),
  runWhileTyping: (value) => typeof value === "boolean",
  eventCap: (value) => (EVENT_CAPS as readonly unknown[]).includes(value),
  codeSize: (value) => (CODE_SIZES as readonly unknown[]).includes(value),
  stageSize: (value) => value === null || (STAGE_SIZES as readonly unknown[]).includes(value),
};

/** The settings in a text that was stored, or null for nothing. */
export function readSettings(text: string | null): Settings {
  const stored = Object(parse(text)) as Partial<Record<keyof Settings, unknown>>;
  const names = Object.keys(FIRST_SETTINGS) as (keyof Settings)[];
  const valid = names.filter((name) => name in stored && isValid[name](stored[name]));
  return { ...FIRST_SETTINGS, ...Object.fromEntries(valid.map((name) => [name, stored[name]])) };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
