/** What holds the loop up. Mirrors `time.sleep`. */
import { getRunningLoop } from "./events.ts";
import { ValueError } from "./exceptions.ts";
import { position } from "./position.ts";

/**
 * Blocks for `seconds`, and the whole loop with it: nothing else runs meanwhile. On a virtual clock that takes no time.
 * Throws ValueError for a negative number or none, RuntimeError outside of a running loop.
 */
export function blockingSleep(seconds: number): void {
  if (Number.isNaN(seconds)) throw new ValueError("Invalid value NaN (not a number)");
  if (seconds < 0) throw new ValueError("sleep length must be non-negative");
  const loop = getRunningLoop();
  loop.clock.advanceTo(loop.time() + seconds);
  loop.hooks.loopBlocked(loop.time(), seconds, loop.currentTask?.id ?? 0, "time.sleep", position.line);
}
