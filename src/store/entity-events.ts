/**
 * Events about one entity: a task, a resource, a handle, a future, a thread, an endpoint or a process. Found by one pass over
 * the trace when the entity is selected, so that nothing is stored for each of a million events.
 */
import { recordLayouts } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";

export type EntityKind = "task" | "resource" | "handle" | "future" | "thread" | "endpoint" | "process";

/** Names of the event fields that hold ids of each kind of entity. */
const fieldNames: Record<EntityKind, readonly string[]> = {
  task: ["task", "parent", "by"],
  resource: ["resource"],
  handle: ["handle"],
  future: ["future"],
  thread: ["thread"],
  endpoint: ["endpoint", "peer"],
  process: ["process", "parent", "child"],
};

/** Return, by a kind's code, the names of the fields that hold ids of an entity. */
function fieldsWith(entity: EntityKind): string[][] {
  const names = fieldNames[entity];
  return recordLayouts.map(({ fields }) =>
    fields.filter(({ name, type }) => type === entity && names.includes(name)).map(({ name }) => name),
  );
}

const fields = Object.fromEntries(
  (Object.keys(fieldNames) as EntityKind[]).map((entity) => [entity, fieldsWith(entity)]),
) as Record<EntityKind, string[][]>;

/** Return the event indices about an entity, in order, from `from` to before `to`; the last `limit` of them. */
export function eventsOf(
  trace: Trace,
  entity: EntityKind,
  id: number,
  { from = 0, to = trace.length, limit = Infinity } = {},
): number[] {
  const found: number[] = [];
  const byKind = fields[entity];
  for (let index = to - 1; index >= from && found.length < limit; index--) {
    const names = byKind[trace.kindCode(index)] ?? [];
    if (names.length === 0) continue;
    const event = trace.event(index) as unknown as Record<string, unknown>;
    if (names.some((name) => event[name] === id)) found.push(index);
  }
  return found.reverse();
}
