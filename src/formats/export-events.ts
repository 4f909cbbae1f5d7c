/** A trace as JSON: every event with its fields, and with the names of the tasks and resources that it mentions. */
import { type EventKind, recordLayouts } from "../events/event.ts";
import { isId } from "../events/field-types.ts";
import type { Trace } from "../trace/trace.ts";

export type ExportedEvent = Record<string, string | number | null> & { kind: EventKind; time: number };

/** Fields with a task's id, and the exported field for its name. */
export const taskNameFields = { task: "taskName", parent: "parentName", by: "byName" } as const;

/** True for an id that every event of its kind has. */
export function isAlwaysKnown(name: string): boolean {
  return name === "handle" || name === "resource";
}

/** Fields of each kind, by code, in which 0 means an unknown id or line. */
const nullable = recordLayouts.map(({ fields }) =>
  fields
    .filter(({ name, type }) => type === "line" || (isId(type) && !isAlwaysKnown(name)))
    .map(({ name }) => name),
);

/** Return all events, in order; unknown ids, lines and names are null. */
export function exportEvents(trace: Trace): ExportedEvent[] {
  const taskNames = new Map<number, string>();
  const coroutines = new Map<number, string>();
  const resourceNames = new Map<number, string>();
  const events: ExportedEvent[] = [];
  for (let index = 0; index < trace.length; index++) {
    const original = trace.event(index);
    const event = original.toJSON() as ExportedEvent;
    if (original.kind === "taskCreated") {
      taskNames.set(original.task, original.name);
      coroutines.set(original.task, original.coroutine);
    }
    if (original.kind === "resourceCreated") resourceNames.set(original.resource, original.name);
    for (const [id, name] of Object.entries(taskNameFields)) {
      if (id in event) event[name] = taskNames.get(event[id] as number) ?? null;
    }
    if ("task" in event) event.coroutine = coroutines.get(event.task as number) ?? null;
    if ("resource" in event) event.resourceName = resourceNames.get(event.resource as number) ?? null;
    for (const field of nullable[trace.kindCode(index)] ?? []) {
      if (event[field] === 0) event[field] = null;
    }
    events.push(event);
  }
  return events;
}
