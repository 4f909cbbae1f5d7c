/**
 * A plan of what PyPI, and the distribution of Pyodide, would add to the wheels that the page has: files with their sizes and
 * hosts, to be read by a person before any of them is fetched. To make it, the index is asked for the missing packages. Called
 * by the packages dialog.
 */
import type { LockedPackage, PackageNeeds } from "../share/packages.ts";
import { resolveOnPage } from "./find-packages.ts";
import { packageOf } from "./import-names.ts";
import { distribution } from "./pyodide-lock.ts";
import { pypi } from "./pypi.ts";
import type { FoundWheel } from "./wheel-file.ts";

export interface IndexPlan {
  readonly files: readonly FoundWheel[];
  /** Packages that the index does not have either. */
  readonly missing: readonly string[];
}

/** Return the plan. Throws WheelError without an answer of the index, and if the packages cannot be put together. */
export async function findOnIndex(needs: PackageNeeds, lock: readonly LockedPackage[]): Promise<IndexPlan> {
  const { wheels, missing } = await resolveOnPage(needs, lock, [pypi(await distribution())]);
  const names = missing.filter(({ optional }) => !optional).map(({ name }) => packageOf(name));
  return { files: wheels.filter(({ isRemote }) => isRemote), missing: names };
}
