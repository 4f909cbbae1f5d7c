/**
 * The journal: events in Python since the last crossing, in their order. `journal.py` writes them as whole numbers into
 * memory that both sides see; `host-module.ts` replays them here, to the loops and the instrument.
 *
 * An entry is its code (with the number of the loop in the upper bits, if its kind has one), then as many numbers as
 * its kind has. A zero ends the entries. None has a time: time moves here alone, and never during a replay.
 */
import type { Clock } from "../../runtime/loop/clock.ts";
import {
  type EventKind,
  eventKinds,
  kindCodes,
  type RecordLayout,
  recordLayouts,
} from "../../events/event.ts";
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import { CODE_BITS, commandCodes, entryLengths, FIRST_EVENT, isFloatOperand } from "./journal-codes.ts";
import type { PythonLoop } from "./python-loop.ts";

/** Numbers in Python's memory: an `array.array` there. */
export interface SharedNumbers {
  getBuffer(type: "i32"): { data: Int32Array; release(): void };
  getBuffer(type: "f64"): { data: Float64Array; release(): void };
  copy(): SharedNumbers;
  destroy(): void;
}

const CODE_MASK = (1 << CODE_BITS) - 1;
const { taskCreated: TASK_CREATED, taskSuspended: TASK_SUSPENDED, taskDone: TASK_DONE } = kindCodes;

/** Stands for the line of a task that is done, whose later handles are no steps. */
const NO_LINE = -1;

export class Journal {
  readonly #clock: Clock;
  readonly #hooks: Hooks;
  readonly loops: PythonLoop[] = [];
  readonly #texts = [""];
  readonly #defaultNames: string[] = [];
  /** By task: the number of its name, and the line at which it continues. */
  readonly #taskNames: number[] = [0];
  readonly #taskLines: number[] = [NO_LINE];

  constructor(clock: Clock, hooks: Hooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** Returns the number of a text that Python has not used before. */
  addText(text: string): number {
    return this.#texts.push(text) - 1;
  }

  /** Replays all entries. `floatOperands` are the numbers that are no entries' operands, in the same order. */
  replay(entries: Int32Array, floatOperands: Float64Array): void {
    let floats = 0;
    let at = 0;
    for (let entry = entries[0] as number; entry !== 0; entry = entries[at] as number) {
      const code = entry & CODE_MASK;
      if (code < FIRST_EVENT) {
        const loop = this.loops[entry >> CODE_BITS] as PythonLoop;
        this.#command(code, loop, entries, at, floatOperands[floats] as number);
        if (code === commandCodes.scheduleTimer) floats++;
      } else {
        floats += this.#event(code - FIRST_EVENT, entries, at + 1, floatOperands, floats);
      }
      at += entryLengths[code] as number;
    }
    entries[0] = 0;
  }

  #command(code: number, loop: PythonLoop, entries: Int32Array, at: number, when: number): void {
    const a = entries[at + 1] as number;
    const b = entries[at + 2] as number;
    const c = entries[at + 3] as number;
    switch (code) {
      case commandCodes.beginIteration:
        loop.beginIteration(false);
        break;
      case commandCodes.nextHandle: {
        const task = loop.next();
        const line = this.#taskLines[task] as number;
        if (line !== NO_LINE) this.#hooks.taskStepped(this.#clock.time(), task, line);
        break;
      }
      case commandCodes.endBatch:
        loop.done();
        break;
      case commandCodes.leaveBatch:
        loop.left();
        break;
      case commandCodes.scheduleStep:
        loop.schedule(a, b, this.#text(this.#taskNames[b] as number), c);
        break;
      case commandCodes.scheduleCallback:
        loop.schedule(a, 0, this.#text(b), c);
        break;
      case commandCodes.scheduleTimer:
        loop.scheduleAt(a, b, this.#text(c), entries[at + 4] as number, when);
        break;
      case commandCodes.cancelHandle:
        loop.cancel(a);
        break;
      case commandCodes.renameTask:
        this.#taskNames[a] = b;
        break;
      case commandCodes.setTaskLine:
        this.#taskLines[a] = b;
        break;
    }
  }

  /** Reports the event whose operands begin at `at`. Returns how many float operands it has. */
  #event(code: number, entries: Int32Array, at: number, floatOperands: Float64Array, floats: number): number {
    if (code === TASK_CREATED) this.#taskNames[entries[at] as number] = entries[at + 1] as number;
    else if (code === TASK_SUSPENDED) this.#taskLines[entries[at] as number] = entries[at + 4] as number;
    else if (code === TASK_DONE) this.#taskLines[entries[at] as number] = NO_LINE;
    const values: (number | string)[] = [];
    let used = 0;
    for (const field of (recordLayouts[code] as RecordLayout).fields) {
      if (isFloatOperand(field)) {
        values.push(floatOperands[floats + used++] as number);
        continue;
      }
      const operand = entries[at++] as number;
      if (field.encoding === "text") values.push(this.#text(operand));
      else if (field.encoding === "code") values.push(field.type[operand] as string);
      else values.push(operand);
    }
    const hooks = this.#hooks as unknown as Record<EventKind, (...values: unknown[]) => void>;
    hooks[eventKinds[code] as EventKind](this.#clock.time(), ...values);
    return used;
  }

  /** The text of a number. Default task names have negative ones: -3 is Task-3. */
  #text(number: number): string {
    return number < 0 ? (this.#defaultNames[-number] ??= `Task-${-number}`) : (this.#texts[number] as string);
  }
}
