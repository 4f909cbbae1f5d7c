/**
 * Scheduled callbacks of the loop: the internals of `Handle` and `TimerHandle`. Mirrors `Handle` and `TimerHandle` of
 * `asyncio/events.py`.
 *
 * States: pending → run (once) | cancelled. A cancelled handle never runs; a cancel after the run only sets `cancelled()`.
 * The loop calls `run()` alone, so a guest whose callbacks live elsewhere has a subclass of its own.
 */
import { type Context, enterContext, leaveContext } from "../contexts/contextvars.ts";
import { KeyboardInterrupt } from "../errors/exceptions.ts";
import { type Handle, newHandle, newTimerHandle, type TimerHandle } from "./handle.ts";
import { currentLine } from "../instrument/source-location.ts";

/** Part of a loop's internals that a handle uses. */
export interface HandleLoop {
  /** Called once, for a cancel before the handle ran. */
  handleCancelled(handle: LoopHandle): void;
}

/** Part of a loop's internals that a callback uses. */
export interface CallbackLoop extends HandleLoop {
  callExceptionHandler(context: { message: string; exception: unknown; handle: Handle }): void;
}

/** Tag of a handle whose name is the name that its task was created with. */
export const FIRST_NAME = -1;

export abstract class LoopHandle {
  /** True from the start of the callback on. Only the scheduler sets it. */
  hasRun = false;
  /** Number that an instrument stores for the handle's name: 0 for none yet, or `FIRST_NAME`. */
  tag = 0;
  // Declared, not defined: a definition before the assignment would cost twice, and no object is made more often.
  declare readonly loop: HandleLoop;
  /** Id, unique in a run, from 1. */
  declare id: number;
  /** Id of the task that this callback steps, wakes or was made for; 0 for none. */
  declare readonly task: number;
  /** Line of the program that scheduled it; 0 for none. */
  declare line: number;
  #cancelled = false;

  constructor(loop: HandleLoop, id: number, task: number, line: number) {
    this.loop = loop;
    this.id = id;
    this.task = task;
    this.line = line;
  }

  /** Name of the task, or of the callback. */
  abstract readonly name: string;

  /** Call the callback. An error that leaves this method ends the run of the loop. */
  abstract run(): void;

  /** Prevent the callback from running. Does nothing after a first cancel, or after the callback ran. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    if (!this.hasRun) this.loop.handleCancelled(this);
  }

  /** Return the context that the callback runs in; null for a handle without one. */
  getContext(): Context | null {
    return null;
  }

  /** Return true after a cancel, even one after the callback ran. */
  cancelled(): boolean {
    return this.#cancelled;
  }

  /** Return CPython's repr without the source location. */
  toString(): string {
    return `<${["Handle", ...this.describe()].join(" ")}>`;
  }

  protected describe(): string[] {
    return this.#cancelled ? ["cancelled"] : [`${this.name}()`];
  }
}

/** Handle that becomes ready at its deadline. */
export abstract class LoopTimerHandle extends LoopHandle {
  /** True while the handle is in the loop's timer heap, as `_scheduled` of CPython's `TimerHandle`. */
  scheduled = false;
  /** Order of creation, from 1: equal deadlines are due first in, first out. */
  sequence = 0;

  constructor(
    loop: HandleLoop,
    id: number,
    task: number,
    line: number,
    /** Deadline in seconds of the loop's clock. */
    readonly deadline: number,
  ) {
    super(loop, id, task, line);
  }

  override toString(): string {
    const [state, ...rest] = this.describe();
    const when = `when=${pythonFloat(this.deadline)}`;
    const parts = this.cancelled() ? [state, when, ...rest] : [when, state, ...rest];
    return `<${["TimerHandle", ...parts].join(" ")}>`;
  }
}

/** Function of a handle. It gets the handle's argument, if there is one: a future passes itself to its callbacks. */
export type Callback = (argument: never) => void;

/** Handle of a TypeScript callback. An error of the callback goes to the loop's exception handler. */
export class CallbackHandle extends LoopHandle {
  declare private readonly callback: Callback;
  declare private readonly argument: unknown;
  declare private readonly context: Context;
  declare private readonly givenName: string | undefined;
  #publicHandle: Handle | null = null;

  constructor(
    loop: CallbackLoop,
    id: number,
    task: number,
    callback: Callback,
    argument: unknown,
    context: Context,
    name?: string,
  ) {
    super(loop, id, task, currentLine);
    this.callback = callback;
    this.argument = argument;
    this.context = context;
    this.givenName = name;
  }

  get name(): string {
    return this.givenName ?? nameOf(this.callback);
  }

  run(): void {
    runCallback(this, this.loop as CallbackLoop, this.context, this.callback, this.argument);
  }

  override getContext(): Context {
    return this.context;
  }

  /** Public object of this handle, made at its first use. */
  get publicHandle(): Handle {
    return (this.#publicHandle ??= newHandle(this));
  }
}

/** Timer handle of a TypeScript callback. */
export class CallbackTimerHandle extends LoopTimerHandle {
  declare private readonly callback: Callback;
  declare private readonly context: Context;
  declare private readonly givenName: string | undefined;
  #publicHandle: TimerHandle | null = null;

  constructor(
    loop: CallbackLoop,
    id: number,
    task: number,
    when: number,
    callback: Callback,
    context: Context,
    name?: string,
  ) {
    super(loop, id, task, currentLine, when);
    this.callback = callback;
    this.context = context;
    this.givenName = name;
  }

  get name(): string {
    return this.givenName ?? nameOf(this.callback);
  }

  run(): void {
    runCallback(this, this.loop as CallbackLoop, this.context, this.callback, undefined);
  }

  override getContext(): Context {
    return this.context;
  }

  /** Public object of this handle, made at its first use. */
  get publicHandle(): TimerHandle {
    return (this.#publicHandle ??= newTimerHandle(this));
  }
}

/** Give a callback of asyncio the name that it has in CPython: the trace shows it. */
export function named<F extends Callback>(name: string, callback: F): F {
  return Object.defineProperty(callback, "name", { value: name });
}

/** Last callback whose name was read: reading is slow, and the next callback is mostly the same. */
let lastNamed: Callback = () => {};
let lastName = lastNamed.name;

function nameOf(callback: Callback): string {
  if (callback !== lastNamed) {
    lastNamed = callback;
    lastName = callback.name;
  }
  return lastName;
}

/** Call a callback in its context. Mirrors `Handle._run`. */
function runCallback(
  handle: CallbackHandle | CallbackTimerHandle,
  loop: CallbackLoop,
  context: Context,
  callback: Callback,
  argument: unknown,
): void {
  const outer = enterContext(context);
  try {
    callback(argument as never);
  } catch (exception) {
    // It ends the run of the loop.
    if (exception instanceof KeyboardInterrupt) throw exception;
    const message = `Exception in callback ${handle.name}()`;
    loop.callExceptionHandler({ message, exception, handle: handle.publicHandle });
  } finally {
    leaveContext(context, outer);
  }
}

/** Return a number as Python prints a float. */
function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (!(size < Infinity)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (size !== 0 && (size >= 1e16 || size < 1e-4))
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
