/**
 * Wheels for tests: those that `npm run wheels` has packed. A machine may have none, and then the tests of libraries are
 * skipped; `noWheels` is the line that says so.
 */
import { createRequire } from "node:module";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { wheelsFor } from "../../cli/wheels.ts";
import type { WheelFile } from "../../share/packages.ts";
import { bootPython } from "../run-python.ts";

const installed = dirname(dirname(createRequire(import.meta.url).resolve("pyodide/package.json")));

/** The folder of the wheels, with the installed packages. */
export const wheelsFolder = join(installed, ".cache/loopscope/wheels");

export const haveWheels =
  existsSync(wheelsFolder) && readdirSync(wheelsFolder).some((name) => name.endsWith(".whl"));

export const noWheels = "skipped, as there are no wheels here: npm run wheels";

/** Return the wheels that a program needs. Throws an Error that names those that were not packed. */
export async function wheelsOf(source: string): Promise<WheelFile[]> {
  const needs = (await bootPython()).needs(source);
  if (!needs) return [];
  const { wheels, missing } = await wheelsFor(needs, wheelsFolder);
  const required = missing.filter(({ optional }) => !optional).map(({ name }) => name);
  if (required.length > 0) throw new Error(`no wheel of ${required.join(", ")}: npm run wheels`);
  return wheels;
}
