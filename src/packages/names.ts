/**
 * Names of packages and of their files, as Python's packaging standards spell them. Used by all of this folder.
 */

/** Return the one form of a package's name, in which two spellings of it are equal (PEP 503). */
export function normalizeName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

/** The parts of a wheel's file name: `aiohttp-3.14.3-py3-none-any.whl`. */
export interface WheelName {
  /** Normalized. */
  readonly name: string;
  readonly version: string;
  /** Python, ABI and platform, such as `py3-none-any`. */
  readonly tags: string;
}

/** Return the parts of a wheel's file name; null if it is none. */
export function parseWheelName(file: string): WheelName | null {
  const parts = /^([^-]+)-([^-]+)(?:-\d[^-]*)?-([^-]+-[^-]+-[^-]+)\.whl$/.exec(file);
  const [, name, version, tags] = parts ?? [];
  return name && version && tags ? { name: normalizeName(name), version, tags } : null;
}

/** True for a wheel of Python text alone, for any machine. */
export function isPure(tags: string): boolean {
  return /^(py2\.)?py3(\.py2)?-none-any$/.test(tags);
}

/** True if a wheel with these tags has code in WebAssembly. */
export const isWebAssembly = (tags: string) => tags.endsWith("_wasm32");

/** Packages whose C is only faster than the Python beside it, so that their wheels for other machines run without it. */
export const RUNS_WITHOUT_C: ReadonlySet<string> = new Set([
  "aiohttp",
  "frozenlist",
  "markupsafe",
  "multidict",
  "propcache",
  "tornado",
  "websockets",
  "yarl",
]);
