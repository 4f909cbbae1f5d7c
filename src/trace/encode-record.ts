/** Encoder of records from field values, for events that no recorder writes: imported ones, and those of tests. */
import { wordOf } from "../base/float-words.ts";
import type { StringTable } from "../base/string-table.ts";
import { type EventKind, kindCodes, type RecordLayout, recordLayouts } from "../events/event.ts";
import { TIME } from "./chunk.ts";

/** Return the words of a record; fields without a value are 0, empty or the first of a closed set. */
export function encodeRecord(
  kind: EventKind,
  values: Readonly<Record<string, string | number>>,
  strings: StringTable,
): number[] {
  const code = kindCodes[kind];
  const words = [code];
  for (const { name, type, encoding } of (recordLayouts[code] as RecordLayout).fields) {
    const value = values[name];
    if (encoding === "float") words.push(...floatWords(Number(value ?? 0)));
    else if (encoding === "text") words.push(strings.idOf(String(value ?? "")));
    else if (encoding === "code") words.push(Math.max(0, (type as readonly string[]).indexOf(String(value))));
    else words.push(Number(value ?? 0));
  }
  return words;
}

/** Return the words of a `TIME` record; `time` in virtual seconds. */
export function encodeTime(time: number): number[] {
  return [TIME, ...floatWords(time)];
}

function floatWords(value: number): [number, number] {
  return [wordOf(value, 0), wordOf(value, 1)];
}
