/** Texts of values for `print` and the console. Bytes are written as Python writes them. */
import { bytesRepr } from "../../runtime/instrument/text-repr.ts";

const MAX_DEPTH = 3;
const MAX_ITEMS = 100;

/** Return a string unchanged, and any other value as a program would write it; nested values are cut at depth 3. */
export function inspect(value: unknown): string {
  return typeof value === "string" ? value : nested(value, 0);
}

function nested(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `[Function ${value.name || "(anonymous)"}]`;
  if (typeof value !== "object" || value === null) return String(value as number);
  if (value instanceof Error) return value.message ? `${value.name}: ${value.message}` : value.name;
  if (value instanceof Uint8Array) return bytesRepr(value);
  const own = (value as { toString?: unknown }).toString;
  if (!Array.isArray(value) && typeof own === "function" && own !== Object.prototype.toString)
    return (value as { toString(): string }).toString();
  if (depth === MAX_DEPTH) return Array.isArray(value) ? "[…]" : "{…}";
  const list = (items: Iterable<unknown>) =>
    [...items]
      .slice(0, MAX_ITEMS)
      .map((item) => nested(item, depth + 1))
      .join(", ");
  if (Array.isArray(value)) return `[${list(value)}]`;
  if (value instanceof Set) return `Set {${list(value)}}`;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const text = entries
    .slice(0, MAX_ITEMS)
    .map(
      ([key, item]) =>
        `${typeof key === "string" ? key : nested(key, depth + 1)}: ${nested(item, depth + 1)}`,
    );
  return `${value instanceof Map ? "Map " : ""}{${text.length > 0 ? ` ${text.join(", ")} ` : ""}}`;
}
