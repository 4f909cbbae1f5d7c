/** The functions of the module `_loopscope` for time and threads. All threads share one clock. */
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import type { Clock } from "../../runtime/loop/clock.ts";
import type { Arrivals } from "../../runtime/network/arrivals.ts";
import type { LoopNumbers } from "./loop-numbers.ts";

export function threadFunctions(
  clock: () => Clock,
  hooks: () => Hooks,
  arrivals: () => Arrivals,
  loops: () => LoopNumbers,
) {
  return {
    now: () => clock().time(),
    /**
     * Let time pass while no thread can run, to `until` or the next arrival on the network, and let that happen. `idle` if the
     * loop at work waits for something to do. Return false if neither comes: nothing can ever happen.
     */
    passTime: (until: number, idle: boolean) => {
      const from = clock().time();
      const when = Math.min(until, arrivals().nextTime());
      if (when === Infinity) return false;
      clock().advanceTo(when);
      if (idle && when > from) {
        loops().show();
        hooks().clockAdvanced(clock().time(), from);
      }
      arrivals().runDue(clock().time());
      return true;
    },
    /** Reports that a blocking call has held the main thread for `seconds`, up to now. */
    blocked: (seconds: number, task: number, call: string, line: number) => {
      loops().show();
      hooks().loopBlocked(clock().time(), seconds, task, call, line);
    },
  };
}
