/**
 * Time that a program spends in loops that read the clock, as one block. It is reported before the next event, so calls
 * in a row are one `loopBlocked`. Made by the guest, once a run; the `Tracker` adds to it.
 */
import { type Hook, hookNames, type Hooks } from "../../runtime/instrument/instrument.ts";
import type { VirtualClock } from "../../runtime/loop/clock.ts";

type AnyHook = (...values: unknown[]) => void;

export class BusyBlock {
  readonly #clock: VirtualClock;
  readonly #hooks: Hooks;
  /** The hooks as they are without a block, and those that end it. */
  #direct: Record<Hook, AnyHook> | null = null;
  readonly #ending: Record<Hook, AnyHook>;
  #seconds = 0;
  #task = 0;
  #line = 0;

  constructor(clock: VirtualClock, hooks: Hooks) {
    this.#clock = clock;
    this.#hooks = hooks;
    const table = hooks as unknown as Record<Hook, AnyHook>;
    const ending = hookNames.map((name): [string, AnyHook] => [
      name,
      (...values) => {
        this.end();
        table[name](...values);
      },
    ]);
    this.#ending = Object.fromEntries(ending) as Record<Hook, AnyHook>;
  }

  /** Let time pass until `until`, in seconds, at a line of the program and in a task; 0 for none. */
  add(until: number, task: number, line: number): void {
    if (this.#direct === null) this.#begin(task, line);
    this.#seconds += until - this.#clock.time();
    this.#clock.advanceTo(until);
  }

  /** Report the block, if there is one. */
  end(): void {
    if (this.#direct === null) return;
    const table = this.#hooks as unknown as Record<Hook, AnyHook>;
    for (const name of hookNames) {
      // The run may have ended meanwhile, and hooks that were silenced stay so.
      if (table[name] === this.#ending[name]) table[name] = this.#direct[name];
    }
    this.#direct = null;
    const [seconds, task, line] = [this.#seconds, this.#task, this.#line];
    this.#hooks.loopBlocked(this.#clock.time(), seconds, task, "a busy loop", line);
  }

  #begin(task: number, line: number): void {
    this.#seconds = 0;
    this.#task = task;
    this.#line = line;
    const table = this.#hooks as unknown as Record<Hook, AnyHook>;
    this.#direct = Object.fromEntries(hookNames.map((name) => [name, table[name]])) as Record<Hook, AnyHook>;
    Object.assign(table, this.#ending);
  }
}
