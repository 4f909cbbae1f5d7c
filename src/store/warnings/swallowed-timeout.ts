/** Finding of a timeout that expired without a TimeoutError: code in its block caught the CancelledError. */
import type { TraceEvent } from "../../events/event.ts";
import type { ProgramText } from "./program-text.ts";
import type { Check, Finding } from "./warning.ts";

export class SwallowedTimeout implements Check {
  readonly diagnosis = "swallowedTimeout";
  /** Line at which CancelledError was thrown into a task last, by task. */
  readonly #thrown = new Map<number, number>();

  constructor(readonly text: ProgramText) {}

  see(event: TraceEvent): Finding | null {
    if (event.kind === "taskCancelThrown") this.#thrown.set(event.task, event.line);
    else if (event.kind === "taskDone") this.#thrown.delete(event.task);
    else if (event.kind === "resourceChanged" && event.change === "swallow") {
      const line = this.#thrown.get(event.task) ?? event.line;
      return {
        ...{ task: event.task, line },
        message: `The timeout cancels the wait${line ? ` on line ${line}` : ""}, but code inside its block catches CancelledError, so there is no TimeoutError. ${this.text.say("Raise", "Throw")} CancelledError again after cleaning up.`,
      };
    }
    return null;
  }
}
