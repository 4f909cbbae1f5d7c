/** Finding of a task that caught CancelledError and then ended with a result. */
import type { TraceEvent } from "../../events/event.ts";
import type { Names } from "./names.ts";
import type { Check, Finding } from "./warning.ts";

export class SwallowedCancellation implements Check {
  readonly diagnosis = "swallowedCancellation";
  /** Lines at which CancelledError was thrown into tasks, by task. */
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
          message: `${this.names.task(task)} was cancelled${line ? ` on line ${line}` : ""} but caught CancelledError and returned a result, so the task looks complete. Clean up, then \`raise\`.`,
        };
      }
    }
    return null;
  }
}
