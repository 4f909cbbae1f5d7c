/** A task that was asked to cancel, caught CancelledError, and returned as if nothing had been. */
import { outcomes } from "../../trace/format.ts";
import type { Row } from "../row.ts";
import type { Names } from "./names.ts";
import type { Check, Finding } from "./warning.ts";

export class SwallowedCancellation implements Check {
  readonly diagnosis = "swallowedCancellation";
  /** Tasks into which CancelledError was thrown, and in which line. */
  readonly #thrown = new Map<number, number>();

  constructor(readonly names: Names) {}

  see(row: Row): Finding | null {
    const task = row.subject;
    if (row.kind === "taskCancelThrown") this.#thrown.set(task, row.line);
    // A timeout or a group takes its own request back: then the cancellation is its business.
    else if (row.kind === "taskUncancelled" && row.value === 0) this.#thrown.delete(task);
    else if (row.kind === "taskDone") {
      const line = this.#thrown.get(task);
      this.#thrown.delete(task);
      if (line !== undefined && outcomes[row.extra] === "result") {
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
