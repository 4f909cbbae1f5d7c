/**
 * A trace written as text, for tests of what is derived from one.
 *
 *     taskCreated A; handleScheduled 1 A      # one event a line, or several with `;` between
 *     timerScheduled 2 A when=0.5             # ids of subject and object in order, other fields by name
 *     @0.5                                    # virtual seconds of what follows; no event by itself
 *
 * Kinds and fields are those of `trace/format.ts`. A task is a capital letter: A is task 1, B is task 2; other ids are
 * numbers. A `name` that is not given is the task's letter, a `base` the `type`. Other fields are then 0 or empty.
 */
import { assert } from "../base/assert.ts";
import { wordOf } from "../base/float-words.ts";
import { StringTable } from "../base/string-table.ts";
import {
  type Chunk,
  type ColumnName,
  eventFields,
  eventKinds,
  type EventKind,
  kindCodes,
  recordLayouts,
  TIME,
} from "../trace/format.ts";
import { Trace } from "../trace/trace.ts";

type Row = Record<"kind" | ColumnName, number>;

export function chunkFromText(text: string): Chunk {
  const strings = new StringTable();
  const rows: Row[] = [];
  let time = 0;
  for (const part of text.replaceAll(/#.*/g, "").split(/[\n;]/)) {
    const words = part.trim().split(/\s+/);
    const [first = ""] = words;
    if (first === "") continue;
    if (first.startsWith("@")) time = Number(first.slice(1));
    else rows.push(row(words, time, strings));
  }
  return {
    events: rows.length,
    words: Int32Array.from(rows.flatMap(record)),
    strings: strings.since(1),
  };
}

/** As the recorder writes it. */
function record(row: Row): number[] {
  const number = (value: number) => [wordOf(value, 0), wordOf(value, 1)];
  const columns = recordLayouts[row.kind]?.flatMap((name) =>
    name === "value" ? number(row.value) : [row[name]],
  );
  return [TIME, ...number(row.time), row.kind, ...(columns ?? [])];
}

export function traceFromText(text: string): Trace {
  const trace = new Trace();
  trace.append(chunkFromText(text));
  return trace;
}

function row([word = "", ...words]: string[], time: number, strings: StringTable): Row {
  const kind = word as EventKind;
  assert(eventKinds.includes(kind), `"${word}" is an event kind`);
  const row: Row = {
    kind: kindCodes[kind],
    time,
    subject: 0,
    object: 0,
    extra: 0,
    line: 0,
    text: 0,
    value: 0,
  };
  const fields = eventFields[kind];
  const ids = (["subject", "object"] as const).filter((column) => fields[column]);
  const given = new Map(
    words.filter((word) => word.includes("=")).map((word) => word.split("=", 2) as [string, string]),
  );
  for (const id of words.filter((word) => !word.includes("="))) {
    const column = ids.shift();
    assert(column, `${kind} has a field for ${id}`);
    row[column] = number(id);
    // As in a real trace, a handle and a task have the task's name.
    if (/[A-Z]/.test(id) && fields.text?.[0] === "name" && !given.has("name")) row.text = strings.idOf(id);
  }
  if (given.has("type") && !given.has("base")) given.set("base", given.get("type") as string);
  for (const [column, [name, type]] of Object.entries(fields)) {
    const value = given.get(name);
    if (value === undefined) continue;
    given.delete(name);
    if (type === "text") row[column as keyof Row] = strings.idOf(value);
    else row[column as keyof Row] = typeof type === "string" ? number(value) : type.indexOf(value);
  }
  assert(given.size === 0, `${kind} has the fields ${[...given.keys()].join(", ")}`);
  return row;
}

function number(text: string): number {
  const value = /^[A-Z]$/.test(text) ? text.charCodeAt(0) - 64 : Number(text);
  assert(!Number.isNaN(value), `"${text}" is a number or a task's letter`);
  return value;
}
