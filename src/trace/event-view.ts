/**
 * Events as a trace's readers get them: an object per event whose getters read its record when asked, so that nothing is
 * decoded for nothing. `EventOf` gives its type. Made by `Trace`.
 *
 * All kinds share one class, since a class for each would make every read of `kind` a slow, megamorphic one. So a getter
 * finds the place of its field by the kind's code; a field that the kind does not have is undefined.
 */
import { eventKinds, type PlacedField, recordLayouts, type TraceEvent } from "../events/event.ts";
import type { Encoding } from "../events/field-types.ts";
import { TASK_NAME } from "./chunk.ts";

/** The part of a trace that an event reads from; `word` is a place among all words of the trace. */
export interface RecordSource {
  int(word: number): number;
  float(word: number): number;
  string(id: number): string;
  time(index: number): number;
  taskName(task: number): string | undefined;
}

type Value = string | number | undefined;

export class EventView {
  readonly #source: RecordSource;
  readonly #record: number;
  readonly #code: number;
  readonly index: number;

  /** The event at `index`, whose record begins at the word `record` with the code of its kind. */
  constructor(source: RecordSource, index: number, record: number) {
    this.#source = source;
    this.#record = record;
    this.#code = source.int(record);
    this.index = index;
  }

  get kind(): string {
    return eventKinds[this.#code] as string;
  }

  get time(): number {
    return this.#source.time(this.index);
  }

  /** A plain object: kind, time and the fields of the kind. */
  toJSON(): Record<string, string | number> {
    const event: Record<string, string | number> = { kind: this.kind, time: this.time };
    const values = this as unknown as Record<string, string | number>;
    for (const { name } of recordLayouts[this.#code]?.fields ?? [])
      event[name] = values[name] as string | number;
    return event;
  }

  /** The getter of the fields of a name; `places` and `fields` are by the codes of the kinds. */
  static getter(encoding: Encoding | "mixed", places: readonly number[], fields: readonly PlacedField[]) {
    switch (encoding) {
      case "int":
        return function (this: EventView): Value {
          const at = places[this.#code] as number;
          return at === 0 ? undefined : this.#source.int(this.#record + at);
        };
      case "float":
        return function (this: EventView): Value {
          const at = places[this.#code] as number;
          return at === 0 ? undefined : this.#source.float(this.#record + at);
        };
      default:
        return function (this: EventView): Value {
          const field = fields[this.#code];
          return field && this.#decode(field);
        };
    }
  }

  #decode({ type, encoding, at }: PlacedField): Value {
    if (encoding === "float") return this.#source.float(this.#record + at);
    const word = this.#source.int(this.#record + at);
    if (encoding === "int") return word;
    if (encoding === "code") return type[word] ?? "";
    if (type !== "handleName" || word !== TASK_NAME) return this.#source.string(word);
    const { task } = recordLayouts[this.#code] as (typeof recordLayouts)[number];
    return this.#source.taskName(this.#source.int(this.#record + task)) ?? "";
  }
}

const names = new Set(recordLayouts.flatMap(({ fields }) => fields.map(({ name }) => name)));
for (const name of names) {
  const fields = recordLayouts.map((layout) => layout.fields.find((field) => field.name === name));
  const encodings = new Set(fields.flatMap((field) => field?.encoding ?? []));
  const [encoding = "mixed"] = encodings.size === 1 ? encodings : [];
  const places = fields.map((field) => field?.at ?? 0);
  Object.defineProperty(EventView.prototype, name, {
    get: EventView.getter(encoding, places, fields as PlacedField[]),
  });
}

/** The event at `index`, whose record begins at the word `record`. */
export function eventView(source: RecordSource, index: number, record: number): TraceEvent {
  return new EventView(source, index, record) as unknown as TraceEvent;
}
