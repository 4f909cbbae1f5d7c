/** A blocking call inside of a callback: nothing else runs until it returns. */
import type { Row } from "../row.ts";
import { seconds } from "../sentence.ts";
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

  see(row: Row): Finding | null {
    if (row.kind === "handleStarted") this.#isRunning = true;
    else if (row.kind === "handleEnded") this.#isRunning = false;
    else if (row.kind === "loopBlocked" && this.#isRunning) {
      return {
        task: row.object,
        line: row.line,
        message: `${row.text} stops the whole loop for ${seconds(row.value)}: no other task, timer or callback runs meanwhile. Write ${INSTEAD[row.text] ?? ELSE}.`,
      };
    }
    return null;
  }
}
