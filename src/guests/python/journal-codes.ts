/**
 * Codes of the journal's entries: commands to a loop's scheduler first, then an entry for each event kind, whose operands
 * are the kind's fields in order. The codes of Python (`loopscope/journal_codes.py`) are generated from these.
 */
import { eventKinds, fieldsOf, kindCodes, type PlacedField, recordLayouts } from "../../events/event.ts";

/** Commands, each with the names of its operands. */
export const commands = {
  /** Python begins an iteration that was leased to it. */
  beginIteration: [],
  /** The next handle of the loop's batch starts, and the one before has ended. */
  nextHandle: [],
  /** The batch is done: its last handle has ended. */
  endBatch: [],
  /** The batch is left: a handle has ended, and with it the run. */
  leaveBatch: [],
  scheduleStep: ["handle", "task", "line"],
  scheduleCallback: ["handle", "name", "line"],
  /** Its due time is the next float operand. */
  scheduleTimer: ["handle", "task", "name", "line"],
  cancelHandle: ["handle"],
  renameTask: ["task", "name"],
  /** Line at which the task will continue. */
  setTaskLine: ["task", "line"],
} as const;

export type Command = keyof typeof commands;

/** Lower bits of an entry's first number; the number of a loop is in the bits above. */
export const CODE_BITS = 8;

/** 0 ends the entries. */
export const commandCodes = Object.fromEntries(
  Object.keys(commands).map((name, i) => [name, i + 1]),
) as Record<Command, number>;

/** Code of the first event kind, behind room for more commands. */
export const FIRST_EVENT = 32;

/** An operand of an event: a number in the entry, or a float64 among the float operands. */
export function isFloatOperand({ type }: PlacedField): boolean {
  return type === "seconds";
}

/** By an entry's code, its length with the code itself. */
export const entryLengths: readonly number[] = [
  1,
  ...Object.values(commands).map((operands) => 1 + operands.length),
  ...new Array<number>(FIRST_EVENT - 1 - Object.keys(commands).length).fill(1),
  ...recordLayouts.map(({ fields }) => 1 + fields.filter((field) => !isFloatOperand(field)).length),
];

/** Name in Python of each code. */
export function pythonCodes(): [name: string, code: number][] {
  const upper = (name: string) => name.replace(/(?=[A-Z])/g, "_").toUpperCase();
  return [
    ...Object.entries(commandCodes).map(([name, code]): [string, number] => [upper(name), code]),
    // Events of handles are the scheduler's.
    ...eventKinds
      .filter((kind) => fieldsOf(kind)[0]?.type !== "handle")
      .map((kind): [string, number] => [upper(kind), FIRST_EVENT + kindCodes[kind]]),
  ];
}
