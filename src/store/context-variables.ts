/**
 * Context variables of each task: the events that set them. A task begins with a copy of its parent's context at its
 * creation. Grows with the trace.
 */
import type { Trace } from "../trace/trace.ts";
import type { Spans } from "./spans.ts";

export class ContextVariables {
  readonly #trace: Trace;
  readonly #spans: Spans;
  readonly #sets = new Map<number, number[]>();

  constructor(trace: Trace, spans: Spans) {
    this.#trace = trace;
    this.#spans = spans;
  }

  /** Add the next `contextVariableSet` of the trace. */
  append(index: number): void {
    const task = this.#trace.task(index);
    const events = this.#sets.get(task);
    if (events) events.push(index);
    else this.#sets.set(task, [index]);
  }

  /** Return, by name, the events that set the task's values after event `index`, without variables that were reset. */
  of(task: number, index: number): ReadonlyMap<string, number> {
    if (this.#sets.size === 0) return new Map();
    const values = new Map<string, number>();
    const line: [task: number, until: number][] = [];
    for (let id = task, until = index; ;) {
      line.push([id, until]);
      const lane = this.#spans.lane(id);
      if (!lane || id === 0) break;
      until = Math.min(until, lane.spans[0]?.from ?? 0);
      id = lane.parent;
    }
    for (const [id, until] of line.reverse()) {
      for (const event of this.#sets.get(id) ?? []) {
        if (event > until) break;
        const { name, value } = this.#trace.eventOf(event, "contextVariableSet");
        if (value === "") values.delete(name);
        else values.set(name, event);
      }
    }
    return values;
  }
}
