/**
 * The events that tell of one thing: a task, a resource, a handle, a future or a thread. Found by one pass over the
 * columns when a person asks for the thing; nothing is kept for each of a million events.
 */
import { eventFields, eventKinds, type ColumnName } from "../trace/format.ts";
import type { Trace } from "../trace/trace.ts";

export type EntityKind = "task" | "resource" | "handle" | "future" | "thread";

/** The names under which events have the ids of each kind. */
const fieldNames: Record<EntityKind, readonly string[]> = {
  task: ["task", "parent", "by"],
  resource: ["resource"],
  handle: ["handle"],
  future: ["future"],
  thread: ["thread"],
};

/** For each kind of event, the columns that hold such ids. */
function columnsOf(entity: EntityKind): ColumnName[][] {
  const names = fieldNames[entity];
  return eventKinds.map((kind) =>
    Object.entries(eventFields[kind])
      .filter(([, [name, type]]) => type === "id" && names.includes(name))
      .map(([column]) => column as ColumnName),
  );
}

const columns = Object.fromEntries(
  (Object.keys(fieldNames) as EntityKind[]).map((entity) => [entity, columnsOf(entity)]),
) as Record<EntityKind, ColumnName[][]>;

/** In order, from event `from` up to `to`, which is not among them; the last `most` of them. */
export function eventsOf(
  trace: Trace,
  entity: EntityKind,
  id: number,
  { from = 0, to = trace.length, most = Infinity } = {},
): number[] {
  const found: number[] = [];
  const byKind = columns[entity];
  for (let index = to - 1; index >= from && found.length < most; index--) {
    for (const column of byKind[trace.kindCode(index)] ?? []) {
      if (trace.get(index, column) !== id) continue;
      found.push(index);
      break;
    }
  }
  return found.reverse();
}
