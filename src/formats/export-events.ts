/** A trace as JSON: every event with its fields, and with the names of the tasks and resources that it mentions. */
import type { Trace } from "../trace/trace.ts";

export type ExportedEvent = Record<string, string | number | null> & { kind: string; time: number };

/** Fields that name a task, and the field that gets its name. */
const taskFields = { task: "taskName", parent: "parentName", by: "byName" } as const;

/** All events, in order. Ids, lines and names that are not known are null. */
export function exportEvents(trace: Trace): ExportedEvent[] {
  const taskNames = new Map<number, string>();
  const coroutines = new Map<number, string>();
  const resourceNames = new Map<number, string>();
  const events: ExportedEvent[] = [];
  for (let index = 0; index < trace.length; index++) {
    const event: ExportedEvent = { ...trace.event(index) };
    if (event.kind === "taskCreated") {
      taskNames.set(event.task as number, event.name as string);
      coroutines.set(event.task as number, event.coroutine as string);
    }
    if (event.kind === "resourceCreated") resourceNames.set(event.resource as number, event.name as string);
    for (const [id, name] of Object.entries(taskFields)) {
      if (id in event) event[name] = taskNames.get(event[id] as number) ?? null;
    }
    if ("task" in event) event.coroutine = coroutines.get(event.task as number) ?? null;
    if ("resource" in event) event.resourceName = resourceNames.get(event.resource as number) ?? null;
    for (const field of ["task", "parent", "by", "future", "on", "thread", "line"]) {
      if (event[field] === 0) event[field] = null;
    }
    events.push(event);
  }
  return events;
}
