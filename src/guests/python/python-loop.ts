/**
 * The scheduler of a loop whose handles are Python's, known here by their numbers.
 *
 * Iterations begin here; Python runs the handles of the batch and reports each by the journal. So a handle here only
 * represents one of Python's, and its `run` is never called.
 */
import { LoopHandle, type HandleLoop, LoopTimerHandle } from "../../runtime/loop/loop-handle.ts";
import { type Iteration, Scheduler } from "../../runtime/loop/scheduler.ts";

/** The answers of `begin` that end a run: the numbers of `outcome.py`, negated. */
const endings: Record<Exclude<Iteration, "ran">, number> = { deadlock: -1, halted: -2 };

/** Iterations in a row that Python may run before it asks again. */
const LEASE = 64;

export class PythonLoop extends Scheduler {
  /** Pending handles by number: neither run nor cancelled. */
  readonly #handles = new Map<number, LoopHandle>();
  #current: LoopHandle | undefined;
  /** The timers that joined the ready queue as the last iteration began. */
  due: readonly number[] = [];
  /** Its number in the trace (`LoopNumbers`). */
  traceNumber = 0;
  /** The program's `loop.time`, if it overrides that. */
  ownTime: (() => number) | null = null;

  protected override timerTime(): number {
    return this.ownTime ? this.ownTime() : super.timerTime();
  }

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

  /** Begins an iteration. Returns the size of its batch, or a negative number for the reason that ends the run. */
  begin(stopping: boolean): number {
    const before = this.readyCount;
    const begun = this.beginIteration(stopping);
    const count = this.readyCount;
    this.due = count > before ? [...this.ready()].slice(before).map((timer) => timer.id) : [];
    return begun === "ran" ? count : endings[begun];
  }

  /**
   * The number of iterations that Python may begin by itself: no timer can come due in them. The lease ends when Python
   * adds a timer or the journal is read.
   */
  get lease(): number {
    return Math.min(LEASE, this.freeIterations);
  }

  /** Ends the handle that ran last and starts the next one of the batch. Returns the task that it steps, or 0. */
  next(): number {
    this.left();
    const handle = (this.#current = this.startHandle());
    if (!handle) return 0;
    this.#handles.delete(handle.id);
    return handle instanceof LoopTimerHandle ? 0 : handle.task;
  }

  /** Ends the batch. `startHandle` drops cancelled handles at its end. */
  done(): void {
    this.left();
    this.startHandle();
  }

  /** Ends the handle that ran last. */
  left(): void {
    if (this.#current) this.endHandle(this.#current);
    this.#current = undefined;
  }

  /** The timers that are not cancelled, in the order in which they are due. */
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
