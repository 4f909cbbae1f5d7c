/**
 * All warnings of a trace, in the order in which they show: those of the guest, and the findings of the checks. The list
 * only grows. Of several about the same line the first alone is kept, since a loop would repeat them without end.
 */
import type { TraceEvent } from "../../events/event.ts";
import type { GroupChildren } from "../group-children.ts";
import type { LoopState } from "../loop-state.ts";
import { BlockingCall } from "./blocking-call.ts";
import { deadlock } from "./deadlock.ts";
import { HeldLock } from "./held-lock.ts";
import { LeftSiblings } from "./left-siblings.ts";
import { Names } from "./names.ts";
import { SwallowedCancellation } from "./swallowed-cancellation.ts";
import type { Check, Diagnosis, Finding, Warning } from "./warning.ts";

export class Warnings {
  readonly all: Warning[] = [];
  readonly #names = new Names();
  readonly #checks: readonly Check[] = [
    new BlockingCall(),
    new HeldLock(this.#names),
    new LeftSiblings(this.#names),
    new SwallowedCancellation(this.#names),
  ];
  readonly #seen = new Set<string>();

  /** See the next event of the trace. */
  see(event: TraceEvent): void {
    this.#names.see(event);
    if (event.kind === "warningRaised") {
      const { index, task, line, message } = event;
      this.#add((event.diagnosis || "replaced") as Diagnosis, index, { task, line, message });
    }
    for (const check of this.#checks) {
      const finding = check.see(event);
      if (finding) this.#add(check.diagnosis, event.index, finding);
    }
  }

  /** Add the deadlock in which the run ended, with its last state. */
  endInDeadlock(last: LoopState, children: GroupChildren): void {
    this.#add("deadlock", last.index, deadlock(last, children));
  }

  #add(diagnosis: Diagnosis, index: number, finding: Finding): void {
    const key = `${diagnosis} ${finding.line || finding.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.all.push({ diagnosis, index, ...finding });
  }
}
