/**
 * The same moment in the run of a program that was changed: same task, same line, the how many-th time.
 *
 * An event that stands at a line is told by its kind, its task, what became of the line, and how often that was before.
 * Any other one is told by the last event of its task that stands at a line, and how many of its kind came since.
 * Where that does not happen any more, an earlier event of the task stands for it.
 */
import type { LineMap } from "../base/line-map.ts";
import type { EventKind } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";

/** So many events before the moment may stand for it. */
const MAX_ANCHORS = 500;

/** Counts events by what they are; the lines are those of the changed program. */
class Visits {
  readonly #counts = new Map<string, number>();
  readonly #tasks = new TaskLabels();

  /** Whom the event is about. */
  subject(trace: Trace, index: number): string {
    return this.#tasks.of(trace, index);
  }

  /** The visit that the event is, `line` being its line; to be asked of each event that stands at one, in order. */
  next(kind: EventKind, subject: string, line: number): string {
    const key = `${kind} ${line} ${subject}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return `${count} ${key}`;
  }
}

export class EventAnchor {
  /** The visits of the task up to the moment, by what stands for it the better the later. */
  readonly #anchors = new Map<string, number>();
  readonly #kind: EventKind;
  /** Empty for the loop's own events: then any task's visits stand for it. */
  readonly #subject: string;
  /** How many events of the kind come after the last visit, up to the moment; 0 if that is the moment. */
  readonly #since: number = 0;

  /** Where it was found: the best visit so far, and where that is. */
  #best = { rank: -1, index: -1 };
  #seen = 0;
  #left: number;
  readonly #visits = new Visits();

  /** The moment after the event at `index` of `trace`. */
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
   * The event in the trace of the changed program, as far as that is recorded: undefined if it may still come, null if
   * the whole of it has nothing of the kind. To be asked again when more is recorded.
   */
  find(trace: Trace, isWhole: boolean): number | null | undefined {
    for (; this.#seen < trace.length; this.#seen++) {
      const at = this.#seen;
      const [kind, subject, line] = [trace.kind(at), this.#visits.subject(trace, at), trace.line(at)];
      if (!this.#isOurs(subject)) continue;
      if (this.#isFound) {
        // The next visit is another moment.
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

  /** Whether the last visit before the moment was met. */
  get #isFound(): boolean {
    return this.#best.rank >= 0 && this.#best.rank === this.#anchors.size - 1;
  }

  #isOurs(subject: string): boolean {
    return this.#subject === "" || subject === this.#subject;
  }
}

/** Tasks by their names; those that asyncio has named by their coroutines, the how many-th of it. */
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
