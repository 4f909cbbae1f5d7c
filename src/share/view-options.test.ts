import { describe, expect, test } from "vitest";
import { DEFAULT_VIEW_OPTIONS, parseViewOptions } from "./view-options.ts";

describe("a query", () => {
  test("without options returns the defaults", () => {
    for (const search of ["", "?"]) {
      expect(parseViewOptions(search)).toEqual({ options: DEFAULT_VIEW_OPTIONS, problems: [] });
    }
  });

  test("sets every option", () => {
    expect(
      parseViewOptions(
        "?example=semaphore&lang=typescript&embed=1&theme=projector&readonly=1&run=click&seed=7&present=1&signals=SIGINT@2.5,SIGTERM@7&network=localhost.latency=0,remote.loss=0.1&visits=GET:/@1,LINE:hi@2.5x3&faults=cut:redis@2,slow:a.example@5x2.5",
      ),
    ).toEqual({
      options: {
        example: "semaphore",
        language: "typescript",
        embed: true,
        theme: "projector",
        readOnly: true,
        present: true,
        runOnClick: true,
        at: null,
        task: null,
        speed: null,
        seed: 7,
        signals: [
          { name: "SIGINT", at: 2.5 },
          { name: "SIGTERM", at: 7 },
        ],
        network: { "localhost.latency": 0, "remote.loss": 0.1 },
        visits: [
          { at: 1, method: "GET", path: "/", count: 1 },
          { at: 2.5, method: "LINE", path: "hi", count: 3 },
        ],
        faults: [
          { at: 2, action: "cut", host: "redis", factor: 1 },
          { at: 5, action: "slow", host: "a.example", factor: 2.5 },
        ],
      },
      problems: [],
    });
  });

  test.each([
    ["slow", "slow"],
    ["10s", "10s"],
    // Numbers are of links from before the speeds had names.
    ["0.25", "slow"],
    ["1", "story"],
    ["4", "fast"],
    ["16", "10s"],
  ])("opens the speed %s as %s", (speed, opened) => {
    expect(parseViewOptions(`?speed=${speed}`)).toEqual({
      options: { ...DEFAULT_VIEW_OPTIONS, speed: opened },
      problems: [],
    });
  });

  test("may turn an option off with 0", () => {
    expect(parseViewOptions("?embed=0&readonly=0")).toEqual({ options: DEFAULT_VIEW_OPTIONS, problems: [] });
  });
});

describe("a mistake in a query is reported, and the rest is used", () => {
  test.each([
    ["?theme=neon&embed=1", 'The address has theme="neon", but theme must be light, dark or projector.'],
    ["?embed=1&lang=Python", 'The address has lang="Python", but lang must be python or typescript.'],
    ["?embed=1&run=now", 'The address has run="now", but run must be click.'],
    ["?embed=1&example=", 'The address has example="", but example must be the id of an example.'],
    ["?embed=1&readonly=yes", 'The address has readonly="yes", but readonly must be 1 or 0.'],
    [
      "?embed=1&seed=1e3",
      'The address has seed="1e3", but seed must be a whole number from 0 to 4294967295.',
    ],
    [
      "?embed=1&seed=4294967296",
      'The address has seed="4294967296", but seed must be a whole number from 0 to 4294967295.',
    ],
    [
      "?embed=1&network=remote.loss=2",
      'The address has network="remote.loss=2", but network must be default, or settings such as remote.latency=0.1,remote.loss=0.2.',
    ],
    [
      "?embed=1&faults=slow:redis@1",
      'The address has faults="slow:redis@1", but faults must be such as cut:redis@2,restore:redis@4,slow:redis@5x10.',
    ],
    [
      "?embed=1&visits=GET@1",
      'The address has visits="GET@1", but visits must be off, or visits such as GET:/@1,GET:/about@2x3.',
    ],
    ["?embed=1&embed=0", 'The address has "embed" more than once. The first one counts.'],
    ["?embed=1&speed=3", 'The address has speed="3", but speed must be one of slow, story, fast, 30s, 10s.'],
    ["?embed=1&exmaple=hello", 'The address has an unknown option "exmaple".'],
  ])("%s", (search, problem) => {
    expect(parseViewOptions(search)).toEqual({
      options: { ...DEFAULT_VIEW_OPTIONS, embed: true },
      problems: [problem],
    });
  });

  test("parameters that other sites append are not reported", () => {
    expect(parseViewOptions("?utm_source=chat&fbclid=1&gclid=2").problems).toEqual([]);
  });
});
