/**
 * Visitors of a program's servers, as a guest asks for them: where the program can never run again, `visitorsCome` lets them
 * come, and then presses Ctrl-C. The Python guest has `loopscope/visitors.py` for it.
 */
import { Visitors } from "../network/visitors.ts";
import { deliver } from "./signals.ts";

export { Visitors };

/** Seconds from where nothing else can happen to Ctrl-C. */
const PAUSE = 1;

/** Return true if something comes from outside, so that the program can run again. */
export function visitorsCome(visitors: Visitors): boolean {
  const coming = visitors.come();
  const { arrivals, clock } = visitors.network.kernel;
  if (coming === "interrupt") arrivals.add(clock.time() + PAUSE, () => deliver("SIGINT", "visitor"));
  return coming !== "nothing";
}
