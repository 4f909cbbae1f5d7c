/**
 * Scheduled callbacks. Mirrors `Handle` and `TimerHandle` of `asyncio/events.py`.
 *
 * A handle is pending, then either run (once) or cancelled; a cancelled handle never runs.
 * What a handle runs is its `run` method, so that a guest whose callbacks live elsewhere can bring its own.
 */
import type { Context } from "./contextvars.ts";
import { position } from "./position.ts";

/** What a handle needs of its loop. */
export interface HandleLoop {
  /** Told once of a cancel that came before the handle ran. */
  handleCancelled(handle: Handle): void;
}

/** What a callback needs of its loop. */
export interface CallbackLoop extends HandleLoop {
  callExceptionHandler(context: { message: string; exception: unknown; handle: Handle }): void;
}

export abstract class Handle {
  /** True once the loop has begun to run it. Set by the loop alone. */
  hasRun = false;
  /** True if its name is the one that its task was made with. */
  readonly hasTaskName: boolean = false;
  /** An instrument's own: what it knows the name by. */
  tag = 0;
  #cancelled = false;

  constructor(
    readonly loop: HandleLoop,
    /** Unique in a run, from 1. */
    readonly id: number,
    /** The task that this callback steps, wakes or was made for; 0 for none. */
    readonly task: number,
    /** The program's line that scheduled it; 0 if none did. */
    readonly line: number,
  ) {}

  /** What to call it: the task's name, or the callback's. */
  abstract readonly name: string;

  /** Calls the callback. What it throws ends the run of the loop. */
  abstract run(): void;

  /** It will not run. A second cancel does nothing, nor does one after it ran. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    if (!this.hasRun) this.loop.handleCancelled(this);
  }

  /** What it runs in; null for what has no context of its own. */
  getContext(): Context | null {
    return null;
  }

  /** True after a cancel, even one that came too late. */
  cancelled(): boolean {
    return this.#cancelled;
  }

  /** As CPython's repr, but for the place in the source. */
  toString(): string {
    return `<${["Handle", ...this.describe()].join(" ")}>`;
  }

  protected describe(): string[] {
    return this.#cancelled ? ["cancelled"] : [`${this.name}()`];
  }
}

/** A handle that becomes ready at a time. */
export abstract class TimerHandle extends Handle {
  /** True while the handle is in the loop's timer heap, as CPython's `_scheduled`. */
  scheduled = false;
  /** Order of creation: equal deadlines come due first in, first out. */
  sequence = 0;

  constructor(
    loop: HandleLoop,
    id: number,
    task: number,
    line: number,
    /** When it is due, in seconds of the loop's clock. */
    readonly deadline: number,
  ) {
    super(loop, id, task, line);
  }

  /** When it is due, in seconds of the loop's clock. */
  when(): number {
    return this.deadline;
  }

  override toString(): string {
    const [state, ...rest] = this.describe();
    const when = `when=${pythonFloat(this.deadline)}`;
    const parts = this.cancelled() ? [state, when, ...rest] : [when, state, ...rest];
    return `<${["TimerHandle", ...parts].join(" ")}>`;
  }
}

/** Takes the handle's argument, if there is one: a future gives itself to its callbacks. */
export type Callback = (argument: never) => void;

/** A callback of a program in this language. What it throws goes to the loop's exception handler. */
export class CallbackHandle extends Handle {
  readonly #callback: Callback;
  readonly #argument: unknown;
  readonly #context: Context;
  readonly #name: string | undefined;

  constructor(
    loop: CallbackLoop,
    id: number,
    task: number,
    callback: Callback,
    argument: unknown,
    context: Context,
    name?: string,
  ) {
    super(loop, id, task, position.line);
    this.#callback = callback;
    this.#argument = argument;
    this.#context = context;
    this.#name = name;
  }

  get name(): string {
    return this.#name ?? nameOf(this.#callback);
  }

  run(): void {
    runCallback(this, this.loop as CallbackLoop, this.#context, this.#callback, this.#argument);
  }

  override getContext(): Context {
    return this.#context;
  }
}

/** A delayed callback of a program in this language. */
export class CallbackTimerHandle extends TimerHandle {
  readonly #callback: Callback;
  readonly #context: Context;
  readonly #name: string | undefined;

  constructor(
    loop: CallbackLoop,
    id: number,
    task: number,
    when: number,
    callback: Callback,
    context: Context,
    name?: string,
  ) {
    super(loop, id, task, position.line, when);
    this.#callback = callback;
    this.#context = context;
    this.#name = name;
  }

  get name(): string {
    return this.#name ?? nameOf(this.#callback);
  }

  run(): void {
    runCallback(this, this.loop as CallbackLoop, this.#context, this.#callback, undefined);
  }

  override getContext(): Context {
    return this.#context;
  }
}

/** The last callback that was asked its name: asking is slow, and mostly the next one is the same. */
let lastNamed: Callback = () => {};
let lastName = lastNamed.name;

function nameOf(callback: Callback): string {
  if (callback !== lastNamed) {
    lastNamed = callback;
    lastName = callback.name;
  }
  return lastName;
}

/** Mirrors `Handle._run`. */
function runCallback(
  handle: Handle,
  loop: CallbackLoop,
  context: Context,
  callback: Callback,
  argument: unknown,
): void {
  const outer = context.enter();
  try {
    callback(argument as never);
  } catch (exception) {
    loop.callExceptionHandler({ message: `Exception in callback ${handle.name}()`, exception, handle });
  } finally {
    context.leave(outer);
  }
}

/** A task as its loop and the futures it waits on know it: whom a callback steps. */
export interface Steppable<F> {
  readonly id: number;
  /** False once it was given another. */
  readonly hasFirstName: boolean;
  getName(): string;
  toString(): string;
  /** Goes on; `waiter` is the future that it waited on, null if it waited on none. */
  step(waiter: F | null): void;
}

/** Steps a task, or wakes it: the only two callbacks that a task has. */
export class StepHandle<F> extends Handle {
  override readonly hasTaskName: boolean;
  readonly #waiter: F | null;

  constructor(
    loop: HandleLoop,
    id: number,
    readonly stepped: Steppable<F>,
    waiter: F | null,
    line: number,
  ) {
    super(loop, id, stepped.id, line);
    this.hasTaskName = stepped.hasFirstName;
    this.#waiter = waiter;
  }

  get name(): string {
    return this.stepped.getName();
  }

  run(): void {
    this.stepped.step(this.#waiter);
  }
}

/** As Python writes a float. */
function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (!(size < Infinity)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (size !== 0 && (size >= 1e16 || size < 1e-4))
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
