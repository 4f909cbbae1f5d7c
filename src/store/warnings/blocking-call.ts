/** A blocking call inside of a callback: nothing else runs until it returns. */
import type { TraceEvent } from "../../events/event.ts";
import { durationText } from "../../base/number-text.ts";
import type { Check, Finding } from "./warning.ts";

/** What to write instead of a call that only lets time pass. */
const INSTEAD: Readonly<Record<string, string>> = {
  "time.sleep": "`await asyncio.sleep(…)`, or give it to a thread",
  sleepBlocking: "`await sleep(…)`",
};
const ELSE = "an `await` that does the same, or give it to a thread";

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
        message: `${event.call} stops the whole loop for ${durationText(event.duration)}: no other task, timer or callback runs meanwhile. Write ${INSTEAD[event.call] ?? ELSE}.`,
      };
    }
    return null;
  }
}
