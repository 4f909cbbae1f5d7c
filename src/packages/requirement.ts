/**
 * Requirements of packages: `httpx[http2]>=0.27; python_version < "3.15"` (PEP 508), read and compared with the Python of
 * this page. Versions and their ranges are PEP 440's, by `@renovatebot/pep440`. Called by `resolve.ts`.
 */
import { compare, satisfies, valid } from "@renovatebot/pep440";
import { normalizeName } from "./names.ts";

/** The Python of the guest: the values of markers. It says that it is Linux, as `sys.platform` does there. */
const environment: Readonly<Record<string, string>> = {
  python_version: "3.14",
  python_full_version: "3.14.2",
  implementation_name: "cpython",
  implementation_version: "3.14.2",
  platform_python_implementation: "CPython",
  os_name: "posix",
  sys_platform: "linux",
  platform_system: "Linux",
  platform_machine: "wasm32",
  platform_release: "",
  platform_version: "",
};

export interface Requirement {
  /** Normalized. */
  readonly name: string;
  readonly extras: readonly string[];
  /** A range of versions, such as `>=1.0,<2`; empty for any. */
  readonly range: string;
}

/**
 * Return a requirement; null if its marker excludes it here. `extras` are those with which the requiring package is wanted.
 * Throws SyntaxError for a text that is none.
 */
export function parseRequirement(text: string, extras: readonly string[] = []): Requirement | null {
  const [, name, inBrackets = "", rest = "", marker] =
    /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*\(?([^;()]*)\)?\s*(?:;(.*))?$/.exec(text) ?? [];
  // A range; an address of a file, after `@`, is no range.
  const range = rest.trim();
  if (!name || !/^((===?|[<>~!]=|[<>])[^@]*)?$/.test(range))
    throw new SyntaxError(`not a requirement: ${text}`);
  if (marker !== undefined && !isTrue(marker, extras)) return null;
  const wanted = inBrackets.split(",").map((extra) => normalizeName(extra.trim()));
  return { name: normalizeName(name), extras: wanted.filter((extra) => extra !== ""), range };
}

/** True if a version is in a range. A pre-release is in none but one that names a pre-release. */
export function fits(version: string, range: string): boolean {
  return range === "" ? valid(version) !== null : satisfies(version, range);
}

/** True if a package with this `Requires-Python` runs on the guest's Python. */
export function fitsPython(range: string): boolean {
  return range === "" || satisfies("3.14.2", range);
}

/** Evaluate a marker: comparisons joined by `and`, `or` and parentheses. */
function isTrue(marker: string, extras: readonly string[]): boolean {
  const tokens = marker.match(/\(|\)|"[^"]*"|'[^']*'|not\s+in\b|[\w.]+|[<>=!~]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let result = both();
    while (tokens[at] === "or") {
      at++;
      result = both() || result;
    }
    return result;
  };
  const both = (): boolean => {
    let result = one();
    while (tokens[at] === "and") {
      at++;
      result = one() && result;
    }
    return result;
  };
  const one = (): boolean => {
    if (tokens[at] !== "(") return comparison(tokens[at++], tokens[at++], tokens[at++], extras);
    at++;
    const result = either();
    at++;
    return result;
  };
  return either();
}

function comparison(
  left: string | undefined,
  operator: string | undefined,
  right: string | undefined,
  extras: readonly string[],
): boolean {
  if (left === undefined || operator === undefined || right === undefined) return false;
  if (left === "extra" || right === "extra") {
    const extra = normalizeName(valueOf(left === "extra" ? right : left));
    return extras.includes(extra) === (operator === "==");
  }
  const [a, b] = [valueOf(left), valueOf(right)];
  if (operator === "in") return b.includes(a);
  if (/^not\s+in$/.test(operator)) return !b.includes(a);
  // A comparison of versions, if both are: `python_version < "3.15"`.
  if (valid(a) && valid(b.replace(/\.\*$/, ""))) return satisfies(a, operator + b);
  const order = a < b ? -1 : a > b ? 1 : 0;
  return { "==": order === 0, "!=": order !== 0, "<": order < 0, ">": order > 0 }[operator] ?? false;
}

const valueOf = (token: string) =>
  /^["']/.test(token) ? token.slice(1, -1) : (environment[token.replace(".", "_")] ?? "");

/** Compare two versions, the newer one first. */
export const newestFirst = (a: string, b: string) => -compare(a, b);
