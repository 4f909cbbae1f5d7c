/** What a resource is, whatever the program's own class of it is called. */
export type ResourceKind = "permits" | "event" | "condition" | "barrier" | "queue";

const kinds: Readonly<Record<string, ResourceKind>> = {
  Event: "event",
  Condition: "condition",
  Barrier: "barrier",
  Queue: "queue",
  LifoQueue: "queue",
  PriorityQueue: "queue",
};

const groups: ReadonlySet<string> = new Set(["gather", "wait", "as_completed", "shield", "TaskGroup"]);

/** Whether it waits for several. */
export function isGroup(base: string): boolean {
  return groups.has(base);
}

/** Whether tasks stand in line for it. */
export function hasLine(base: string): boolean {
  return !isGroup(base) && base !== "Timeout" && base !== "async_generator";
}

/** By asyncio's class; the others are locks and semaphores. */
export function resourceKind(base: string): ResourceKind {
  return kinds[base] ?? "permits";
}

/** Whether tasks hold permits of it: locks and semaphores. */
export function hasPermits(base: string): boolean {
  return hasLine(base) && resourceKind(base) === "permits";
}
