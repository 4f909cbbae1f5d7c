/**
 * The inverse of `export-events.ts`: exported events become the chunks of the trace that they came from.
 *
 * They come out of a file that anybody may have written, so nothing is taken on trust: each field is of its kind's type,
 * ids are small enough to be looked up by, and time never goes back. Called for traces that a person opens.
 */
import { StringTable } from "../base/string-table.ts";
import { type EventKind, isEventKind, kindCodes, type PlacedField, recordLayouts } from "../events/event.ts";
import { isId } from "../events/field-types.ts";
import { EVENT_CAP } from "../trace/cap.ts";
import type { Chunk } from "../trace/chunk.ts";
import { encodeRecord, encodeTime } from "../trace/encode-record.ts";

/** Events of no trace. The message says which one, and what is wrong with it. */
export class TraceImportError extends Error {
  override readonly name = "TraceImportError";
}

/** Ids are given one after the other, a few for an event at most: a larger one is a mistake, and would take much room. */
const MAX_ID = 16 * EVENT_CAP;
const MAX_INT = 2 ** 31 - 1;

/** Events in a chunk. */
const CHUNK_EVENTS = 4096;

/** The chunks of a trace with these events. Throws a `TraceImportError` at the first that is wrong. */
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
      const event = checkedEvent(events[index], index, time);
      // A chunk begins with a time.
      if (event.time !== time || index === start) words.push(...encodeTime(event.time));
      time = event.time;
      words.push(...encodeRecord(event.kind, checkedFields(event, index), strings));
    }
    yield { events: end - start, words: Int32Array.from(words), strings: strings.since(stringsSent) };
    stringsSent = strings.size;
  }
}

type ImportedEvent = Readonly<Record<string, unknown>> & { kind: EventKind; time: number };

function checkedEvent(value: unknown, index: number, before: number): ImportedEvent {
  const event = (typeof value === "object" && value !== null ? value : {}) as ImportedEvent;
  if (!isEventKind(event.kind)) throw new TraceImportError(`event ${index} is of no known kind`);
  if (!Number.isFinite(event.time) || event.time < before)
    throw new TraceImportError(`event ${index} happens at no time that can follow the one before`);
  return event;
}

/** The event's values by field. */
function checkedFields(event: ImportedEvent, index: number): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const field of recordLayouts[kindCodes[event.kind]]?.fields ?? []) {
    const value = checkedValue(event[field.name], field);
    if (value === undefined)
      throw new TraceImportError(`event ${index} (${event.kind}) has a wrong "${field.name}"`);
    values[field.name] = value;
  }
  return values;
}

/**
 * The value for an exported one; undefined for a value of another type. A field that is not there was added to the
 * format after the file was written: it is empty.
 */
function checkedValue(value: unknown, { type, encoding }: PlacedField): string | number | undefined {
  if (value === undefined) return encoding === "text" ? "" : encoding === "code" ? type[0] : 0;
  switch (encoding) {
    case "text":
      return typeof value === "string" ? value : undefined;
    case "code":
      return type.includes(value as string) ? (value as string) : undefined;
    case "float":
      // JSON has no word for infinity, which a deadline may be.
      return value === null ? Infinity : typeof value === "number" ? value : undefined;
    case "int": {
      const number = value === null ? 0 : value;
      return isWhole(number, isId(type) ? MAX_ID : MAX_INT) ? number : undefined;
    }
  }
}

function isWhole(value: unknown, limit: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= limit;
}
