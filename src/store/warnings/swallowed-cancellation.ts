/** A task that was asked to cancel, caught CancelledError, and returned as if nothing had been. */
import type { TraceEvent } from "../../events/event.ts";
import type { Names } from "./names.ts";
import type { Check, Finding } from "./warning.ts";

export class SwallowedCancellation implements Check {
  readonly diagnosis = "swallowedCancellation";
  /** Tasks into which CancelledError was thrown, and in which line. */
  readonly #thrown = new Map<number, number>();

  constructor(readonly names: Names) {}

  see(event: TraceEvent): Finding | null {
    if (event.kind === "taskCancelThrown") this.#thrown.set(event.task, event.line);
    // A timeout or a group takes its own request back: then the cancellation is its business.
    else if (event.kind === "taskUncancelled" && event.left === 0) this.#thrown.delete(event.task);
    else if (event.kind === "taskDone") {
      const { task } = event;
      const line = this.#thrown.get(task);
      this.#thrown.delete(task);
      if (line !== undefined && event.outcome === "result") {
        return {
          task,
          line,
          message: `${this.names.task(task)} was asked to cancel${line ? `, in line ${line}` : ""}, but caught CancelledError and ended with a result: who cancelled it is not told that it stopped early. Clean up, then \`raise\`.`,
        };
      }
    }
    return null;
  }
}
