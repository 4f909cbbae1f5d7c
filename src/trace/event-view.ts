/**
 * Events as a trace's readers get them: an object per event whose getters decode a field of its record on each read.
 * Each kind has a class of its own, made from its fields; `EventOf` gives its type. Made by `Trace`.
 */
import { eventKinds, recordLayouts, type PlacedField, type TraceEvent } from "../events/event.ts";
import { TASK_NAME } from "./chunk.ts";

/** The part of a trace that an event reads from; `word` is a place among all words of the trace. */
export interface RecordSource {
  int(word: number): number;
  float(word: number): number;
  string(id: number): string;
  time(index: number): number;
  taskName(task: number): string | undefined;
}

type Getter = (this: EventView) => string | number;

class EventView {
  readonly #source: RecordSource;
  readonly #record: number;
  readonly #index: number;

  constructor(source: RecordSource, index: number, record: number) {
    this.#source = source;
    this.#record = record;
    this.#index = index;
  }

  get index(): number {
    return this.#index;
  }

  get time(): number {
    return this.#source.time(this.#index);
  }

  /** A plain object: kind, time and the fields of the kind. */
  toJSON(): Record<string, string | number> {
    const { kind, time } = this as unknown as TraceEvent;
    const event: Record<string, string | number> = { kind, time };
    for (const { name } of recordLayouts[this.#source.int(this.#record)]?.fields ?? [])
      event[name] = (this as unknown as Record<string, string | number>)[name] as string | number;
    return event;
  }

  /** The getter of a field. */
  static getter({ type, encoding, at }: PlacedField, taskAt: number): Getter {
    if (typeof type !== "string") {
      return function () {
        return type[this.#source.int(this.#record + at)] ?? "";
      };
    }
    if (type === "handleName") {
      return function () {
        const id = this.#source.int(this.#record + at);
        if (id !== TASK_NAME) return this.#source.string(id);
        return this.#source.taskName(this.#source.int(this.#record + taskAt)) ?? "";
      };
    }
    switch (encoding) {
      case "float":
        return function () {
          return this.#source.float(this.#record + at);
        };
      case "text":
        return function () {
          return this.#source.string(this.#source.int(this.#record + at));
        };
      default:
        return function () {
          return this.#source.int(this.#record + at);
        };
    }
  }
}

/** By a kind's code. */
const classes = eventKinds.map((kind, code) => {
  class KindView extends EventView {}
  Object.defineProperty(KindView.prototype, "kind", { value: kind });
  const layout = recordLayouts[code];
  for (const field of layout?.fields ?? [])
    Object.defineProperty(KindView.prototype, field.name, {
      get: EventView.getter(field, layout?.task ?? 0),
    });
  return KindView;
});

/** The event at `index`, whose record begins at the word `record` with its kind's `code`. */
export function eventView(source: RecordSource, index: number, record: number, code: number): TraceEvent {
  const View = classes[code] as (typeof classes)[number];
  return new View(source, index, record) as unknown as TraceEvent;
}
