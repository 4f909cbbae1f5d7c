import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, readSettings, type Settings } from "./settings.ts";

describe("settings as they were stored", () => {
  test("are read as they were written", () => {
    const settings: Settings = {
      theme: "projector",
      reducedMotion: "on",
      speed: "slow",
      runWhileTyping: true,
      eventCap: 10_000,
      codeSize: 17,
      stageSize: 6,
    };
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
  });

  test.each([[null], [""], ["{"], ["null"], ["7"], ["[]"], ['"dark"'], ["{}"]])(
    "%s is as at first",
    (text) => {
      expect(readSettings(text)).toEqual(DEFAULT_SETTINGS);
    },
  );

  test("what one of them may not be leaves the others alone", () => {
    const stored = {
      theme: "neon",
      reducedMotion: true,
      speed: 3,
      runWhileTyping: "yes",
      eventCap: 1e12,
      codeSize: "17",
      stageSize: 400,
      unknown: 1,
    };
    expect(readSettings(JSON.stringify(stored))).toEqual(DEFAULT_SETTINGS);
    expect(readSettings(JSON.stringify({ ...stored, speed: "fast" }))).toEqual({
      ...DEFAULT_SETTINGS,
      speed: "fast",
    });
  });

  test.each([
    [0.5, "slow"],
    [1, null],
    [2, "fast"],
    [16, "10s"],
  ])("the factor %s of an older page is the speed %s", (speed, named) => {
    expect(readSettings(JSON.stringify({ speed })).speed).toBe(named);
  });
});
