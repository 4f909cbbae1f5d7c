/**
 * The scheduler of a loop whose handles are Python's, known here by their numbers.
 *
 * Python runs the handles of an iteration that was begun here; the journal says what each did. So a handle here only
 * stands for one there, and its `run` is never called.
 */
import { LoopHandle, type HandleLoop, LoopTimerHandle } from "../../runtime/loop/loop-handle.ts";
import { type Iteration, Scheduler } from "../../runtime/loop/scheduler.ts";

/** The numbers that `ending.py` knows the end of a run by, negated. */
const endings: Record<Exclude<Iteration, "ran">, number> = { deadlock: -1, livelock: -2, halted: -3 };

/** Iterations in a row that Python may run before it asks again. */
const LEASE = 64;

export class PythonLoop extends Scheduler {
  /** Those that have neither run nor been cancelled. */
  readonly #handles = new Map<number, LoopHandle>();
  #current: LoopHandle | undefined;
  /** The timers that joined the ready queue as the last iteration began. */
  due: readonly number[] = [];

  schedule(number: number, task: number, name: string, line: number): void {
    const handle = new PythonHandle(this, number, task, name, line);
    this.#handles.set(number, handle);
    this.addReady(handle);
  }

  scheduleAt(number: number, task: number, name: string, line: number, when: number): void {
    const timer = new PythonTimerHandle(this, number, task, name, line, when);
    this.#handles.set(number, timer);
    this.addTimer(timer);
  }

  cancel(number: number): void {
    const handle = this.#handles.get(number);
    if (!handle) return;
    this.#handles.delete(number);
    handle.cancel();
  }

  /** Begins an iteration. Returns how many handles are in its batch, or what ends the run, negative. */
  begin(stopping: boolean): number {
    const before = this.readyCount;
    const begun = this.beginIteration(stopping);
    const count = this.readyCount;
    this.due = count > before ? [...this.ready()].slice(before).map((timer) => timer.id) : [];
    return begun === "ran" ? count : endings[begun];
  }

  /**
   * How many more iterations Python may begin by itself: what is ready alone will decide about them, unless it adds a
   * timer or anything else crosses over.
   */
  get lease(): number {
    return Math.min(LEASE, this.iterationsToSpin);
  }

  /** The next handle of the batch starts; the one before, if there is one, ends. Returns the task that it steps or 0. */
  next(): number {
    this.left();
    const handle = (this.#current = this.startHandle());
    if (!handle) return 0;
    this.#handles.delete(handle.id);
    return handle instanceof LoopTimerHandle ? 0 : handle.task;
  }

  /** The batch is done; cancelled handles may have been at its end. */
  done(): void {
    this.left();
    this.startHandle();
  }

  /** The handle that ran last has ended. */
  left(): void {
    if (this.#current) this.endHandle(this.#current);
    this.#current = undefined;
  }

  /** Those pending timers that will run, in the order in which they are due. */
  pendingTimers(): number[] {
    return this.timers()
      .filter((timer) => !timer.cancelled())
      .map((timer) => timer.id);
  }

  override close(): void {
    super.close();
    this.#handles.clear();
  }
}

class PythonHandle extends LoopHandle {
  constructor(
    loop: HandleLoop,
    id: number,
    task: number,
    readonly name: string,
    line: number,
  ) {
    super(loop, id, task, line);
  }

  run(): void {}
}

class PythonTimerHandle extends LoopTimerHandle {
  constructor(
    loop: HandleLoop,
    id: number,
    task: number,
    readonly name: string,
    line: number,
    when: number,
  ) {
    super(loop, id, task, line, when);
  }

  run(): void {}
}
