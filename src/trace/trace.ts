/**
 * A recorded run, as it is known so far: it only ever grows, by `append`.
 * Rows are read by event index; `event` decodes a whole row, `kind` and `get` read one column without allocating.
 */
import { assert } from "../base/assert.ts";
import { Column } from "../base/column.ts";
import {
  columnNames,
  eventFields,
  eventKinds,
  kindCodes,
  TASK_NAME,
  type Chunk,
  type ColumnName,
  type EventKind,
} from "./format.ts";

const TASK_CREATED = kindCodes.taskCreated;

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
  readonly #kind = new Column((size) => new Uint8Array(size));
  readonly #columns = Object.fromEntries(
    columnNames.map((name) => [
      name,
      name === "time" || name === "value"
        ? new Column((size) => new Float64Array(size))
        : new Column((size) => new Int32Array(size)),
    ]),
  ) as unknown as Record<ColumnName, Column>;

  /** How many events there are. */
  get length(): number {
    return this.#kind.length;
  }

  append(chunk: Chunk): void {
    for (const text of chunk.strings) this.#strings.push(text);
    const { kind, subject, text } = chunk.columns;
    for (let row = kind.indexOf(TASK_CREATED); row >= 0; row = kind.indexOf(TASK_CREATED, row + 1)) {
      this.#taskNames.set(subject[row] as number, text[row] as number);
    }
    this.#kind.append(chunk.columns.kind);
    for (const name of columnNames) this.#columns[name].append(chunk.columns[name] as never);
  }

  kind(index: number): EventKind {
    return eventKinds[this.#kind.get(index)] as EventKind;
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
