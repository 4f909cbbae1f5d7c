/** Finding of a blocking call inside of a callback: nothing else runs until the call returns. */
import type { TraceEvent } from "../../events/event.ts";
import { durationText } from "../../base/number-text.ts";
import type { Check, Finding } from "./warning.ts";

/** Replacements of calls that only let time pass. */
const INSTEAD: Readonly<Record<string, string>> = {
  "time.sleep": "`await asyncio.sleep(…)`, or run the call in a thread",
  sleepBlocking: "`await sleep(…)`",
};
const ELSE = "an `await` that does the same, or run the call in a thread";

/** Name of computing in a loop that reads the clock, and the seconds of it in a callback that are slow, as in asyncio's debug mode. */
const COMPUTING = "a busy loop";
const SLOW = 0.1;
/** Seconds below which a block may be the first of a call that waits again and again, as one to a server does. */
const EXCHANGE = 0.001;

export class BlockingCall implements Check {
  readonly diagnosis = "blockingCall";
  #isRunning = false;
  /** Seconds that the callback that runs has computed, and the line at which that began. */
  #computed = 0;
  #line = 0;

  see(event: TraceEvent): Finding | null {
    if (event.kind === "handleStarted") {
      this.#isRunning = true;
      this.#computed = 0;
    } else if (event.kind === "handleEnded") this.#isRunning = false;
    else if (event.kind === "loopBlocked" && this.#isRunning) {
      let { duration, line } = event;
      if (event.call === COMPUTING) {
        if (this.#computed === 0) this.#line = line;
        line = this.#line;
        duration = this.#computed += duration;
        if (duration < SLOW) return null;
      }
      const time = duration < EXCHANGE ? "" : ` for ${durationText(duration)}`;
      return {
        task: event.task,
        line,
        message: `${event.call === COMPUTING ? "A busy loop" : event.call}${line ? ` on line ${line}` : ""} blocks the event loop${time}: no other task, timer or callback can run. Use ${INSTEAD[event.call] ?? ELSE}.`,
      };
    }
    return null;
  }
}
