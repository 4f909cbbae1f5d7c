/**
 * Scheduler-side handle of a task: it runs the task's steps and wake-ups. Mirrors the handles of `Task.__step` and
 * `Task.__wakeup`. The loop's list of tasks, and the futures that a task waits on, hold it in place of the task.
 *
 * States: idle → pending (`again`) → running (`run`) → idle. A task is scheduled once at a time, so one handle serves
 * all its steps. A running handle stays as it is until its end is reported, so a step that schedules the next one takes
 * the second handle, which takes the first one in turn.
 */
import type { Linked } from "../../base/linked-list.ts";
import { FIRST_NAME, type HandleLoop, LoopHandle } from "../loop/loop-handle.ts";

/** Part of a task that its handle uses. */
export interface Stepped {
  getName(): string;
  toString(): string;
}

/** Function that runs a task to its next await or its end; `waiter` is the future it waited on, null for none. */
type Step = (task: never, waiter: never) => void;

let step: Step;

/** Set the function that steps a task; task.ts calls it, which alone can read a task's private fields. */
export function setStep(given: Step): void {
  step = given;
}

export class StepHandle<T extends Stepped, F> extends LoopHandle implements Linked<StepHandle<T, F>> {
  // Links of the loop's list of tasks.
  before: StepHandle<T, F> | null = null;
  after: StepHandle<T, F> | null = null;
  /** False from the first `setName` of the task on. */
  hasFirstName = true;
  readonly stepped: T;
  #waiter: F | null = null;
  #isRunning = false;
  #second: StepHandle<T, F> | null = null;

  constructor(loop: HandleLoop, stepped: T, task: number) {
    super(loop, 0, task, 0);
    this.stepped = stepped;
  }

  get name(): string {
    return this.stepped.getName();
  }

  /** Return the handle for the next step, pending, with a new id; the second handle while this one runs. */
  again(id: number, waiter: F | null, line: number): StepHandle<T, F> {
    const handle = this.#isRunning
      ? (this.#second ??= new StepHandle<T, F>(this.loop, this.stepped, this.task))
      : this;
    handle.id = id;
    handle.line = line;
    handle.hasRun = false;
    handle.tag = this.hasFirstName ? FIRST_NAME : 0;
    handle.#waiter = waiter;
    return handle;
  }

  run(): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    this.#isRunning = true;
    step(this.stepped as never, waiter as never);
    this.#isRunning = false;
  }
}
