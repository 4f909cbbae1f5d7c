/**
 * The event loops of a program in its trace: each thread may run one, and the events of all are one sequence.
 *
 * Invariants: an event is about the loop whose number was reported last, 0 at first; two loops that are open have two
 * numbers. A loop that is closed leaves its number to the next one, so that a program with one loop after the other has
 * no event about that. Called by `host-module.ts` and `journal.ts`.
 */
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import type { Clock } from "../../runtime/loop/clock.ts";
import type { PythonLoop } from "./python-loop.ts";

export class LoopNumbers {
  readonly #clock: Clock;
  readonly #hooks: Hooks;
  /** The last loop of each number. */
  readonly #loops: PythonLoop[] = [];
  /** Number of the loop at work: that of the thread that runs, or the last one if that thread has none. */
  #atWork = 0;
  #shown = 0;

  constructor(clock: Clock, hooks: Hooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** Give a new loop its number. */
  add(loop: PythonLoop): void {
    const free = this.#loops.findIndex((other) => other.isClosed());
    loop.traceNumber = free < 0 ? this.#loops.length : free;
    this.#loops[loop.traceNumber] = loop;
  }

  /** Note that the thread that runs now runs this loop. */
  work(loop: PythonLoop): void {
    this.#atWork = loop.traceNumber;
  }

  isAtWork(loop: PythonLoop): boolean {
    return loop.traceNumber === this.#atWork;
  }

  /** Report the loop at work, if the last event was about another one. Called before each event that is about a loop. */
  show(): void {
    if (this.#shown === this.#atWork) return;
    this.#shown = this.#atWork;
    this.#hooks.loopSwitched(this.#clock.time(), this.#shown);
  }

  /** Report that a loop got the handle that was just scheduled, if it is not the loop at work. */
  passed(loop: PythonLoop, handle: number): void {
    if (!this.isAtWork(loop)) this.#hooks.handlePassed(this.#clock.time(), loop.traceNumber, handle);
  }
}
