/**
 * All warnings of a trace, in the order of the mistakes: those of the guest, and the findings of the checks.
 *
 * One cause has one warning. Of several about the same line the first alone is kept, since a loop would repeat them without
 * end; so is the first about one lost task; and a deadlock takes back what was said of its locks before. A comment on the
 * line of a warning silences it (`silencing.ts`).
 */
import type { TraceEvent } from "../../events/event.ts";
import type { GroupChildren } from "../group-children.ts";
import type { Trace } from "../../trace/trace.ts";
import type { LoopState } from "../loop-state.ts";
import { BlockingCall } from "./blocking-call.ts";
import type { Deadlock, ExplainDeadlock } from "./deadlock.ts";
import { FullListenQueue } from "./full-listen-queue.ts";
import { HeldLock } from "./held-lock.ts";
import { LeftSiblings } from "./left-siblings.ts";
import { Moments } from "./moments.ts";
import { Names } from "./names.ts";
import { type ProgramSource, ProgramText } from "./program-text.ts";
import { say } from "../sentence.ts";
import { RawReports } from "./raw-reports.ts";
import { ShortTimeout } from "./short-timeout.ts";
import { Silencing } from "./silencing.ts";
import { SwallowedCancellation } from "./swallowed-cancellation.ts";
import { SwallowedTimeout } from "./swallowed-timeout.ts";
import { isCleanup } from "../task-name.ts";
import { UndrainedWriter } from "./undrained-writer.ts";
import type { Check, Diagnosis, Finding, Warning } from "./warning.ts";

export class Warnings {
  readonly all: Warning[] = [];
  /** Explanation of the deadlock in which the run ended; null if it did not. */
  deadlock: Deadlock | null = null;
  /** Outputs that only repeat a warning. */
  readonly rawReports = new RawReports();
  readonly #trace: Trace;
  readonly #text: ProgramText;
  readonly #moments: Moments;
  readonly #names = new Names();
  readonly #silencing: Silencing;
  readonly #checks: readonly Check[];
  readonly #seen = new Set<string>();
  /** The call that blocks the loop for ever. */
  #blocked: (Deadlock & { index: number }) | null = null;

  /** Language of the program, in which advice is given. */
  get language(): ProgramSource["language"] {
    return this.#text.language;
  }

  constructor(trace: Trace, program: ProgramSource) {
    const text = (this.#text = new ProgramText(program));
    this.#trace = trace;
    this.#moments = new Moments(trace);
    this.#silencing = new Silencing(text);
    this.#checks = [
      new BlockingCall(text),
      new HeldLock(this.#names, text),
      new LeftSiblings(this.#names, text),
      new SwallowedCancellation(this.#names, text),
      new SwallowedTimeout(text),
      new FullListenQueue(),
      new UndrainedWriter(text),
      new ShortTimeout(),
    ];
  }

  /** See the next event of the trace. */
  see(event: TraceEvent): void {
    if (event.index === 0)
      for (const mistake of this.#silencing.mistakes()) this.#add("unknownCode", 0, mistake);
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
      const message = `Deadlock: ${call}${place} blocks for ever. ${cause}`;
      const short = say`${call} blocks for ever`;
      this.#blocked = { task, line, message, index, short, failed: [] };
    }
    for (const check of this.#checks) {
      const finding = check.see(event);
      if (finding) this.#add(check.diagnosis, finding.index ?? event.index, finding);
    }
    if (event.kind === "taskCreated" && isCleanup(event)) this.#endChecks(event.index);
  }

  /** End the checks at an event, after which nothing of the program runs. */
  #endChecks(last: number): void {
    for (const check of this.#checks)
      for (const finding of check.end?.() ?? []) this.#add(check.diagnosis, finding.index ?? last, finding);
  }

  /** Add the deadlock in which the run ended, with its last state; `explain` is loaded where a run has one. */
  endInDeadlock(explain: ExplainDeadlock, last: LoopState, children: GroupChildren): void {
    this.#endChecks(last.index);
    if (this.#blocked) {
      this.deadlock = this.#blocked;
      this.#add("deadlock", this.#blocked.index, this.#blocked);
      return;
    }
    const found = explain(this.#trace, last, children, this.#text);
    this.deadlock = found;
    // A deadlock explains its lock and its failure: no other warning repeats them.
    const isMisleading = ({ diagnosis, task }: Warning) =>
      (diagnosis === "heldLock" && last.tasks.get(task)?.status === "waiting") ||
      (diagnosis === "neverRetrieved" && found.failed.includes(task));
    this.all.splice(0, this.all.length, ...this.all.filter((warning) => !isMisleading(warning)));
    this.#add("deadlock", last.index, found);
  }

  #add(diagnosis: Diagnosis, index: number, { task, line, message }: Finding): void {
    if (this.#silencing.has(diagnosis, line)) return;
    const keys = [`${diagnosis} ${line || message}`];
    if (diagnosis === "lostReference" && task > 0) keys.push(`${diagnosis} of ${task}`);
    if (keys.some((key) => this.#seen.has(key))) return this.#update(diagnosis, index, line, message);
    for (const key of keys) this.#seen.add(key);
    const before = this.all.findLastIndex((other) => other.index <= index);
    this.all.splice(before + 1, 0, { diagnosis, index, task, line, message });
  }

  /** A call that blocks again has another sum. */
  #update(diagnosis: Diagnosis, index: number, line: number, message: string): void {
    if (diagnosis !== "blockingCall") return;
    const at = this.all.findIndex(
      (one) => one.diagnosis === diagnosis && one.index === index && one.line === line,
    );
    const found = this.all[at];
    if (found) this.all[at] = { ...found, message };
  }
}
