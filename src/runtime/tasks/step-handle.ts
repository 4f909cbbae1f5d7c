/**
 * The handle that steps a task, or wakes it: the only two callbacks that a task has. It is also what the loop and the
 * futures that the task waits on know of the task.
 *
 * A task is scheduled once at a time, so its one handle serves for all its steps. While that one runs, its `spare` is
 * scheduled in its stead: it is told of once more as it ends.
 */
import type { Linked } from "../../base/linked-list.ts";
import { FIRST_NAME, type HandleLoop, LoopHandle } from "../loop/loop-handle.ts";

/** A task, as far as it must be known here. */
export interface Stepped {
  getName(): string;
  toString(): string;
}

/** Runs a task to its next await or its end; `waiter` is the future that it waited on, null if it waited on none. */
type Step = (task: never, waiter: never) => void;

let step: Step;

/** Called by the module of tasks, which alone can step one. */
export function setStep(given: Step): void {
  step = given;
}

export class StepHandle<T extends Stepped, F> extends LoopHandle implements Linked<StepHandle<T, F>> {
  // Its place among the loop's tasks.
  before: StepHandle<T, F> | null = null;
  after: StepHandle<T, F> | null = null;
  /** False once the task was given another name. */
  hasFirstName = true;
  readonly stepped: T;
  #waiter: F | null = null;
  #runs = false;
  #spare: StepHandle<T, F> | null = null;

  constructor(loop: HandleLoop, stepped: T, task: number) {
    super(loop, 0, task, 0);
    this.stepped = stepped;
  }

  get name(): string {
    return this.stepped.getName();
  }

  /** The handle under its next number, pending again. */
  again(id: number, waiter: F | null, line: number): StepHandle<T, F> {
    const handle = this.#runs
      ? (this.#spare ??= new StepHandle<T, F>(this.loop, this.stepped, this.task))
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
    this.#runs = true;
    step(this.stepped as never, waiter as never);
    this.#runs = false;
  }
}
