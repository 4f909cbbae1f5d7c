/**
 * Traces written as text, for tests of the store and the views.
 *
 *     taskCreated A; handleScheduled 1 A      # one event a line, or several with `;` between
 *     timerScheduled 2 A when=0.5             # the first two ids of a kind in order, other fields by name
 *     @0.5                                    # virtual seconds of the events that follow
 *
 * Kinds and fields are those of the event table. A task is a capital letter: A is task 1, B is task 2; other ids are
 * numbers. A `name` that is not given is the task's letter, a `base` the `type`. Other fields are then 0 or empty. In a
 * text `~` is a space.
 */
import { assert } from "../base/assert.ts";
import { StringTable } from "../base/string-table.ts";
import { fieldsOf, isEventKind } from "../events/event.ts";
import { encodingOf, isId, isLabel } from "../events/field-types.ts";
import type { Chunk } from "../trace/chunk.ts";
import { encodeRecord, encodeTime } from "../trace/encode-record.ts";
import { Trace } from "../trace/trace.ts";

export function chunkFromText(text: string): Chunk {
  const strings = new StringTable();
  const words: number[] = [];
  let time = 0;
  let events = 0;
  for (const part of text.replaceAll(/#.*/g, "").split(/[\n;]/)) {
    const [first = "", ...rest] = part.trim().split(/\s+/);
    if (first === "") continue;
    if (first.startsWith("@")) {
      time = Number(first.slice(1));
      continue;
    }
    words.push(...encodeTime(time), ...record(first, rest, strings));
    events++;
  }
  return { events, words: Int32Array.from(words), strings: strings.since(1) };
}

export function traceFromText(text: string): Trace {
  const trace = new Trace();
  trace.append(chunkFromText(text));
  return trace;
}

function record(kind: string, words: string[], strings: StringTable): number[] {
  assert(isEventKind(kind), `"${kind}" is an event kind`);
  const fields = fieldsOf(kind);
  const values: Record<string, string | number> = {};
  const ids = fields.filter(({ type }) => isId(type)).slice(0, 2);
  const given = new Map(
    words.filter((word) => word.includes("=")).map((word) => word.split("=", 2) as [string, string]),
  );
  for (const id of words.filter((word) => !word.includes("="))) {
    const field = ids.shift();
    assert(field, `${kind} has a field for ${id}`);
    values[field.name] = number(id);
    // A handle and a task have the task's name, as in a real trace.
    const named = fields.some(({ name, type }) => name === "name" && isLabel(type));
    if (/[A-Z]/.test(id) && named && !given.has("name")) given.set("name", id);
  }
  const hasBase = fields.some(({ name }) => name === "base");
  if (hasBase && given.has("type") && !given.has("base")) given.set("base", given.get("type") as string);
  for (const { name, type } of fields) {
    const value = given.get(name);
    if (value === undefined) continue;
    given.delete(name);
    const encoding = encodingOf(type);
    values[name] = encoding === "int" || encoding === "float" ? number(value) : value.replaceAll("~", " ");
  }
  assert(given.size === 0, `${kind} has the fields ${[...given.keys()].join(", ")}`);
  return encodeRecord(kind, values, strings);
}

function number(text: string): number {
  const value = /^[A-Z]$/.test(text) ? text.charCodeAt(0) - 64 : Number(text);
  assert(!Number.isNaN(value), `"${text}" is a number or a task's letter`);
  return value;
}
