/**
 * Moments of mistakes. The guests find some mistakes late, when the interpreter collects what was lost; a warning is dated
 * when the program made the mistake. Called by `Warnings` for each warning of a guest.
 */
import type { TraceEvent } from "../../events/event.ts";
import type { Trace } from "../../trace/trace.ts";

/** Events back from a warning in which its moment is looked for. */
const LOOKED_THROUGH = 100_000;

export class Moments {
  readonly #trace: Trace;
  /** Events at which tasks failed. */
  readonly #failed = new Map<number, number>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** See the next event of the trace. */
  see(event: TraceEvent): void {
    if (event.kind === "taskDone" && event.outcome === "exception") this.#failed.set(event.task, event.index);
  }

  /** Return the event index at which the program made the mistake; that of the warning if it is unknown. */
  of({ diagnosis, task, line, index }: TraceEvent & { kind: "warningRaised" }): number {
    if (diagnosis === "neverRetrieved") return this.#failed.get(task) ?? index;
    if (diagnosis === "neverAwaited" && task > 0 && line > 0) return this.#passed(task, line, index) ?? index;
    return index;
  }

  /**
   * Return the event before `index` with which the task passed a line: its last step from a line above to a line below, or
   * at the line. Null if there is none, or if the step that `index` is in passed it.
   */
  #passed(task: number, line: number, index: number): number | null {
    let end: { index: number; line: number } | null = null;
    for (let i = index - 1; i >= Math.max(0, index - LOOKED_THROUGH); i--) {
      const kind = this.#trace.kind(i);
      if ((kind !== "taskStepped" && kind !== "taskSuspended") || this.#trace.task(i) !== task) continue;
      const at = this.#trace.line(i);
      if (kind === "taskSuspended") end = { index: i, line: at };
      else if (at > line) continue;
      else if (!end) return null;
      else if (line <= end.line) return end.index;
    }
    return null;
  }
}
