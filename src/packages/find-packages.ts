/**
 * Finding a program's packages on the page: in the folder beside it, then among the wheels that this browser keeps. Nothing
 * else is asked here. Called by the session when a program runs, and by the dialog, which may add a source.
 */
import type { LockedPackage, PackageNeeds, WheelFile } from "../share/packages.ts";
import { replacementOf } from "../share/replaced-packages.ts";
import { packageOf } from "./import-names.ts";
import { keptSource } from "./kept-wheels.ts";
import { pageFolder } from "./page-folder.ts";
import { type Missing, type Resolution, resolve, type WheelSource } from "./resolve.ts";
import type { FoundWheel } from "./wheel-file.ts";

/** What no source has, though the program needs it. */
export interface MissingPackage {
  /** Of the package. */
  readonly name: string;
  /** The version of the program's lock; null for any. */
  readonly version: string | null;
  /** The package that requires it; null for the program. */
  readonly by: string | null;
  /** A sentence on what to use in its place; null if none is known. */
  readonly instead: string | null;
}

export interface FoundPackages {
  readonly needs: PackageNeeds;
  /** Null if the program cannot run, since one of them cannot be used. */
  readonly wheels: readonly WheelFile[] | null;
  /** The same, as a person reads them. */
  readonly used: readonly Pick<FoundWheel, "name" | "version" | "from">[];
  /** The lock of the program from now on. */
  readonly lock: readonly LockedPackage[];
  readonly missing: readonly MissingPackage[];
  /** A sentence about what is missing, or cannot be used; empty for nothing. */
  readonly trouble: string;
}

/** Return the wheels of a program that needs `needs` and has a lock. */
export async function findPackages(
  needs: PackageNeeds,
  lock: readonly LockedPackage[] = [],
): Promise<FoundPackages> {
  try {
    const { wheels, missing } = await resolveOnPage(needs, lock);
    const lacking = missing.filter(({ optional }) => !optional).map((one) => missingPackage(one, lock));
    const files = wheels.map(async ({ sha256, bytes }) => ({ sha256, bytes: await bytes() }));
    return {
      needs,
      wheels: await Promise.all(files),
      used: wheels.map(({ name, version, from }) => ({ name, version, from })),
      lock: lockOf(wheels, lock, missing),
      missing: lacking,
      trouble: troubleOf(lacking),
    };
  } catch (error) {
    // A requirement that is none, or a wheel that is refused.
    return { needs, wheels: null, used: [], lock, missing: [], trouble: (error as Error).message };
  }
}

/** Resolve with the sources of the page, and `more`. Throws WheelError. */
export async function resolveOnPage(
  needs: PackageNeeds,
  lock: readonly LockedPackage[],
  more: readonly WheelSource[] = [],
): Promise<Resolution> {
  const sources = [await pageFolder(), await keptSource(), ...more];
  return resolve(needs, sources, new Map(lock.map((one) => [one.name, one])));
}

/** The wheels that are used, and of the former lock what was not found: another machine may have it. */
function lockOf(
  wheels: Resolution["wheels"],
  before: readonly LockedPackage[],
  missing: readonly Missing[],
): readonly LockedPackage[] {
  const used = wheels.map(({ name, version, sha256 }) => ({ name, version, sha256 }));
  if (missing.length === 0) return used;
  return [...used, ...before.filter(({ name }) => !used.some((one) => one.name === name))];
}

function troubleOf(missing: readonly MissingPackage[]): string {
  const [first] = missing;
  if (!first) return "";
  if (missing.length === 1 && first.instead) return first.instead;
  return `${missing.map(({ name }) => name).join(", ")} ${missing.length > 1 ? "are" : "is"} not here.`;
}

function missingPackage({ name: module, by }: Missing, lock: readonly LockedPackage[]): MissingPackage {
  const name = packageOf(module);
  const version = lock.find((one) => one.name === name)?.version ?? null;
  return { name, version, by, instead: replacementOf(module) };
}
