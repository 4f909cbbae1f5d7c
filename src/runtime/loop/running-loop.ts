/**
 * Running loop: one thread, so one at most. Mirrors `_running_loop` of `asyncio/events.py`.
 *
 * Values are `LoopInternals`, typed as unknown here: modules that the loop itself imports import this one. Each caller
 * casts to the part that it uses; loop-internals.ts has the typed functions.
 */
import { RuntimeError } from "../errors/exceptions.ts";

/** Part of the public `EventLoop` that futures and tasks use. */
export interface Loop {
  time(): number;
  isRunning(): boolean;
  isClosed(): boolean;
}

let running: unknown = null;

/** Return the internals of the running loop, or null. */
export function runningLoop(): unknown {
  return running;
}

/** Set the running loop; a loop calls it as its run begins and ends. */
export function setRunningLoop(internals: unknown): void {
  running = internals;
}

/** Return the internals of the running loop. Throws RuntimeError if no loop runs. */
export function requireLoop(): unknown {
  if (running === null) throw new RuntimeError("no running event loop");
  return running;
}

let fallback: unknown = null;

/** Return the internals of the running loop, or else of the fallback loop; null if there is neither. */
export function reportingLoop(): unknown {
  return running ?? fallback;
}

/**
 * Set the fallback loop, whose instrument gets the resources made while no loop runs. A guest calls it as its program
 * begins and ends, since a program may make its locks before it runs a loop.
 */
export function setFallbackLoop(internals: unknown): void {
  fallback = internals;
}

/** Return the internals of a loop. Programs cannot call it. */
export let internalsOf: (loop: Loop) => unknown;

/** Set `internalsOf`; the class `EventLoop` calls it, which alone can read its private field. */
export function setInternalsOf(given: (loop: Loop) => unknown): void {
  internalsOf = given;
}
