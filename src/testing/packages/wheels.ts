/**
 * Wheels for tests: those that `npm run wheels` has packed, which `npm run test:unit` does by itself. A machine may have none,
 * or the archive may have dropped some; then the tests of libraries that need them are skipped.
 */
import { existsSync } from "node:fs";
import { wheelsFor } from "../../cli/wheels.ts";
import type { WheelFile } from "../../share/packages.ts";
import { bootPython } from "../run-python.ts";
import { wheelsFolder } from "./wheels-folder.ts";

/**
 * Return the wheels that a program needs, or the names of those that were not packed: why its test is skipped.
 */
export async function wheelsOf(
  source: string,
): Promise<{ wheels: readonly WheelFile[]; lacking: readonly string[] }> {
  const needs = (await bootPython()).needs(source);
  if (!needs) return { wheels: [], lacking: [] };
  if (!existsSync(wheelsFolder)) return { wheels: [], lacking: needs.required };
  const { wheels, missing } = await wheelsFor(needs, wheelsFolder);
  return { wheels, lacking: missing.filter(({ optional }) => !optional).map(({ name }) => name) };
}
