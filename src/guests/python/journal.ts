/**
 * The journal: events in Python since the last crossing, in their order. `journal.py` writes them as whole numbers into
 * memory that both sides see; `host-module.ts` replays them here, to the loops and the instrument.
 *
 * An entry is its code (with the number of the loop in the upper bits, if its kind has one), then as many numbers as
 * its kind has. A zero ends the entries. None has a time: time moves here alone, and never during a replay.
 */
import type { Clock } from "../../runtime/loop/clock.ts";
import { type EventKind, eventKinds, kindCodes, recordLayouts } from "../../events/event.ts";
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import { callHook } from "./call-hook.ts";
import { CODE_BITS, commandCodes, entryLengths, FIRST_EVENT, isFloatOperand } from "./journal-codes.ts";
import type { LoopNumbers } from "./loop-numbers.ts";
import type { PythonLoop } from "./python-loop.ts";

/** Numbers in Python's memory: an `array.array` there. */
export interface SharedNumbers {
  getBuffer(type: "i32"): { data: Int32Array; release(): void };
  getBuffer(type: "f64"): { data: Float64Array; release(): void };
  copy(): SharedNumbers;
  destroy(): void;
}

const CODE_MASK = (1 << CODE_BITS) - 1;
const {
  beginIteration: BEGIN_ITERATION,
  nextHandle: NEXT_HANDLE,
  endBatch: END_BATCH,
  leaveBatch: LEAVE_BATCH,
  scheduleStep: SCHEDULE_STEP,
  scheduleCallback: SCHEDULE_CALLBACK,
  scheduleTimer: SCHEDULE_TIMER,
  cancelHandle: CANCEL_HANDLE,
  renameTask: RENAME_TASK,
  setTaskLine: SET_TASK_LINE,
} = commandCodes;
const { taskCreated: TASK_CREATED, taskSuspended: TASK_SUSPENDED, taskDone: TASK_DONE } = kindCodes;

/** Stands for the line of a task that is done, whose later handles are no steps. */
const NO_LINE = -1;

/** Operands of an event's entry in order: numbers, numbers of texts, words of a closed set, or float operands. */
interface EventReader {
  readonly kind: EventKind;
  readonly operands: readonly ("int" | "text" | "float" | readonly string[])[];
}

/** By the code of the kind. */
const eventReaders = recordLayouts.map(({ fields }, code): EventReader => ({
  kind: eventKinds[code] as EventKind,
  operands: fields.map((field) => {
    if (isFloatOperand(field)) return "float";
    if (typeof field.type !== "string") return field.type;
    return field.encoding === "text" ? "text" : "int";
  }),
}));

export class Journal {
  /** Arguments of the hook that is called next. */
  readonly #values: unknown[] = new Array<unknown>(6).fill(undefined);
  readonly #clock: Clock;
  readonly #hooks: Hooks;
  readonly #numbers: LoopNumbers;
  readonly loops: PythonLoop[] = [];
  readonly #texts = [""];
  readonly #defaultNames: string[] = [];
  /** By task: the number of its name, and the line at which it continues. */
  readonly #taskNames: number[] = [0];
  readonly #taskLines: number[] = [NO_LINE];

  constructor(clock: Clock, hooks: Hooks, numbers: LoopNumbers) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#numbers = numbers;
  }

  /** Returns the number of a text that Python has not used before. */
  addText(text: string): number {
    return this.#texts.push(text) - 1;
  }

  /** Replays all entries. `floatOperands` are the numbers that are no entries' operands, in the same order. */
  replay(entries: Int32Array, floatOperands: Float64Array): void {
    const time = this.#clock.time();
    if (entries[0] !== 0) this.#numbers.show();
    let floats = 0;
    let at = 0;
    for (let entry = entries[0] as number; entry !== 0; entry = entries[at] as number) {
      const code = entry & CODE_MASK;
      if (code >= FIRST_EVENT) {
        floats = this.#event(time, code - FIRST_EVENT, entries, at + 1, floatOperands, floats);
      } else if (code === SCHEDULE_TIMER) {
        const [handle, task] = [entries[at + 1] as number, entries[at + 2] as number];
        const [name, line] = [entries[at + 3] as number, entries[at + 4] as number];
        const when = floatOperands[floats++] as number;
        const loop = this.#loopOf(entry);
        loop.scheduleAt(handle, task, this.#text(name), line, when);
        this.#numbers.passed(loop, handle);
      } else {
        this.#command(time, code, this.#loopOf(entry), entries, at);
      }
      at += entryLengths[code] as number;
    }
    entries[0] = 0;
  }

  #loopOf(entry: number): PythonLoop {
    return this.loops[entry >> CODE_BITS] as PythonLoop;
  }

  /** Runs a command that has no float operand. */
  #command(time: number, code: number, loop: PythonLoop, entries: Int32Array, at: number): void {
    const a = entries[at + 1] as number;
    const b = entries[at + 2] as number;
    switch (code) {
      case NEXT_HANDLE: {
        const task = loop.next();
        const line = this.#taskLines[task] as number;
        if (line !== NO_LINE) this.#hooks.taskStepped(time, task, line);
        break;
      }
      case SCHEDULE_STEP:
        loop.schedule(a, b, this.#text(this.#taskNames[b] as number), entries[at + 3] as number);
        this.#numbers.passed(loop, a);
        break;
      case SCHEDULE_CALLBACK:
        loop.schedule(a, 0, this.#text(b), entries[at + 3] as number);
        this.#numbers.passed(loop, a);
        break;
      case BEGIN_ITERATION:
        loop.beginFreeIteration();
        break;
      case END_BATCH:
        loop.done();
        break;
      case LEAVE_BATCH:
        loop.left();
        break;
      case CANCEL_HANDLE:
        loop.cancel(a);
        break;
      case RENAME_TASK:
        this.#taskNames[a] = b;
        break;
      case SET_TASK_LINE:
        this.#taskLines[a] = b;
        break;
    }
  }

  /** Reports the event whose operands begin at `at`. Returns the place of the next float operand. */
  #event(
    time: number,
    code: number,
    entries: Int32Array,
    at: number,
    floatOperands: Float64Array,
    floats: number,
  ): number {
    if (code === TASK_CREATED) this.#taskNames[entries[at] as number] = entries[at + 1] as number;
    else if (code === TASK_SUSPENDED) this.#taskLines[entries[at] as number] = entries[at + 4] as number;
    else if (code === TASK_DONE) this.#taskLines[entries[at] as number] = NO_LINE;
    const { kind, operands } = eventReaders[code] as EventReader;
    const values = this.#values;
    let next = floats;
    for (let i = 0; i < operands.length; i++) {
      const operand = operands[i];
      if (operand === "float") values[i] = floatOperands[next++];
      else if (operand === "int") values[i] = entries[at++];
      else if (operand === "text") values[i] = this.#text(entries[at++] as number);
      else values[i] = (operand as readonly string[])[entries[at++] as number];
    }
    callHook(this.#hooks, kind, time, values, operands.length);
    return next;
  }

  /** The text of a number. Default task names have negative ones: -3 is Task-3. */
  #text(number: number): string {
    return number < 0 ? (this.#defaultNames[-number] ??= `Task-${-number}`) : (this.#texts[number] as string);
  }
}
