/**
 * Records and chunks: the form in which a run travels from the recorder to the trace, and stays in memory.
 *
 * A trace is a sequence of events. The position of an event is its event index, from 0: the only unique coordinate, as
 * many events share one virtual time. An event is a record of 32-bit words: its kind's code, then its fields in the order
 * of the event table (`events/event-table.ts`), two words for a float64. Texts are ids of the trace's string table, 0 the
 * empty string. The time of an event is that of the last `TIME` record before it, whose two words are a float64; a chunk
 * begins with one. Everything is known at the time of its event; nothing is filled in later.
 */
import { recordLayouts } from "../events/event.ts";

/** Version of the exported JSON. Raised whenever a reader of the former format would misread the new one. */
export const TRACE_VERSION = 1;

/** A run of events, with the strings that they are the first to use. */
export interface Chunk {
  events: number;
  words: Int32Array<ArrayBuffer>;
  strings: string[];
}

/** Code of a `TIME` record, which holds the time of the following events. */
export const TIME = -1;

/** Words of a `TIME` record. */
export const TIME_WORDS = 3;

/** Stand-in for a handle's name: the name with which its task was created. Equals `FIRST_NAME` of a handle. */
export const TASK_NAME = -1;

/** Length of the longest record with a `TIME` before it. */
export const MAX_WORDS = TIME_WORDS + Math.max(...recordLayouts.map(({ words }) => words));
