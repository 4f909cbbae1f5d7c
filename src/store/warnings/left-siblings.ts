/** Finding of a gather that failed while some of its children still run: their results and errors will be lost. */
import type { TraceEvent } from "../../events/event.ts";
import type { Names } from "./names.ts";
import type { Check, Finding } from "./warning.ts";

interface Gather {
  line: number;
  /** Children that are not done. */
  running: Set<number>;
}

export class LeftSiblings implements Check {
  readonly diagnosis = "leftSiblings";
  readonly #gathers = new Map<number, Gather>();
  /** The gathers that each task is a child of. */
  readonly #parents = new Map<number, number[]>();
  /** Gathers by the future that a task waits on for them. */
  readonly #awaited = new Map<number, number>();

  constructor(readonly names: Names) {}

  see(event: TraceEvent): Finding | null {
    switch (event.kind) {
      case "resourceCreated":
        if (event.base === "gather")
          this.#gathers.set(event.resource, { line: event.line, running: new Set() });
        return null;
      case "childAdded":
        this.#add(event.resource, event.task);
        return null;
      case "taskSuspended":
        if (event.reason === "gather") this.#awaited.set(event.future, event.on);
        return null;
      case "taskDone":
        this.#end(event.task);
        return null;
      case "futureDone":
        return this.#done(event.future, event.outcome === "exception");
      default:
        return null;
    }
  }

  #add(gather: number, task: number): void {
    const found = this.#gathers.get(gather);
    if (!found || task === 0) return;
    found.running.add(task);
    const parents = this.#parents.get(task);
    if (parents) parents.push(gather);
    else this.#parents.set(task, [gather]);
  }

  #end(task: number): void {
    for (const gather of this.#parents.get(task) ?? []) this.#gathers.get(gather)?.running.delete(task);
    this.#parents.delete(task);
  }

  #done(future: number, hasFailed: boolean): Finding | null {
    const id = this.#awaited.get(future);
    const gather = id === undefined ? undefined : this.#gathers.get(id);
    if (!gather) return null;
    this.#awaited.delete(future);
    this.#gathers.delete(id as number);
    const { running, line } = gather;
    if (!hasFailed || running.size === 0) return null;
    const [first = 0] = running;
    const keep =
      running.size === 1
        ? "keeps running, and its result or error will be lost"
        : "keep running, and their results or errors will be lost";
    return {
      task: first,
      line,
      message: `One task in gather failed; ${this.names.tasks(running)} ${keep}. Use a TaskGroup to cancel the others, or return_exceptions=True to wait for all.`,
    };
  }
}
