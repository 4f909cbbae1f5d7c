/** What holds the loop up. Mirrors `time.sleep`. */
import { ValueError } from "../errors/exceptions.ts";
import { currentLine } from "../instrument/source-location.ts";
import { requireLoopInternals } from "./loop-internals.ts";

/**
 * Blocks for `seconds`, and the whole loop with it: nothing else runs meanwhile. On a virtual clock that takes no time.
 * Throws ValueError for a negative number or none, RuntimeError outside of a running loop.
 */
export function sleepBlocking(seconds: number): void {
  if (Number.isNaN(seconds)) throw new ValueError("Invalid value NaN (not a number)");
  if (seconds < 0) throw new ValueError("sleep length must be non-negative");
  const loop = requireLoopInternals();
  loop.clock.advanceTo(loop.time() + seconds);
  loop.hooks.loopBlocked(loop.time(), seconds, loop.currentTaskId, "sleepBlocking", currentLine);
}
