/**
 * The clocks of a program with threads, and what its threads report.
 *
 * No thread is ever suspended: each runs its function in one go, on top of the stack of whoever started it, with a
 * clock of its own that begins at that one's now. So a thread is ahead of the main thread in time, and what it reports
 * is held back until the main thread's clock gets there: the trace never goes back in time.
 */
import { Heap } from "../../base/heap.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { guardInstrument, hookNames, type Hook, type Hooks } from "../../runtime/instrument/instrument.ts";

type AnyHook = (time: number, ...rest: unknown[]) => void;
type HookTable = Record<Hook, AnyHook>;

interface Report {
  time: number;
  /** Of equal times the one reported first is told first. */
  order: number;
  hook: Hook;
  rest: unknown[];
}

/** What a thread reports of itself. All else it can only do to the loop's objects, which are the main thread's. */
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
  /** The clocks of the threads that run, the innermost last. */
  readonly #threads: number[] = [];
  readonly #reports = new Heap<Report>(isEarlier);
  #reported = 0;
  #hasOwnLoop = false;
  #readings = 0;

  constructor(hooks: Hooks) {
    super();
    this.#hooks = hooks;
  }

  override time(): number {
    return this.#threads.at(-1) ?? super.time();
  }

  /** The time, for the program. */
  read(): number {
    this.#readings++;
    return this.time();
  }

  /** How often the program has read the clock since this was asked last. */
  takeReadings(): number {
    const count = this.#readings;
    this.#readings = 0;
    return count;
  }

  /** Whether another thread than the main one runs. */
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

  /** A thread begins to run, now. */
  enter(): void {
    if (this.#threads.length === 0) this.#defer();
    this.#threads.push(this.time());
  }

  /** It has run. Returns its time; from here on it is the time of whoever started it again. */
  leave(): number {
    const time = this.#threads.pop() ?? super.time();
    if (this.#threads.length === 0) this.#deferNoMore();
    return time;
  }

  /** The hooks for a new loop: one that a thread makes for itself is not the loop that the trace is about. */
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
      // The run may have ended meanwhile: what was silenced stays so.
      if (hooks[name] === this.#deferring[name]) hooks[name] = direct[name];
    }
    this.#hasOwnLoop = false;
  }

  #deferringHook(hook: Hook): AnyHook {
    return (time, ...rest) => {
      const now = super.time();
      if (ownHooks.has(hook)) {
        // The tasks of a thread's own loop are none of the trace's.
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

/** What Python calls, as a part of the module `_loopscope`. */
export function threadFunctions(clock: () => ThreadClock, hooks: () => Hooks) {
  return {
    now: () => clock().time(),
    advance: (when: number) => clock().advanceTo(when),
    threadEntered: () => clock().enter(),
    threadLeft: () => clock().leave(),
    threadStarted: (thread: number, name: string) => hooks().threadStarted(clock().time(), thread, name),
    threadEnded: (thread: number, name: string) => hooks().threadEnded(clock().time(), thread, name),
    /** A blocking call has held the main thread for `seconds`, up to now. */
    blocked: (seconds: number, task: number, call: string, line: number) =>
      hooks().loopBlocked(clock().time(), seconds, task, call, line),
  };
}
