/**
 * Event anchor: a moment that can be found again in the run of a changed program, as the nth visit of a task to a line.
 *
 * An event with a line is identified by its kind, its task, the line's new number, and its occurrence. Any other event is
 * identified by the last visit of its task before it, and the number of events of its kind since. If the changed program
 * does not reach that visit, an earlier visit of the task takes its place.
 */
import type { LineMap } from "../base/line-map.ts";
import type { EventKind } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";

/** Number of visits before the moment that may take its place. */
const MAX_ANCHORS = 500;

/** Counter of visits; lines are those of the changed program. */
class Visits {
  readonly #counts = new Map<string, number>();
  readonly #tasks = new TaskLabels();

  /** Return the name of the event's subject. */
  subject(trace: Trace, index: number): string {
    return this.#tasks.of(trace, index);
  }

  /** Return the key of the visit at `line`; to be called for each event with a line, in order. */
  next(kind: EventKind, subject: string, line: number): string {
    const key = `${kind} ${line} ${subject}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return `${count} ${key}`;
  }
}

export class EventAnchor {
  /** Rank of each visit of the task up to the moment; the highest rank is the best match. */
  readonly #anchors = new Map<string, number>();
  readonly #kind: EventKind;
  /** Name of the subject; empty for the loop's own events, which any task's visits may identify. */
  readonly #subject: string;
  /** Number of events of the kind after the last visit, up to the moment; 0 if the visit is the moment. */
  readonly #since: number = 0;

  /** Best visit found so far, and its event index. */
  #best = { rank: -1, index: -1 };
  #seen = 0;
  #left: number;
  readonly #visits = new Visits();

  /** Anchor the event at `index` of `trace`. */
  constructor(trace: Trace, index: number, { lineOf }: LineMap) {
    const visits = new Visits();
    const subjects = Array.from({ length: index + 1 }, (_, at) => visits.subject(trace, at));
    this.#kind = trace.kind(index);
    this.#subject = subjects[index] ?? "";
    const anchors: string[] = [];
    for (let at = 0; at <= index; at++) {
      const [kind, subject] = [trace.kind(at), subjects[at] as string];
      if (!this.#isOurs(subject)) continue;
      const line = lineOf(trace.line(at));
      if (line > 0) {
        anchors.push(visits.next(kind, subject, line));
        this.#since = 0;
      } else if (kind === this.#kind && subject === this.#subject) this.#since++;
    }
    anchors.slice(-MAX_ANCHORS).forEach((anchor, rank) => this.#anchors.set(anchor, rank));
    this.#left = this.#since;
  }

  /**
   * Find the event in the trace of the changed program, as far as it is recorded: undefined if it may still be recorded,
   * null if a complete trace does not have it. To be called again when the trace has grown.
   */
  find(trace: Trace, isWhole: boolean): number | null | undefined {
    for (; this.#seen < trace.length; this.#seen++) {
      const at = this.#seen;
      const [kind, subject, line] = [trace.kind(at), this.#visits.subject(trace, at), trace.line(at)];
      if (!this.#isOurs(subject)) continue;
      if (this.#isFound) {
        // The next visit is a different moment.
        if (line > 0) return this.#best.index;
        if (kind === this.#kind && subject === this.#subject) {
          this.#best.index = at;
          this.#left--;
        }
      } else if (line > 0) {
        const rank = this.#anchors.get(this.#visits.next(kind, subject, line)) ?? -1;
        if (rank > this.#best.rank) this.#best = { rank, index: at };
      }
      if (this.#isFound && this.#left === 0) return this.#best.index;
    }
    if (!isWhole) return undefined;
    return this.#best.rank < 0 ? null : this.#best.index;
  }

  /** True if the last visit before the moment was found. */
  get #isFound(): boolean {
    return this.#best.rank >= 0 && this.#best.rank === this.#anchors.size - 1;
  }

  #isOurs(subject: string): boolean {
    return this.#subject === "" || subject === this.#subject;
  }
}

/** Names of tasks; a task named by asyncio has its coroutine's name and its occurrence. */
class TaskLabels {
  readonly #labels = new Map<number, string>();
  readonly #coroutines = new Map<string, number>();

  of(trace: Trace, index: number): string {
    if (trace.kind(index) === "taskCreated") this.#see(trace, index);
    const task = trace.task(index);
    return task > 0 ? (this.#labels.get(task) ?? "") : "";
  }

  #see(trace: Trace, index: number): void {
    const { task, name, coroutine } = trace.eventOf(index, "taskCreated");
    const nth = (this.#coroutines.get(coroutine) ?? 0) + 1;
    this.#coroutines.set(coroutine, nth);
    const label = /^Task-\d+$/.test(name) ? `${coroutine}() ${nth}` : name;
    this.#labels.set(task, label);
  }
}
