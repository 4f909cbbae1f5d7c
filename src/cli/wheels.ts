/** Wheels of a folder for a program: what `npm run trace -- program.py --wheels folder` makes importable. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type KnownWheel, knownWheels } from "../packages/known-wheels.ts";
import { type Missing, resolve, type WheelSource } from "../packages/resolve.ts";
import { openWheel } from "../packages/wheel.ts";
import type { PackageNeeds, WheelFile } from "../share/packages.ts";

/** Return the wheels of `folder` that a program needs, and what none of them has. Throws WheelError. */
export async function wheelsFor(
  needs: PackageNeeds,
  folder: string,
): Promise<{ wheels: WheelFile[]; missing: readonly Missing[] }> {
  const { wheels, missing } = await resolve(needs, [await folderSource(folder)]);
  const files = wheels.map(async ({ sha256, bytes }) => ({ sha256, bytes: await bytes() }));
  return { wheels: await Promise.all(files), missing };
}

/** Return the source of the wheels in a folder. */
async function folderSource(folder: string): Promise<WheelSource> {
  return knownWheels(folder, await wheelsIn(folder));
}

/** Return the wheels in a folder, by name. Throws WheelError for a file that is none. */
export async function wheelsIn(folder: string): Promise<KnownWheel[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".whl")).sort();
  const wheels = names.map(async (name): Promise<KnownWheel> => {
    const bytes = new Uint8Array(await readFile(join(folder, name)));
    return { ...(await openWheel(name, bytes)), bytes: async () => bytes };
  });
  return Promise.all(wheels);
}
