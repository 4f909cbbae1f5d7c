/** Names of tasks and resources, collected event by event for the texts of findings. */
import type { TraceEvent } from "../../events/event.ts";
import { shownName } from "../task-name.ts";

export class Names {
  readonly #tasks = new Map<number, string>();
  readonly #coroutines = new Map<number, string>();
  readonly #resources = new Map<number, string>();

  see(event: TraceEvent): void {
    if (event.kind === "taskCreated") {
      this.#tasks.set(event.task, shownName(event));
      this.#coroutines.set(event.task, event.coroutine);
    } else if (event.kind === "resourceCreated")
      this.#resources.set(event.resource, event.name || `the ${event.type.toLowerCase()}`);
  }

  task(id: number): string {
    return this.#tasks.get(id) ?? "a task";
  }

  /** Qualified name of a task's coroutine function. */
  coroutine(id: number): string {
    return this.#coroutines.get(id) ?? "";
  }

  resource(id: number): string {
    return this.#resources.get(id) ?? "the lock";
  }

  /** “A”, “A and B”, “A, B and 3 more”. */
  tasks(ids: Iterable<number>): string {
    const names = [...ids].map((id) => this.task(id));
    if (names.length <= 2) return names.join(" and ");
    if (names.length === 3) return `${names[0]}, ${names[1]} and ${names[2]}`;
    return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
  }
}
