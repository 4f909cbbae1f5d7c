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

/** By asyncio's class; the others are locks and semaphores. */
export function resourceKind(base: string): ResourceKind {
  return kinds[base] ?? "permits";
}
