/** Source of `src/events/instrument.ts`: the interface of hooks and their names. */
import { eventTable } from "../../src/events/event-table.ts";
import { fieldsOf, type EventKind } from "../../src/events/event.ts";
import { isOfHandle, kinds, signature } from "./hooks.ts";

export function instrumentSource(): string {
  return `// Generated from event-table.ts by \`npm run generate\`: change the table, not this file.
/**
 * Hooks into a running loop, a method for each event kind. \`time\` is the loop's, in seconds; ids are unique in a run
 * and 0 is none; lines are the program's, from 1, and 0 is unknown.
 */
import type { EventKind, WordOf } from "./event.ts";

/** A handle, as far as hooks read it. */
export interface HandleInfo {
  readonly id: number;
  readonly task: number;
  readonly name: string;
  readonly line: number;
  /** Number that the instrument may keep for the name: 0 for none yet, -1 for the name with which the task was made. */
  tag: number;
}

export interface TimerHandleInfo extends HandleInfo {
  /** Virtual seconds at which it is due. */
  readonly deadline: number;
}

/**
 * All hooks are optional. The loop itself reports loops, iterations, handles and timers; a guest reports its tasks,
 * futures, resources and output. A hook must not touch the loop. One that throws is dropped and reported, and never
 * changes the run.
 */
export interface Instrument {
  /** Promises that every hook is there and none ever throws: the loop calls them without a guard. */
  readonly neverThrows?: true;

${kinds.map(hook).join("\n")}
}

/** An instrument with every hook present. */
export type Hooks = Required<Instrument>;

export type Hook = EventKind;
`;
}

function hook(kind: EventKind): string {
  const notes = isOfHandle(kind)
    ? []
    : fieldsOf(kind).map(({ name, about }) => `   * @param ${name} ${about}`);
  const about = eventTable[kind].about;
  const comment =
    notes.length === 0 ? `  /** ${about} */` : `  /**\n   * ${about}\n${notes.join("\n")}\n   */`;
  return `${comment}\n  ${kind}?(${signature(kind)}): void;`;
}
