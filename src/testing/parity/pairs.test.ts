import { expect, test } from "vitest";
import { pairPrograms, readPair, subjects, unpairedTexts } from "./pairs.ts";

const python = 'def helper():\n    pass\n\n\nasync def runs_well():\n    """Runs well."""\n    helper()\n';

test("programs are paired by name, and one that a side lacks is named", () => {
  function* runsWell() {}
  const [program] = pairPrograms("loops", python, { runsWell });
  expect(program).toMatchObject({ title: "Runs well.", isScript: false, typescript: runsWell });
  expect(program!.python()).toContain("async def main():");
  expect(() => pairPrograms("loops", python, {})).toThrow("loops lacks runsWell in TypeScript");
  expect(() => pairPrograms("loops", "", { runsWell })).toThrow("loops lacks runsWell in Python");
});

test("each case is a program, with its arguments in both languages", () => {
  const source = 'async def waits(name, delay):\n    """Waits."""\n    await sleep(delay)\n';
  const waits = Object.assign(function* () {}, {
    cases: [
      ["a", null],
      ["b", [true]],
    ] as const,
  });
  const programs = pairPrograms("sleep", source, { waits });
  expect(programs.map(({ title }) => title)).toEqual([
    'Waits. name = "a" delay = None',
    'Waits. name = "b" delay = [True]',
  ]);
  expect(programs[1]!.python()).toMatch(/\nrun_program\(main, "b", \[True\]\)\n$/);
});

test("no file and no folder is left out", async () => {
  expect(unpairedTexts()).toEqual([]);
  const folders = new Set(subjects.map((subject) => subject.split("/")[0]));
  const tests = Object.keys(import.meta.glob("./*.test.ts")).map((path) => path.slice(2, -".test.ts".length));
  expect([...folders].filter((folder) => !tests.includes(folder!))).toEqual([]);

  const pairs = await Promise.all(subjects.map(readPair));
  expect(pairs.flat().length).toBeGreaterThanOrEqual(341);
  for (const [i, programs] of pairs.entries()) {
    const titles = programs.map(({ title }) => title);
    expect([subjects[i], new Set(titles).size]).toEqual([subjects[i], titles.length]);
  }
});
