/**
 * Import of events: the inverse of `export-events.ts`, from exported events to the chunks of a trace.
 *
 * The events come from an untrusted file, so each is checked: every field has its type, ids are small enough to serve as
 * array indices, and time never decreases. Called by `read-loopscope.ts`.
 */
import { StringTable } from "../base/string-table.ts";
import { type EventKind, isEventKind, kindCodes, type PlacedField, recordLayouts } from "../events/event.ts";
import { isId } from "../events/field-types.ts";
import { EVENT_CAP } from "../trace/cap.ts";
import type { Chunk } from "../trace/chunk.ts";
import { encodeRecord, encodeTime } from "../trace/encode-record.ts";

/** Invalid event in a file; the message says which one, and what is wrong with it. */
export class TraceImportError extends Error {
  override readonly name = "TraceImportError";
}

/** Largest id accepted: ids count up, a few per event, so a larger one is an error and would take much memory. */
const MAX_ID = 16 * EVENT_CAP;
const MAX_INT = 2 ** 31 - 1;

/** Events in a chunk. */
const CHUNK_EVENTS = 4096;

/** Yield the chunks of a trace with these events. Throws a `TraceImportError` at the first invalid event. */
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
      // Begin each chunk with a time.
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
  if (!isEventKind(event.kind)) throw new TraceImportError(`event ${index} has an unknown kind`);
  if (!Number.isFinite(event.time) || event.time < before)
    throw new TraceImportError(`event ${index} has a wrong time`);
  return event;
}

/** Return the event's values by field. */
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
 * Return the value of an exported field; undefined for a value of another type. A missing field was added to the format
 * after the file was written, so it is empty.
 */
function checkedValue(value: unknown, { type, encoding }: PlacedField): string | number | undefined {
  if (value === undefined) return encoding === "text" ? "" : encoding === "code" ? type[0] : 0;
  switch (encoding) {
    case "text":
      return typeof value === "string" ? value : undefined;
    case "code":
      return type.includes(value as string) ? (value as string) : undefined;
    case "float":
      // JSON cannot write an infinite deadline.
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
