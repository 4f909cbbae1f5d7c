/**
 * A recorded run, as it is known so far: it only ever grows, by `append`.
 * Rows are read by event index; `event` decodes a whole row, `kind` and `get` read one column without allocating.
 */
import { assert } from "../base/assert.ts";
import { Column } from "../base/column.ts";
import { floatAt } from "../base/float-words.ts";
import {
  columnNames,
  eventFields,
  eventKinds,
  kindCodes,
  recordLayouts,
  TASK_NAME,
  TIME,
  type Chunk,
  type ColumnName,
  type EventKind,
} from "./format.ts";

const { taskCreated: TASK_CREATED, resourceCreated: RESOURCE_CREATED, futureDone: FUTURE_DONE } = kindCodes;

/** One event with the fields of its kind, as `eventFields` names them. */
export interface TraceEvent {
  readonly kind: EventKind;
  /** Virtual seconds. */
  readonly time: number;
  readonly [field: string]: string | number;
}

export class Trace {
  readonly #strings: string[] = [""];
  /** Text ids of the names of tasks. */
  readonly #taskNames = new Map<number, number>();
  /** The event that made each resource. */
  readonly #resources = new Map<number, number>();
  /** By future: one more than the event that settled it; 0 for none. */
  readonly #settled = new Column((size) => new Int32Array(size));
  readonly #kind = new Column((size) => new Uint8Array(size));
  readonly #columns = Object.fromEntries(
    columnNames.map((name) => [
      name,
      name === "time" || name === "value"
        ? new Column((size) => new Float64Array(size))
        : new Column((size) => new Int32Array(size)),
    ]),
  ) as unknown as Record<ColumnName, Column>;
  /** By a kind's code, the columns in its records. */
  readonly #layouts = recordLayouts.map((names) => names.map((name) => this.#columns[name]));

  /** How many events there are. */
  get length(): number {
    return this.#kind.length;
  }

  append({ events, words, strings }: Chunk): void {
    for (const text of strings) this.#strings.push(text);
    let index = this.length;
    this.#kind.extend(events);
    for (const name of columnNames) this.#columns[name].extend(events);
    let time = 0;
    for (let at = 0; at < words.length;) {
      const code = words[at++] as number;
      if (code === TIME) {
        time = floatAt(words, at);
        at += 2;
        continue;
      }
      this.#kind.set(index, code);
      this.#columns.time.set(index, time);
      for (const column of this.#layouts[code] as Column[]) {
        if (column === this.#columns.value) column.set(index, floatAt(words, at++));
        else column.set(index, words[at] as number);
        at++;
      }
      this.#note(code, index++);
    }
  }

  /** Keeps what is looked up by something else than an event's index. */
  #note(code: number, index: number): void {
    if (code === RESOURCE_CREATED) this.#resources.set(this.get(index, "subject"), index);
    else if (code === TASK_CREATED) this.#taskNames.set(this.get(index, "subject"), this.get(index, "text"));
    else if (code === FUTURE_DONE) this.#settled.set(this.get(index, "subject"), index + 1);
  }

  kind(index: number): EventKind {
    return eventKinds[this.#kind.get(index)] as EventKind;
  }

  /** The code under which the kind of an event stands in `kindCodes`. */
  kindCode(index: number): number {
    return this.#kind.get(index);
  }

  get(index: number, column: ColumnName): number {
    return this.#columns[column].get(index);
  }

  time(index: number): number {
    return this.#columns.time.get(index);
  }

  /** The text of an event's `text` column. */
  text(index: number): string {
    const id = this.#columns.text.get(index);
    if (id !== TASK_NAME) return this.string(id);
    return this.string(this.#taskNames.get(this.#columns.object.get(index)) ?? 0);
  }

  /** The name that a task was made with; undefined for no task. */
  taskName(task: number): string | undefined {
    const text = this.#taskNames.get(task);
    return text === undefined ? undefined : this.string(text);
  }

  /** The event that made a resource; -1 for none. */
  resourceCreation(resource: number): number {
    return this.#resources.get(resource) ?? -1;
  }

  /** Whether a future has its outcome before event `index`. */
  isSettled(future: number, index: number): boolean {
    const at = future < this.#settled.length ? this.#settled.get(future) : 0;
    return at > 0 && at <= index;
  }

  /** A text by its id. */
  string(id: number): string {
    return this.#strings[id] ?? "";
  }

  /** The whole event at `index`. */
  event(index: number): TraceEvent {
    assert(index >= 0 && index < this.length, `event index ${index} of ${this.length}`);
    const kind = this.kind(index);
    const event: Record<string, string | number> = { kind, time: this.time(index) };
    for (const [column, [name, type]] of Object.entries(eventFields[kind])) {
      const value = this.get(index, column as ColumnName);
      event[name] =
        column === "text"
          ? this.text(index)
          : type === "text"
            ? this.string(value)
            : typeof type === "string"
              ? value
              : (type[value] ?? "");
    }
    return event as unknown as TraceEvent;
  }
}
