/**
 * The trace format: what a run's record consists of. This file is the reference for the columns, for each event
 * kind's fields, for the chunks in which they travel and for the exported JSON.
 *
 * A trace is a sequence of events, each a row across the columns. The index of a row is its event index, from 0, and
 * the only coordinate that is unique: many events share one virtual time. Texts are ids into the trace's string
 * table, 0 the empty string. Everything is known at the time of its event; nothing is filled in later.
 */

/** Raised whenever a reader of the former format would misread the new one. */
export const TRACE_VERSION = 1;

/** Every event kind, in the order of their codes; new kinds go at the end. */
export const eventKinds = [
  "loopStarted",
  "loopStopped",
  "iterationStarted",
  "clockAdvanced",
  "handleScheduled",
  "handleStarted",
  "handleEnded",
  "handleCancelled",
  "timerScheduled",
  "timerDue",
  "taskCreated",
  "taskStepped",
  "taskSuspended",
  "taskCancelRequested",
  "taskDone",
  "futureCreated",
  "futureDone",
  "resourceCreated",
  "resourceWaited",
  "resourceAcquired",
  "resourceReleased",
  "queuePut",
  "queueGot",
  "loopBlocked",
  "threadStarted",
  "threadEnded",
  "outputWritten",
  "warningRaised",
  "resourceChanged",
  "taskCancelThrown",
  "taskUncancelled",
  "childAdded",
  "contextVariableSet",
] as const;

export type EventKind = (typeof eventKinds)[number];

/** The code under which a kind stands in its column. */
export const kindCodes = Object.fromEntries(eventKinds.map((kind, code) => [kind, code])) as Record<
  EventKind,
  number
>;

/** In the text column of a handle's event: the name that its task was made with; as `FIRST_NAME` of a handle. */
export const TASK_NAME = -1;

/**
 * The columns besides `kind` (the code, one byte).
 *
 * - `time`: virtual seconds when it happened.
 * - `subject`, `object`, `extra`: ids, text ids or codes, by kind (below); 0 is none.
 * - `line`: line of the program, from 1; 0 is unknown.
 * - `text`: a text id, by kind, or `TASK_NAME`.
 * - `value`: a number, by kind; 0 where a kind has none.
 */
export const columnNames = ["time", "subject", "object", "extra", "line", "text", "value"] as const;

export type ColumnName = (typeof columnNames)[number];

/** What an event costs in memory: its kind, five columns of 4 bytes and two of 8. Texts are apart. */
export const BYTES_AN_EVENT = 37;

/** How a task or future ended, by the code in its column. */
export const outcomes = ["result", "exception", "cancelled"] as const;
export const streams = ["stdout", "stderr"] as const;

/** What a column holds: an id, a number, a line, a text, or a code into a list of words. */
export type FieldType = "id" | "number" | "line" | "text" | readonly string[];

type Fields = Partial<Record<Exclude<ColumnName, "time">, readonly [name: string, type: FieldType]>>;

const handle = { subject: ["handle", "id"], object: ["task", "id"], text: ["name", "text"] } as const;
const permit = {
  subject: ["resource", "id"],
  object: ["task", "id"],
  line: ["line", "line"],
  value: ["value", "number"],
} as const;

/**
 * Each kind's fields: the column, the field's name in `TraceEvent` and in JSON, its type.
 * `when` and `from` are virtual times, `duration` is in seconds; `on` is the resource or task that a suspended task
 * waits on, as `reason` tells. `stack` is where a task stands that is suspended in a coroutine which another awaits: a
 * line `coroutine line` for each of the program's, the outermost first; empty if there is but one.
 *
 * Resources: `type` is the class, `base` the class of asyncio that it is or is derived from. `value` at the creation is
 * how many it is for: permits, a barrier's parties, a queue's maxsize (none if 0 or less); later how it is after the
 * event: free permits, items in a queue, tasks in a barrier, 1 for an event that is set, how many a condition notified.
 * `next` is the item that a priority queue would give out next, known of no other queue.
 *
 * What waits for several (gather, wait, as_completed, shield, TaskGroup) is a resource, too: `value` is for how many at
 * its creation, and each `childAdded` tells of one of them. So are a Timeout, whose `value` is the time when it expires,
 * 0 for never, and an async_generator.
 *
 * `diagnosis` is empty for a warning that is no diagnosis of the program (see `store/warnings`).
 */
export const eventFields: Record<EventKind, Fields> = {
  loopStarted: {},
  loopStopped: {},
  iterationStarted: { extra: ["ready", "number"] },
  clockAdvanced: { value: ["from", "number"] },
  handleScheduled: { ...handle, line: ["line", "line"] },
  handleStarted: handle,
  handleEnded: handle,
  handleCancelled: handle,
  timerScheduled: { ...handle, line: ["line", "line"], value: ["when", "number"] },
  timerDue: { ...handle, value: ["when", "number"] },
  taskCreated: {
    subject: ["task", "id"],
    object: ["parent", "id"],
    extra: ["coroutine", "text"],
    line: ["line", "line"],
    text: ["name", "text"],
  },
  taskStepped: { subject: ["task", "id"], line: ["line", "line"] },
  taskSuspended: {
    subject: ["task", "id"],
    object: ["future", "id"],
    extra: ["on", "id"],
    line: ["line", "line"],
    text: ["reason", "text"],
    value: ["stack", "text"],
  },
  taskCancelRequested: { subject: ["task", "id"], object: ["by", "id"], line: ["line", "line"] },
  taskDone: { subject: ["task", "id"], extra: ["outcome", outcomes], text: ["value", "text"] },
  futureCreated: { subject: ["future", "id"], object: ["task", "id"], line: ["line", "line"] },
  futureDone: { subject: ["future", "id"], extra: ["outcome", outcomes] },
  resourceCreated: {
    subject: ["resource", "id"],
    object: ["base", "text"],
    extra: ["type", "text"],
    line: ["line", "line"],
    text: ["name", "text"],
    value: ["value", "number"],
  },
  resourceWaited: permit,
  resourceAcquired: permit,
  resourceReleased: permit,
  resourceChanged: { ...permit, text: ["change", "text"] },
  queuePut: { ...permit, extra: ["next", "text"], text: ["item", "text"] },
  queueGot: { ...permit, extra: ["next", "text"], text: ["item", "text"] },
  loopBlocked: {
    object: ["task", "id"],
    line: ["line", "line"],
    text: ["call", "text"],
    value: ["duration", "number"],
  },
  threadStarted: { subject: ["thread", "id"], text: ["name", "text"] },
  threadEnded: { subject: ["thread", "id"], text: ["name", "text"] },
  outputWritten: {
    object: ["task", "id"],
    extra: ["stream", streams],
    line: ["line", "line"],
    text: ["text", "text"],
    value: ["thread", "id"],
  },
  warningRaised: {
    object: ["task", "id"],
    extra: ["diagnosis", "text"],
    line: ["line", "line"],
    text: ["message", "text"],
  },
  taskCancelThrown: { subject: ["task", "id"], line: ["line", "line"] },
  taskUncancelled: { subject: ["task", "id"], line: ["line", "line"], value: ["left", "number"] },
  childAdded: {
    subject: ["resource", "id"],
    object: ["task", "id"],
    extra: ["future", "id"],
    line: ["line", "line"],
  },
  contextVariableSet: {
    object: ["task", "id"],
    extra: ["value", "text"],
    line: ["line", "line"],
    text: ["name", "text"],
  },
};

/**
 * A run of events on its way from the recorder to the trace, with the strings that they are the first to use.
 *
 * An event is a record of words: its kind's code, then its kind's columns in the order of `eventFields`, a word each,
 * and the two of a float64 for `value`. So a record is as short as its kind allows. When it happened is told by the
 * last record of the code `TIME` before it, whose two words are a time: a chunk begins with one.
 */
export interface Chunk {
  events: number;
  words: Int32Array<ArrayBuffer>;
  strings: string[];
}

/** In the place of a kind's code: the time of what follows. */
export const TIME = -1;

/** By a kind's code, the columns in its records. */
export const recordLayouts = eventKinds.map(
  (kind) => Object.keys(eventFields[kind]) as Exclude<ColumnName, "time">[],
);

/** A record is no longer than this, its time included. */
export const WORDS_IN_A_RECORD = Math.max(
  ...recordLayouts.map((columns) => 3 + 1 + columns.length + (columns.includes("value") ? 1 : 0)),
);
