/** The names of tasks and resources as checks need them, and where tasks are. */
import type { Row } from "../row.ts";

export class Names {
  readonly #tasks = new Map<number, string>();
  readonly #resources = new Map<number, string>();

  see(row: Row): void {
    if (row.kind === "taskCreated") this.#tasks.set(row.subject, row.text);
    else if (row.kind === "resourceCreated")
      this.#resources.set(row.subject, row.text || `the ${row.string("extra").toLowerCase()}`);
  }

  task(id: number): string {
    return this.#tasks.get(id) ?? "a task";
  }

  resource(id: number): string {
    return this.#resources.get(id) ?? "it";
  }

  /** “A”, “A and B”, “A, B and 3 more”. */
  tasks(ids: Iterable<number>): string {
    const names = [...ids].map((id) => this.task(id));
    if (names.length <= 2) return names.join(" and ");
    if (names.length === 3) return `${names[0]}, ${names[1]} and ${names[2]}`;
    return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
  }
}
