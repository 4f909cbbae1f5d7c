/**
 * Trace of a run, complete or still being recorded: it grows by `append`, and events never change.
 *
 * Records stay in memory as they travelled; an offset and a time for each event lead to them. Events are read by event
 * index: `event` gives a typed event, the other methods read one field without making an object.
 */
import { assert } from "../base/assert.ts";
import { Column } from "../base/column.ts";
import { floatAt } from "../base/float-words.ts";
import { WordList } from "../base/word-list.ts";
import {
  type EventKind,
  eventKinds,
  type EventOf,
  kindCodes,
  type RecordLayout,
  recordLayouts,
  type TraceEvent,
} from "../events/event.ts";
import { type Chunk, TASK_NAME, TIME, TIME_WORDS } from "./chunk.ts";
import { eventView, type RecordSource } from "./event-view.ts";

const { taskCreated: TASK_CREATED, resourceCreated: RESOURCE_CREATED, futureDone: FUTURE_DONE } = kindCodes;

export class Trace implements RecordSource {
  readonly #strings: string[] = [""];
  readonly #words = new WordList();
  /** By event: the word at which its record begins, and its virtual time in seconds. */
  readonly #records = new Column((size) => new Int32Array(size));
  readonly #times = new Column((size) => new Float64Array(size));
  /** By task: the event that created it. */
  readonly #tasks = new Map<number, number>();
  /** By resource: the event that created it. */
  readonly #resources = new Map<number, number>();
  /** By future: one more than the event that settled it; 0 for none. */
  readonly #settled = new Column((size) => new Int32Array(size));

  /** Number of events. */
  get length(): number {
    return this.#records.length;
  }

  /** Bytes of its records, offsets and times, without the texts. */
  get bytes(): number {
    return 4 * this.#words.length + 12 * this.length;
  }

  append({ events, words, strings }: Chunk): void {
    for (const text of strings) this.#strings.push(text);
    const start = this.#words.length;
    let index = this.length;
    this.#words.append(words);
    this.#records.extend(events);
    this.#times.extend(events);
    let time = 0;
    for (let at = 0; at < words.length;) {
      const code = words[at] as number;
      if (code === TIME) {
        time = floatAt(words, at + 1);
        at += TIME_WORDS;
        continue;
      }
      this.#records.set(index, start + at);
      this.#times.set(index, time);
      this.#note(code, index++, words[at + 1] as number);
      at += (recordLayouts[code] as RecordLayout).words;
    }
  }

  /** Index the events that are looked up by an id; `id` is the event's first field. */
  #note(code: number, index: number, id: number): void {
    if (code === RESOURCE_CREATED) this.#resources.set(id, index);
    else if (code === TASK_CREATED) this.#tasks.set(id, index);
    else if (code === FUTURE_DONE) this.#settled.set(id, index + 1);
  }

  kind(index: number): EventKind {
    return eventKinds[this.kindCode(index)] as EventKind;
  }

  /** Code of the event's kind, as in `kindCodes`. */
  kindCode(index: number): number {
    return this.#words.get(this.#records.get(index));
  }

  /** Virtual seconds. */
  time(index: number): number {
    return this.#times.get(index);
  }

  /** Line of the program; 0 if it is unknown or the kind has none. */
  line(index: number): number {
    return this.#common(index, "line");
  }

  /** The event's field `task`; 0 for none. */
  task(index: number): number {
    return this.#common(index, "task");
  }

  /** The text that readers recognise the event by; empty for a kind that has none. */
  label(index: number): string {
    const id = this.#common(index, "label");
    return id === TASK_NAME ? (this.taskName(this.task(index)) ?? "") : this.string(id);
  }

  #common(index: number, field: "line" | "task" | "label"): number {
    const record = this.#records.get(index);
    const at = (recordLayouts[this.#words.get(record)] as RecordLayout)[field];
    return at === 0 ? 0 : this.#words.get(record + at);
  }

  /** The event at `index`, with the fields of its kind. */
  event(index: number): TraceEvent {
    // The message costs more than the event: it is made only if needed.
    if (!(index >= 0 && index < this.length)) assert(false, `event index ${index} of ${this.length}`);
    return eventView(this, index, this.#records.get(index));
  }

  /** The event at `index`, which is of that kind. */
  eventOf<K extends EventKind>(index: number, kind: K): EventOf<K> {
    const event = this.event(index);
    if (event.kind !== kind) assert(false, `event ${index} is a ${kind}`);
    return event as EventOf<K>;
  }

  /** Name with which a task was made; undefined for no task. */
  taskName(task: number): string | undefined {
    const index = this.#tasks.get(task);
    return index === undefined ? undefined : this.label(index);
  }

  /** The event that created a resource; undefined for no resource. */
  resourceCreation(resource: number): EventOf<"resourceCreated"> | undefined {
    const index = this.#resources.get(resource);
    return index === undefined ? undefined : this.eventOf(index, "resourceCreated");
  }

  /** True if a future has its outcome before event `index`. */
  isSettled(future: number, index: number): boolean {
    const at = future < this.#settled.length ? this.#settled.get(future) : 0;
    return at > 0 && at <= index;
  }

  int(word: number): number {
    return this.#words.get(word);
  }

  float(word: number): number {
    return this.#words.float(word);
  }

  /** A text by its id. */
  string(id: number): string {
    return this.#strings[id] ?? "";
  }
}
