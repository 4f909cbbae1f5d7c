/**
 * Source of `src/trace/recorder.ts`: a hook for each kind that writes its record. It is generated code rather than a loop
 * over the fields, since recording is the better part of the cost of a callback.
 */
import {
  type EventKind,
  kindCodes,
  recordLayouts,
  type PlacedField,
  type RecordLayout,
} from "../../src/events/event.ts";
import { handleFields, isOfHandle, kinds, nameOfSet, signature } from "./hooks.ts";

export function recorderSource(): string {
  return `// Generated from the event table by \`npm run generate\`: change the table, not this file.
/** Writes what an instrumented run reports as records: the only writer of records of a run. */
import type { WordOf } from "../events/event.ts";
import { closedSets } from "../events/field-types.ts";
import type { HandleInfo, Hooks, TimerHandleInfo } from "../events/instrument.ts";
import { RecordBuffer } from "./record-buffer.ts";

export type { RecorderOptions } from "./record-buffer.ts";

export class Recorder extends RecordBuffer implements Hooks {
  /** It only writes numbers. */
  readonly neverThrows = true;

${kinds.map(hook).join("\n\n")}

  /** The number of a handle's name, which is looked up once for its several events. */
  #tag(handle: HandleInfo): number {
    return (handle.tag = this.strings.idOf(handle.name));
  }
}
`;
}

function hook(kind: EventKind): string {
  const { fields, words } = recordLayouts[kindCodes[kind]] as RecordLayout;
  const lines = [];
  // A program's function may have a getter for its name, which may report more: read it before the record begins.
  if (isOfHandle(kind)) lines.push("const name = handle.tag || this.#tag(handle);");
  lines.push(`const at = this.begin(${kindCodes[kind]}, time);`);
  if (fields.some(({ encoding }) => encoding !== "float")) lines.push("const words = this.words;");
  for (const field of fields) lines.push(writing(kind, field));
  lines.push(`this.length = ${place(words)};`);
  return `  ${kind}(${signature(kind)}): void {\n    ${lines.join("\n    ")}\n  }`;
}

function writing(kind: EventKind, { name, type, encoding, at }: PlacedField): string {
  const value = isOfHandle(kind) ? (handleFields[name] as string) : name;
  const word = `words[${place(at)}]`;
  switch (encoding) {
    case "float":
      return `this.float(${place(at)}, ${value});`;
    case "code":
      return `${word} = closedSets.${nameOfSet(type as readonly string[])}.indexOf(${value});`;
    case "text":
      if (type === "handleName") return `${word} = ${value};`;
      return `${word} = this.strings.${type === "newLabel" ? "add" : "idOf"}(${value});`;
    default:
      return `${word} = ${value};`;
  }
}

/** A place in a record, counted from its first field. */
function place(word: number): string {
  return word === 1 ? "at" : `at + ${word - 1}`;
}
