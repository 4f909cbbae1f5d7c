import { expect } from "vitest";
import type { Conditions } from "../share/program.ts";
import { type BothRuns, runBoth } from "./both-guests.ts";

/** Expect that a program and its counterpart run the same under the conditions; return both runs. */
export async function expectSameRun(
  python: string,
  typescript: string,
  conditions: Partial<Conditions> = {},
): Promise<BothRuns> {
  const runs = await runBoth(python, typescript, conditions);
  expect(runs.typescript).toEqual(runs.python);
  return runs;
}
