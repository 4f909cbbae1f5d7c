/** Phase of the loop within an iteration. */
import type { LoopState } from "../../store/loop-state.ts";

/**
 * Phases in order: `due`, timers join the ready queue · `take`, the batch is frozen, also between its callbacks · `run`,
 * a callback runs · `turn`, the batch is done · `wait`, the ready queue is empty and the clock jumps.
 */
export type Phase = "due" | "take" | "run" | "turn" | "wait";

/** Return the phase of a state; null while the loop does not run. */
export function phaseOf({ looping, kind, running, batch }: LoopState): Phase | null {
  if (!looping) return null;
  if (running) return "run";
  if (kind === "clockAdvanced") return "wait";
  if (kind === "timerDue") return "due";
  if (kind === "iterationStarted" || batch > 0) return "take";
  return "turn";
}
