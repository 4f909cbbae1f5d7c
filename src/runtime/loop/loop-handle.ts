/**
 * Scheduled callbacks, as the loop has them. (What a program gets for one is a `Handle`, which says less.)
 *
 * A handle is pending, then either run (once) or cancelled; a cancelled handle never runs.
 * What a handle runs is its `run` method, so that a guest whose callbacks live elsewhere can bring its own.
 */
import { type Context, enterContext, leaveContext } from "../contexts/contextvars.ts";
import { type Handle, newHandle, newTimerHandle, type TimerHandle } from "./handle.ts";
import { currentLine } from "../instrument/source-location.ts";

/** What a handle needs of its loop. */
export interface HandleLoop {
  /** Told once of a cancel that came before the handle ran. */
  handleCancelled(handle: LoopHandle): void;
}

/** What a callback needs of its loop. */
export interface CallbackLoop extends HandleLoop {
  callExceptionHandler(context: { message: string; exception: unknown; handle: Handle }): void;
}

/** The tag of a handle whose name is the one that its task was made with. */
export const FIRST_NAME = -1;

export abstract class LoopHandle {
  /** True once the loop has begun to run it. Set by the loop alone. */
  hasRun = false;
  /** What an instrument knows its name by: a number of its own, 0 for none yet, or `FIRST_NAME`. */
  tag = 0;
  // Handles are made more often than anything else, and a field that is defined before it is set costs twice: so these
  // are declared only.
  declare readonly loop: HandleLoop;
  /** Unique in a run, from 1. */
  declare id: number;
  /** The task that this callback steps, wakes or was made for; 0 for none. */
  declare readonly task: number;
  /** The program's line that scheduled it; 0 if none did. */
  declare line: number;
  #cancelled = false;

  constructor(loop: HandleLoop, id: number, task: number, line: number) {
    this.loop = loop;
    this.id = id;
    this.task = task;
    this.line = line;
  }

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
export abstract class LoopTimerHandle extends LoopHandle {
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

  /** What the program has of it. */
  get publicHandle(): Handle {
    return (this.#publicHandle ??= newHandle(this));
  }
}

/** A delayed callback of a program in this language. */
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

  /** What the program has of it. */
  get publicHandle(): TimerHandle {
    return (this.#publicHandle ??= newTimerHandle(this));
  }
}

/** Gives a callback of asyncio's own the name that CPython has for it, by which a trace tells of it. */
export function named<F extends Callback>(name: string, callback: F): F {
  return Object.defineProperty(callback, "name", { value: name });
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
    const message = `Exception in callback ${handle.name}()`;
    loop.callExceptionHandler({ message, exception, handle: handle.publicHandle });
  } finally {
    leaveContext(context, outer);
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
