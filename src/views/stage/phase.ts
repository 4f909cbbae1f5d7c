/** Where in its turn the loop is. */
import type { LoopState } from "../../store/loop-state.ts";

/**
 * In the order of a turn: `due`, timers join the ready queue · `take`, the batch is frozen, and what lies between its
 * callbacks · `run`, a callback runs · `turn`, the batch is done · `wait`, nothing is ready: the clock jumps.
 */
export type Phase = "due" | "take" | "run" | "turn" | "wait";

/** Null while the loop does not run. */
export function phaseOf({ looping, kind, running, batch }: LoopState): Phase | null {
  if (!looping) return null;
  if (running) return "run";
  if (kind === "clockAdvanced") return "wait";
  if (kind === "timerDue") return "due";
  if (kind === "iterationStarted" || batch > 0) return "take";
  return "turn";
}
