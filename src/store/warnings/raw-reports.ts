/**
 * Outputs that say again, in the interpreter's words, what a warning before them says: the `RuntimeWarning` of a coroutine
 * that is never awaited, and the report of a task that was destroyed. The console leaves them out; the trace keeps them.
 */
import type { TraceEvent } from "../../events/event.ts";

/** Beginnings of a report, by the diagnosis of the warning before it. */
const BEGINNINGS: Readonly<Record<string, RegExp>> = {
  neverAwaited: /RuntimeWarning: coroutine '[^\n]*' was never awaited\n/,
  lostReference: /^Task was destroyed but it is pending!\n/,
  pendingAtClose: /^Task was destroyed but it is pending!\n/,
};
/** Lines that may follow it, each an output of its own: the code, and the two words of advice. */
const FOLLOWING: Readonly<Record<string, RegExp>> = {
  neverAwaited: /^ {2}\S|^RuntimeWarning: Enable tracemalloc/,
  lostReference: /^task: <Task /,
  pendingAtClose: /^task: <Task /,
};

export class RawReports {
  readonly #indices = new Set<number>();
  /** Diagnosis of the warning that the events just before were about; empty for none. */
  #diagnosis = "";
  #hasBegun = false;

  has(index: number): boolean {
    return this.#indices.has(index);
  }

  /** See the next event of the trace. */
  see(event: TraceEvent): void {
    if (event.kind === "warningRaised") {
      this.#diagnosis = event.diagnosis;
      this.#hasBegun = false;
    } else if (event.kind !== "outputWritten" || !this.#isPart(event.stream, event.text)) {
      this.#diagnosis = "";
    } else {
      this.#hasBegun = true;
      this.#indices.add(event.index);
    }
  }

  #isPart(stream: string, text: string): boolean {
    const pattern = (this.#hasBegun ? FOLLOWING : BEGINNINGS)[this.#diagnosis];
    return stream === "stderr" && pattern !== undefined && pattern.test(text);
  }
}
