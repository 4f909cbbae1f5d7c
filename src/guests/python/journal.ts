/**
 * The journal: events in Python since the last crossing, in their order. `journal.py` writes them as whole numbers into
 * memory that both sides see; `host-module.ts` replays them here, to the loops and the instrument.
 *
 * An entry is its code (with the number of the loop in the upper bits, if its kind has one), then as many numbers as
 * its kind has. A zero ends the entries. None has a time: time moves here alone, and never during a replay.
 */
import type { Clock } from "../../runtime/loop/clock.ts";
import type { Hooks, TaskOutcome } from "../../runtime/instrument/instrument.ts";
import type { PythonLoop } from "./python-loop.ts";

/** Numbers in Python's memory: an `array.array` there. */
export interface SharedNumbers {
  getBuffer(type: "i32"): { data: Int32Array; release(): void };
  getBuffer(type: "f64"): { data: Float64Array; release(): void };
  copy(): SharedNumbers;
  destroy(): void;
}

/** The codes of `journal.py`, each with the numbers that follow it. */
const codes = {
  /** Python begins an iteration that was leased to it. */
  iteration: 1,
  /** The next handle of the loop's batch starts, and the one before has ended. */
  next: 2,
  /** The batch is done: its last handle has ended. */
  done: 3,
  /** The batch is left: a handle has ended, and with it the run. */
  left: 4,
  /** handle, task, line */
  stepScheduled: 5,
  /** handle, name, line */
  scheduled: 6,
  /** handle, task, name, line; when it is due is the next float operand */
  timerScheduled: 7,
  /** handle */
  cancelled: 8,
  /** task, name, coroutine, parent, line, line that it starts from */
  taskCreated: 9,
  /** task, name */
  taskRenamed: 10,
  /** task, line */
  taskStepped: 11,
  /** task, future, reason, on, line, stack */
  taskSuspended: 12,
  /** task, by, line */
  taskCancelRequested: 13,
  /** task, outcome, value */
  taskDone: 14,
  /** future, task, line */
  futureCreated: 15,
  /** future, outcome */
  futureDone: 16,
  /** resource, task, value, line */
  resourceWaited: 17,
  resourceAcquired: 18,
  resourceReleased: 19,
  /** resource, task, change, value, line */
  resourceChanged: 20,
  /** queue, task, item, size, line, next item */
  queuePut: 21,
  queueGot: 22,
  /** resource, type, name, base, line; its value is the next float operand */
  resourceCreated: 23,
  /** resource, task, future, line */
  childAdded: 24,
  /** task, line */
  taskCancelThrown: 25,
  /** task, left, line */
  taskUncancelled: 26,
  /** task, name, value, line */
  contextVariableSet: 27,
} as const;

/** By code, the length of an entry, its code included. */
const lengths = [1, 1, 1, 1, 1, 4, 4, 5, 2, 7, 3, 3, 7, 4, 4, 4, 3, 5, 5, 5, 6, 7, 7, 6, 5, 3, 4, 5];

const CODE_BITS = 5;
const CODE_MASK = (1 << CODE_BITS) - 1;
const outcomes: readonly TaskOutcome[] = ["result", "exception", "cancelled"];

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

  /** Replays all entries. `floatOperands` are the timers' due times, in seconds, and the created resources' values. */
  replay(entries: Int32Array, floatOperands: Float64Array): void {
    const hooks = this.#hooks;
    const time = this.#clock.time();
    const taskNames = this.#taskNames;
    const taskLines = this.#taskLines;
    let floats = 0;
    let at = 0;
    for (let entry = entries[0] as number; entry !== 0; entry = entries[at] as number) {
      const loop = this.loops[entry >> CODE_BITS] as PythonLoop;
      const a = entries[at + 1] as number;
      const b = entries[at + 2] as number;
      const c = entries[at + 3] as number;
      const d = entries[at + 4] as number;
      const kind = entry & CODE_MASK;
      at += lengths[kind] as number;
      switch (kind) {
        case codes.iteration:
          loop.beginIteration(false);
          break;
        case codes.next: {
          const task = loop.next();
          const line = taskLines[task] as number;
          if (line !== NO_LINE) hooks.taskStepped(time, task, line);
          break;
        }
        case codes.done:
          loop.done();
          break;
        case codes.left:
          loop.left();
          break;
        case codes.stepScheduled:
          loop.schedule(a, b, this.#text(taskNames[b] as number), c);
          break;
        case codes.scheduled:
          loop.schedule(a, 0, this.#text(b), c);
          break;
        case codes.timerScheduled:
          loop.scheduleAt(a, b, this.#text(c), d, floatOperands[floats++] as number);
          break;
        case codes.cancelled:
          loop.cancel(a);
          break;
        case codes.taskCreated:
          taskNames[a] = b;
          taskLines[a] = entries[at - 1] as number;
          hooks.taskCreated(time, a, this.#text(b), this.#text(c), d, entries[at - 2] as number);
          break;
        case codes.taskRenamed:
          taskNames[a] = b;
          break;
        case codes.taskStepped:
          hooks.taskStepped(time, a, b);
          break;
        case codes.taskSuspended: {
          const line = (taskLines[a] = entries[at - 2] as number);
          hooks.taskSuspended(time, a, b, this.#text(c), d, line, this.#text(entries[at - 1] as number));
          break;
        }
        case codes.taskCancelRequested:
          hooks.taskCancelRequested(time, a, b, c);
          break;
        case codes.taskDone:
          taskLines[a] = NO_LINE;
          hooks.taskDone(time, a, outcomes[b] as TaskOutcome, this.#text(c));
          break;
        case codes.futureCreated:
          hooks.futureCreated(time, a, b, c);
          break;
        case codes.futureDone:
          hooks.futureDone(time, a, outcomes[b] as TaskOutcome);
          break;
        case codes.resourceWaited:
          hooks.resourceWaited(time, a, b, c, d);
          break;
        case codes.resourceAcquired:
          hooks.resourceAcquired(time, a, b, c, d);
          break;
        case codes.resourceReleased:
          hooks.resourceReleased(time, a, b, c, d);
          break;
        case codes.resourceChanged:
          hooks.resourceChanged(time, a, b, this.#text(c), d, entries[at - 1] as number);
          break;
        case codes.resourceCreated: {
          const [line, value] = [entries[at - 1] as number, floatOperands[floats++] as number];
          hooks.resourceCreated(time, a, this.#text(b), this.#text(c), value, line, this.#text(d));
          break;
        }
        case codes.childAdded:
          hooks.childAdded(time, a, b, c, d);
          break;
        case codes.taskCancelThrown:
          hooks.taskCancelThrown(time, a, b);
          break;
        case codes.taskUncancelled:
          hooks.taskUncancelled(time, a, b, c);
          break;
        case codes.contextVariableSet:
          hooks.contextVariableSet(time, a, this.#text(b), this.#text(c), d);
          break;
        case codes.queuePut:
        case codes.queueGot: {
          const [line, next] = [entries[at - 2] as number, this.#text(entries[at - 1] as number)];
          if (kind === codes.queuePut) hooks.queuePut(time, a, b, this.#text(c), d, line, next);
          else hooks.queueGot(time, a, b, this.#text(c), d, line, next);
          break;
        }
      }
    }
    entries[0] = 0;
  }

  /** The text of a number. Default task names have negative ones: -3 is Task-3. */
  #text(number: number): string {
    return number < 0 ? (this.#defaultNames[-number] ??= `Task-${-number}`) : (this.#texts[number] as string);
  }
}
