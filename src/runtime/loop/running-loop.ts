/**
 * Which loop runs now. There is one thread, so there is one at most. Mirrors `asyncio.events._running_loop`. Loops are
 * known here by their insides (see `LoopInternals`), and whoever asks knows what that is.
 */
import { RuntimeError } from "../errors/exceptions.ts";

/** An event loop as a program has it, to those who need no more than to know which. */
export interface Loop {
  time(): number;
  isRunning(): boolean;
  isClosed(): boolean;
}

let running: unknown = null;

export function runningLoop(): unknown {
  return running;
}

/** Called by the loop as it begins and ends to run. */
export function setRunningLoop(internals: unknown): void {
  running = internals;
}

/** The loop that runs now. Throws RuntimeError if there is none. */
export function requireLoop(): unknown {
  if (running === null) throw new RuntimeError("no running event loop");
  return running;
}

let fallback: unknown = null;

/** The loop that runs, or else the one that is told of what is made while none does; null if there is neither. */
export function reportingLoop(): unknown {
  return running ?? fallback;
}

/** Called by a guest as its program begins and ends: the program may make its locks before it runs a loop. */
export function setFallbackLoop(internals: unknown): void {
  fallback = internals;
}

/** The inside of a loop: for the runtime and for hosts. No program can call it. */
export let internalsOf: (loop: Loop) => unknown;

/** Called by the class that alone can tell. */
export function setInternalsOf(given: (loop: Loop) => unknown): void {
  internalsOf = given;
}
