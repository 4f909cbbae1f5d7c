/**
 * The inverse of `export.ts`: exported events become the chunks of the trace that they came from.
 *
 * They come out of a file that anybody may have written, so nothing is taken on trust: each field is of its kind's type,
 * ids are small enough to be looked up by, and time never goes back. Called for traces that a person opens.
 */
import { wordOf } from "../base/float-words.ts";
import { StringTable } from "../base/string-table.ts";
import { EVENT_CAP } from "../trace/cap.ts";
import {
  type Chunk,
  type ColumnName,
  eventFields,
  eventKinds,
  type EventKind,
  type FieldType,
  kindCodes,
  recordLayouts,
  TIME,
} from "../trace/format.ts";

/** Events that are no trace's. The message says which one, and what is wrong with it. */
export class TraceImportError extends Error {
  override readonly name = "TraceImportError";
}

/** Ids are given one after the other, a few for an event at most: a larger one is a mistake, and would take much room. */
const MAX_ID = 16 * EVENT_CAP;
const MAX_INT = 2 ** 31 - 1;

/** Events in a chunk. */
const CHUNK_EVENTS = 4096;

/** The chunks of a trace with these events. Throws a `TraceImportError` at the first that is none. */
export function* importEvents(events: readonly unknown[]): Generator<Chunk> {
  if (events.length > EVENT_CAP)
    throw new TraceImportError(`it has more than ${EVENT_CAP.toLocaleString("en-US")} events`);
  const strings = new StringTable();
  let stringsSent = 1;
  let time = -Infinity;
  for (let start = 0; start < events.length; start += CHUNK_EVENTS) {
    const end = Math.min(start + CHUNK_EVENTS, events.length);
    const words: number[] = [];
    for (let index = start; index < end; index++) {
      const event = asEvent(events[index], index, time);
      // A chunk begins with a time.
      if (event.time !== time || index === start) words.push(TIME, ...bothWords(event.time));
      time = event.time;
      words.push(kindCodes[event.kind], ...fieldWords(event, index, strings));
    }
    yield { events: end - start, words: Int32Array.from(words), strings: strings.since(stringsSent) };
    stringsSent = strings.size;
  }
}

type ImportedEvent = Readonly<Record<string, unknown>> & { kind: EventKind; time: number };

function asEvent(value: unknown, index: number, before: number): ImportedEvent {
  const event = (typeof value === "object" && value !== null ? value : {}) as ImportedEvent;
  if (!(eventKinds as readonly unknown[]).includes(event.kind))
    throw new TraceImportError(`event ${index} is of no known kind`);
  if (!Number.isFinite(event.time) || event.time < before)
    throw new TraceImportError(`event ${index} happens at no time that can follow the one before`);
  return event;
}

/** The words of an event's fields, in the order of its kind's record. */
function fieldWords(event: ImportedEvent, index: number, strings: StringTable): number[] {
  const fields = eventFields[event.kind];
  const words: number[] = [];
  for (const column of recordLayouts[kindCodes[event.kind]] as Exclude<ColumnName, "time">[]) {
    const [name, type] = fields[column] as readonly [string, FieldType];
    const value = numberOf(event[name], type, column, strings);
    if (value === null) throw new TraceImportError(`event ${index} (${event.kind}) has a wrong "${name}"`);
    if (column === "value") words.push(...bothWords(value));
    else words.push(value);
  }
  return words;
}

/**
 * What stands in the column for an exported value; null for a value that is none of that type. A field that is not there
 * came after the file was written: it is empty.
 */
function numberOf(value: unknown, type: FieldType, column: ColumnName, strings: StringTable): number | null {
  if (value === undefined) return 0;
  if (type === "text") return typeof value === "string" ? strings.idOf(value) : null;
  if (typeof type !== "string") return type.includes(value as string) ? type.indexOf(value as string) : null;
  if (type === "number" && column === "value") {
    // JSON has no word for infinity, which a deadline may be.
    return value === null ? Infinity : typeof value === "number" ? value : null;
  }
  const number = value === null ? 0 : value;
  return isWhole(number, type === "id" ? MAX_ID : MAX_INT) ? number : null;
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function bothWords(value: number): [number, number] {
  return [wordOf(value, 0), wordOf(value, 1)];
}
