/** Blocking call that holds the loop. Mirrors `time_sleep` of `Modules/timemodule.c`. */
import { ValueError } from "../errors/exceptions.ts";
import { currentLine } from "../instrument/source-location.ts";
import { requireLoopInternals } from "./loop-internals.ts";

/**
 * Block the loop for `seconds`: no other callback runs meanwhile, while the network goes its way. A virtual clock jumps, so no
 * real time passes.
 * Throws ValueError for a negative number or NaN, RuntimeError if no loop runs.
 */
export function sleepBlocking(seconds: number): void {
  if (Number.isNaN(seconds)) throw new ValueError("Invalid value NaN (not a number)");
  if (seconds < 0) throw new ValueError("sleep length must be non-negative");
  const loop = requireLoopInternals();
  loop.passTime(loop.time() + seconds);
  loop.hooks.loopBlocked(loop.time(), seconds, loop.currentTaskId, "sleepBlocking", currentLine);
}
