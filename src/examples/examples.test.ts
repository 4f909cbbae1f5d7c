/** Checks of every example of the gallery: its size, its faults, its tour. */
import { describe, expect, test } from "vitest";
import { postgresFor } from "../cli/postgres.ts";
import { recordProgram } from "../cli/record.ts";
import type { Guest } from "../guests/guest.ts";
import { TypeScriptInNode } from "../guests/typescript/compile-node.ts";
import { findStops } from "../store/find-stops.ts";
import { bootPython } from "../testing/run-python.ts";
import { exportEvents } from "../formats/export-events.ts";
import { unpackRun } from "../formats/packed-run.ts";
import { conditionsOf, type Program } from "../share/program.ts";
import { Trace } from "../trace/trace.ts";
import { wheelsOf } from "../testing/packages/wheels.ts";
import { examplesWithPrograms } from "../testing/counterparts.ts";
import { chapters, examples } from "./index.ts";
import { tourOf } from "./tours.ts";

/** Warnings of the programs that go wrong; the other programs have none. */
const faults: Readonly<Record<string, readonly string[]>> = {
  "hello-blocking": ["blockingCall"],
  "blocking-call": ["blockingCall"],
  starvation: ["blockingCall"],
  "forgotten-await": ["neverAwaited"],
  "lost-task": ["lostReference"],
  "unheard-error": ["neverRetrieved"],
  "gather-failure": ["leftSiblings"],
  deadlock: ["deadlock"],
  "swallowed-cancellation": ["swallowedCancellation"],
  "own-server": ["blockingCall"],
  "requests-or-aiohttp": ["blockingCall"],
};

test("six chapters hold at least 24 examples, each once, and every program is in one", () => {
  expect(chapters).toHaveLength(6);
  expect(examples.length).toBeGreaterThanOrEqual(24);
  const ids = examples.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const files = Object.keys(import.meta.glob(["./python/*", "./typescript/*"]));
  const wanted = examples.flatMap(({ id, languages }) =>
    languages.includes("typescript") ? [`./python/${id}.py`, `./typescript/${id}.ts`] : [`./python/${id}.py`],
  );
  expect(files.sort()).toEqual(wanted.sort());
});

test("an id that was published stays", () => {
  expect(examples.map(({ id }) => id)).toEqual(expect.arrayContaining(["hello-world", "semaphore"]));
});

describe.each(examplesWithPrograms)("$id", (example) => {
  const { id, title, summary, libraries, programs, recorded } = example;
  const stops = tourOf(example);

  test("fits the editor and the card", () => {
    for (const { source } of Object.values(programs).filter((program) => program !== null)) {
      const lines = source.trimEnd().split("\n");
      expect(lines.length).toBeGreaterThanOrEqual(10);
      // Livescore has several parts, as programs with libraries do.
      expect(lines.length).toBeLessThanOrEqual(libraries ? 56 : 32);
      expect(lines.filter((line) => [...line].length > 56)).toEqual([]);
    }
    expect(title.length).toBeLessThanOrEqual(40);
    expect(summary).toMatch(/^[A-Z][^.]*\.$/);
    expect(summary.length).toBeLessThanOrEqual(110);
  });

  test("has three to six stops of a sentence or two, and more than the first words tell", () => {
    expect(stops.length).toBeGreaterThanOrEqual(3);
    expect(stops.length).toBeLessThanOrEqual(6);
    for (const { caption } of stops) {
      expect(caption).toMatch(/^\S.*[.?,]$/);
      expect(caption.length).toBeLessThanOrEqual(110);
    }
  });

  test.for(example.languages)(
    "in %s: its faults, and no others; its stops; the run that the build has recorded",
    async (language, { skip }) => {
      const guest: Guest = language === "python" ? await bootPython() : new TypeScriptInNode();
      const program = programs[language] as Program;
      const { wheels, lacking } = libraries ? await wheelsOf(program.source) : { wheels: [], lacking: [] };
      if (lacking.length > 0) skip(`no wheel of ${lacking.join(", ")}`);
      const conditions = { ...conditionsOf(program), wheels, postgres: await postgresFor(program) };
      const { store, end } = recordProgram(guest, program.source, program.seed, conditions);
      expect(store.warnings.all.map(({ diagnosis }) => diagnosis)).toEqual(faults[id] ?? []);
      expect(findStops(store.trace, stops)).toHaveLength(stops.length);
      const known = await unpackRun(await (recorded[language] as () => Promise<string>)());
      const shown = new Trace();
      for (const chunk of known.chunks) shown.append(chunk);
      expect(exportEvents(shown)).toEqual(exportEvents(store.trace));
      expect(known.end).toEqual(end);
    },
  );
});
