/**
 * Resolving: from what a program needs to the wheels that have it, with what those require.
 *
 * Sources are asked in their order, and the first with a fitting version has the say. A range that comes up later and
 * excludes what was chosen begins the search anew, with all ranges known so far; each round knows more, and their number is
 * limited. The order of the wheels is that of the program's imports, then of the requirements: the same for the same answers.
 */
import type { PackageNeeds } from "../share/packages.ts";
import { packageOf } from "./import-names.ts";
import { normalizeName } from "./names.ts";
import { fits, fitsPython, parseRequirement, type Requirement } from "./requirement.ts";
import { type FoundWheel, WheelError } from "./wheel-file.ts";

/** A place that has wheels. */
export interface WheelSource {
  /** True if it is elsewhere: it is not asked for what a program does without. */
  readonly isRemote: boolean;
  /** Return the package that has a module; null if the source does not know it. */
  packageWith(module: string): Promise<string | null>;
  /** Return the wheels of a package, the newest first. Throws WheelError if the source cannot be asked. */
  wheelsOf(name: string): Promise<readonly FoundWheel[]>;
}

export interface Resolution {
  readonly wheels: readonly FoundWheel[];
  /** Modules, and requirements of wheels, that no source has; worded for a person. */
  readonly missing: readonly Missing[];
}

export interface Missing {
  /** The module or the package. */
  readonly name: string;
  /** The package that requires it; null for the program. */
  readonly by: string | null;
  readonly optional: boolean;
}

/** More than any library of today requires. */
const MAX_WHEELS = 80;
const MAX_ROUNDS = 20;

/** Version and hash that a program's lock allows, by the package's name. */
export type Pins = ReadonlyMap<string, { readonly version: string; readonly sha256: string }>;

/** Return the wheels for `needs`. Throws WheelError if they cannot be put together. */
export async function resolve(
  needs: PackageNeeds,
  sources: readonly WheelSource[],
  pins: Pins = new Map(),
): Promise<Resolution> {
  const ranges = new Map<string, string[]>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = await search(needs, sources, pins, ranges);
    if (found) return found;
  }
  throw new WheelError(
    "The packages of this program require versions of one another that do not fit together.",
  );
}

interface Wanted extends Requirement {
  readonly module: string | null;
  readonly by: string | null;
  readonly optional: boolean;
}

/** Search once with the ranges that are known. Returns null if one was found that excludes an earlier choice. */
async function search(
  needs: PackageNeeds,
  sources: readonly WheelSource[],
  pins: Pins,
  ranges: Map<string, string[]>,
): Promise<Resolution | null> {
  const chosen = new Map<string, { wheel: FoundWheel; extras: Set<string> }>();
  const missing: Missing[] = [];
  const queue = await rootsOf(needs, sources);
  for (let wanted = queue.shift(); wanted; wanted = queue.shift()) {
    const { name, extras, range, by, optional } = wanted;
    const known = ranges.get(name) ?? [];
    if (range !== "" && !known.includes(range)) ranges.set(name, [...known, range]);
    const before = chosen.get(name);
    if (before) {
      if (!fits(before.wheel.version, range) && range !== "") return null;
      const more = extras.filter((extra) => !before.extras.has(extra));
      for (const extra of more) before.extras.add(extra);
      if (more.length > 0) queue.push(...(await requirementsOf(before.wheel, more, optional)));
      continue;
    }
    if (missing.some((one) => one.name === name)) continue;
    const asked = sources.filter(({ isRemote }) => !isRemote || !optional);
    const wheel = await choose(name, asked, pins.get(name), ranges.get(name) ?? []);
    if (!wheel) {
      missing.push({ name: wanted.module ?? name, by, optional });
      continue;
    }
    chosen.set(name, { wheel, extras: new Set(extras) });
    if (chosen.size > MAX_WHEELS)
      throw new WheelError(`${queue[0]?.by ?? name} requires more than ${MAX_WHEELS} packages.`);
    queue.push(...(await requirementsOf(wheel, extras, optional)));
  }
  return { wheels: [...chosen.values()].map(({ wheel }) => wheel), missing };
}

/** What the program itself wants: the packages of its modules, within the ranges of its metadata, then the rest of those. */
async function rootsOf(needs: PackageNeeds, sources: readonly WheelSource[]): Promise<Wanted[]> {
  const declared = (needs.dependencies ?? []).flatMap((text) => parseRequirement(text) ?? []);
  const ofProgram = { by: null, module: null, optional: false };
  const imported: Wanted[] = [];
  for (const [modules, optional] of [
    [needs.required, false],
    [needs.optional, true],
  ] as const) {
    for (const module of modules) {
      const name = normalizeName((await firstAnswer(sources, module)) ?? packageOf(module));
      const { extras, range } = declared.find((one) => one.name === name) ?? { extras: [], range: "" };
      imported.push({ ...ofProgram, name, extras, range, module, optional });
    }
  }
  const others = declared.filter(({ name }) => !imported.some((one) => one.name === name));
  return [...imported, ...others.map((one) => ({ ...ofProgram, ...one }))];
}

async function firstAnswer(sources: readonly WheelSource[], module: string): Promise<string | null> {
  for (const source of sources) {
    const name = await source.packageWith(module);
    if (name !== null) return name;
  }
  return null;
}

/** Return the wheel that is used of a package. Throws WheelError if only another file than the pinned one is there. */
async function choose(
  name: string,
  sources: readonly WheelSource[],
  pin: { readonly version: string; readonly sha256: string } | undefined,
  ranges: readonly string[],
): Promise<FoundWheel | null> {
  let other: FoundWheel | undefined;
  for (const source of sources) {
    const wheels = await source.wheelsOf(name);
    const wheel = wheels.find(({ version, requiresPython, sha256 }) =>
      pin
        ? sha256 === pin.sha256
        : ranges.every((range) => fits(version, range)) && fitsPython(requiresPython),
    );
    if (wheel) return wheel;
    other ??= pin && wheels.find(({ version }) => version === pin.version);
  }
  if (other) {
    throw new WheelError(
      `${other.file} (${other.from}) is not the file that this program was made with: its hash differs. It is not used.`,
    );
  }
  return null;
}

async function requirementsOf(
  wheel: FoundWheel,
  extras: readonly string[],
  optional: boolean,
): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const text of await wheel.requirements()) {
    const found = parseRequirement(text, extras);
    if (found) wanted.push({ ...found, module: null, by: wheel.name, optional });
  }
  return wanted;
}
