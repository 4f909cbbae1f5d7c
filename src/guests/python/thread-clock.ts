/**
 * The clocks of a program's threads, and the events that they report.
 *
 * No thread is ever suspended: each runs its function in one go, on top of the stack of the thread that started it, with
 * a clock of its own that begins at that thread's time. So it is ahead of the main thread in time, and its events are
 * held back until the main thread's clock gets there: the trace never goes back in time. (`threads/scheduler.py`)
 */
import { Heap } from "../../base/heap.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { guardInstrument, hookNames, type Hook, type Hooks } from "../../runtime/instrument/instrument.ts";

type AnyHook = (time: number, ...rest: unknown[]) => void;
type HookTable = Record<Hook, AnyHook>;

interface Report {
  time: number;
  /** Orders reports of equal time: first reported, first recorded. */
  order: number;
  hook: Hook;
  rest: unknown[];
}

/** Events of a thread itself. All others are about the loop's objects, which belong to the main thread. */
const ownHooks: ReadonlySet<Hook> = new Set([
  "threadStarted",
  "threadEnded",
  "outputWritten",
  "warningRaised",
]);

const isEarlier = (a: Report, b: Report) => a.time < b.time || (a.time === b.time && a.order < b.order);

/** The main thread's clock, or that of the thread that runs. */
export class ThreadClock extends VirtualClock {
  readonly #hooks: Hooks;
  /** The hooks as they are while the main thread runs. */
  #direct: HookTable | null = null;
  readonly #deferring: Partial<HookTable> = {};
  /** The times of the threads that run, in seconds, the innermost last. */
  readonly #threads: number[] = [];
  readonly #reports = new Heap<Report>(isEarlier);
  #reported = 0;
  #hasOwnLoop = false;

  constructor(hooks: Hooks) {
    super();
    this.#hooks = hooks;
  }

  override time(): number {
    return this.#threads.at(-1) ?? super.time();
  }

  /** True while another thread than the main one runs. */
  get inThread(): boolean {
    return this.#threads.length > 0;
  }

  /** The main thread's time. */
  mainTime(): number {
    return super.time();
  }

  override advanceTo(when: number): void {
    const innermost = this.#threads.length - 1;
    if (innermost >= 0) {
      this.#threads[innermost] = Math.max(when, this.time());
      return;
    }
    for (let next = this.#reports.peek(); next && next.time <= when; next = this.#reports.peek()) {
      this.#reports.pop();
      (this.#hooks as unknown as HookTable)[next.hook](next.time, ...next.rest);
    }
    super.advanceTo(when);
  }

  /** Lets a thread begin to run, now. */
  enter(): void {
    if (this.#threads.length === 0) this.#defer();
    this.#threads.push(this.time());
  }

  /** Ends the innermost thread. Returns its time; the time is again that of the thread below. */
  leave(): number {
    const time = this.#threads.pop() ?? super.time();
    if (this.#threads.length === 0) this.#deferNoMore();
    return time;
  }

  /** The hooks for a new loop. A loop that a thread creates for itself is not recorded: it gets none. */
  hooksOfNewLoop(): Hooks {
    if (this.#threads.length === 0) return this.#hooks;
    this.#hasOwnLoop = true;
    return guardInstrument({});
  }

  #defer(): void {
    const hooks = this.#hooks as unknown as HookTable;
    this.#direct = Object.fromEntries(hookNames.map((name) => [name, hooks[name]])) as HookTable;
    for (const name of hookNames) hooks[name] = this.#deferring[name] ??= this.#deferringHook(name);
  }

  #deferNoMore(): void {
    const hooks = this.#hooks as unknown as HookTable;
    const direct = this.#direct as HookTable;
    for (const name of hookNames) {
      // The run may have ended meanwhile, and hooks that were silenced stay so.
      if (hooks[name] === this.#deferring[name]) hooks[name] = direct[name];
    }
    this.#hasOwnLoop = false;
  }

  #deferringHook(hook: Hook): AnyHook {
    return (time, ...rest) => {
      const now = super.time();
      if (ownHooks.has(hook)) {
        // The tasks of a thread's own loop are not in the trace.
        if (hook === "outputWritten") rest[2] = 0;
        if (time > now) this.#reports.push({ time, order: this.#reported++, hook, rest });
        else this.#call(hook, time, rest);
      } else if (hook !== "loopBlocked" && !this.#hasOwnLoop) {
        this.#call(hook, now, rest);
      }
    };
  }

  #call(hook: Hook, time: number, rest: unknown[]): void {
    (this.#direct as HookTable)[hook].call(this.#hooks, time, ...rest);
  }
}

/** The functions of the module `_loopscope` for threads and time. */
export function threadFunctions(clock: () => ThreadClock, hooks: () => Hooks) {
  return {
    now: () => clock().time(),
    advance: (when: number) => clock().advanceTo(when),
    threadEntered: () => clock().enter(),
    threadLeft: () => clock().leave(),
    /** Reports that a blocking call has held the main thread for `seconds`, up to now. */
    blocked: (seconds: number, task: number, call: string, line: number) =>
      hooks().loopBlocked(clock().time(), seconds, task, call, line),
  };
}
