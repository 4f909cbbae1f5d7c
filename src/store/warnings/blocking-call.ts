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

export class BlockingCall implements Check {
  readonly diagnosis = "blockingCall";
  #isRunning = false;

  see(event: TraceEvent): Finding | null {
    if (event.kind === "handleStarted") this.#isRunning = true;
    else if (event.kind === "handleEnded") this.#isRunning = false;
    else if (event.kind === "loopBlocked" && this.#isRunning) {
      return {
        task: event.task,
        line: event.line,
        message: `${event.call}${event.line ? ` on line ${event.line}` : ""} blocks the event loop for ${durationText(event.duration)}: no other task, timer or callback can run. Use ${INSTEAD[event.call] ?? ELSE}.`,
      };
    }
    return null;
  }
}
