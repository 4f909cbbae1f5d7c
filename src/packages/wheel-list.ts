/**
 * List of a folder's wheels, its `lock.json`: what resolving needs to know of each, so that the page fetches only those that a
 * program needs. Written by `npm run wheels`, read by `page-folder.ts`.
 */
import { normalizeName } from "./names.ts";
import type { OpenedWheel } from "./wheel.ts";

/** The name of the list in its folder. */
export const LIST = "lock.json";

/** Return the text of the list. */
export function wheelListText(wheels: readonly OpenedWheel[]): string {
  const sorted = [...wheels].sort((a, b) => (a.file < b.file ? -1 : 1));
  return `${JSON.stringify({ wheels: sorted }, null, 1)}\n`;
}

/** Return the wheels of a list; null for a text that is none. */
export function wheelsOfList(text: string): readonly OpenedWheel[] | null {
  try {
    const { wheels } = JSON.parse(text) as { wheels?: unknown };
    return Array.isArray(wheels) && wheels.every(isListed) ? wheels : null;
  } catch {
    return null;
  }
}

function isListed(value: unknown): value is OpenedWheel {
  if (typeof value !== "object" || value === null) return false;
  const { file, name, version, sha256, size, requiresPython, modules, requires } = value as Partial<
    Record<keyof OpenedWheel, unknown>
  >;
  return (
    typeof file === "string" &&
    /^[\w.+!-]+\.whl$/.test(file) &&
    typeof name === "string" &&
    normalizeName(name) === name &&
    typeof version === "string" &&
    typeof sha256 === "string" &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    typeof size === "number" &&
    typeof requiresPython === "string" &&
    isTexts(modules) &&
    isTexts(requires)
  );
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");
