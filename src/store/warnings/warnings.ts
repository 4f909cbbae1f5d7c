/**
 * All warnings of a trace, in the order of the mistakes: those of the guest, and the findings of the checks.
 *
 * One cause has one warning. Of several about the same line the first alone is kept, since a loop would repeat them without
 * end; so is the first about one lost task; and a deadlock takes back what was said of its locks before.
 */
import type { TraceEvent } from "../../events/event.ts";
import type { GroupChildren } from "../group-children.ts";
import type { Trace } from "../../trace/trace.ts";
import type { LoopState } from "../loop-state.ts";
import { BlockingCall } from "./blocking-call.ts";
import { deadlock } from "./deadlock.ts";
import { HeldLock } from "./held-lock.ts";
import { LeftSiblings } from "./left-siblings.ts";
import { Moments } from "./moments.ts";
import { Names } from "./names.ts";
import { RawReports } from "./raw-reports.ts";
import { SwallowedCancellation } from "./swallowed-cancellation.ts";
import type { Check, Diagnosis, Finding, Warning } from "./warning.ts";

export class Warnings {
  readonly all: Warning[] = [];
  /** Outputs that only repeat a warning. */
  readonly rawReports = new RawReports();
  readonly #moments: Moments;
  readonly #names = new Names();
  readonly #checks: readonly Check[] = [
    new BlockingCall(),
    new HeldLock(this.#names),
    new LeftSiblings(this.#names),
    new SwallowedCancellation(this.#names),
  ];
  readonly #seen = new Set<string>();
  /** The call that blocks the loop for ever. */
  #blocked: (Finding & { index: number }) | null = null;

  constructor(trace: Trace) {
    this.#moments = new Moments(trace);
  }

  /** See the next event of the trace. */
  see(event: TraceEvent): void {
    this.#names.see(event);
    this.#moments.see(event);
    this.rawReports.see(event);
    if (event.kind === "warningRaised") {
      const { task, line, message } = event;
      const diagnosis = (event.diagnosis || "replaced") as Diagnosis;
      this.#add(diagnosis, this.#moments.of(event), { task, line, message });
    }
    if (event.kind === "callBlocked") {
      const { task, line, call, cause, index } = event;
      const place = line ? ` on line ${line}` : "";
      this.#blocked = { task, line, message: `Deadlock: ${call}${place} blocks for ever. ${cause}`, index };
    }
    for (const check of this.#checks) {
      const finding = check.see(event);
      if (finding) this.#add(check.diagnosis, event.index, finding);
    }
  }

  /** Add the deadlock in which the run ended, with its last state. */
  endInDeadlock(last: LoopState, children: GroupChildren): void {
    if (this.#blocked) {
      const { index, ...finding } = this.#blocked;
      this.#add("deadlock", index, finding);
      return;
    }
    const finding = deadlock(last, children);
    // A lock that is held for good was no matter of the sleep.
    const isMisleading = ({ diagnosis, task }: Warning) =>
      diagnosis === "heldLock" && last.tasks.get(task)?.status === "waiting";
    this.all.splice(0, this.all.length, ...this.all.filter((warning) => !isMisleading(warning)));
    this.#add("deadlock", last.index, finding);
  }

  #add(diagnosis: Diagnosis, index: number, finding: Finding): void {
    const keys = [`${diagnosis} ${finding.line || finding.message}`];
    if (diagnosis === "lostReference" && finding.task > 0) keys.push(`${diagnosis} of ${finding.task}`);
    if (keys.some((key) => this.#seen.has(key))) return;
    for (const key of keys) this.#seen.add(key);
    const before = this.all.findLastIndex((other) => other.index <= index);
    this.all.splice(before + 1, 0, { diagnosis, index, ...finding });
  }
}
