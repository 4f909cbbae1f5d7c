/**
 * Visitors of a program's servers, as a guest asks for them: where the program can never run again, `visitorsCome` lets them
 * come, and then presses Ctrl-C. The Python guest has `loopscope/visitors.py` for it.
 */
import { Visitors } from "../network/visitors.ts";
import { awaitedSignal, deliver } from "./signals.ts";

export { Visitors };

/** Seconds from where nothing else can happen to Ctrl-C. */
const PAUSE = 1;

/**
 * Return true if something comes from outside, so that the program can run again.
 *
 * @param isIdle true if the loop runs until it is stopped, and has no task left.
 */
export function visitorsCome(visitors: Visitors, isIdle: boolean): boolean {
  const awaited = awaitedSignal();
  const coming = visitors.come(isIdle || awaited !== null);
  const { arrivals, clock } = visitors.network.kernel;
  if (coming === "interrupt")
    arrivals.add(clock.time() + PAUSE, () => deliver(awaited ?? "SIGINT", "visitor"));
  return coming !== "nothing";
}
