/**
 * Reports of groups (gather, wait, shield, as_completed, TaskGroup), timeouts and asynchronous generators: each is a
 * resource of the trace. Called by the function or class of asyncio that makes it.
 */
import { type Future, futureInternals, type WaitReason } from "../tasks/future.ts";
import { currentLine } from "./source-location.ts";
import { taskInternals, Task } from "../tasks/task.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";

/** Report a new resource of class `kind` and return its id; `value` is its number of children, or its deadline in s. */
export function reportResource(loop: LoopInternals, kind: string, value: number, name = ""): number {
  const resource = loop.newResourceId();
  loop.hooks.resourceCreated(loop.time(), resource, kind, name, value, currentLine, kind);
  return resource;
}

/** Report a wait for all of `children`; return the reason of a task that waits for the group. */
export function reportGroup(
  loop: LoopInternals,
  kind: string,
  children: ReadonlySet<Future<unknown>>,
): WaitReason {
  const on = reportResource(loop, kind, children.size);
  for (const child of children) reportChild(loop, on, child);
  return { reason: kind, on };
}

/** Report one more child of the group `resource`. */
export function reportChild(loop: LoopInternals, resource: number, child: Future<unknown>): void {
  const [task, future] =
    child instanceof Task ? [taskInternals.id(child), 0] : [0, futureInternals.id(child)];
  loop.hooks.childAdded(loop.time(), resource, task, future, currentLine);
}

/** Report that the current task, or a callback, did `change` to the resource, which has `value` since. */
export function reportChange(loop: LoopInternals, resource: number, change: string, value: number): void {
  loop.hooks.resourceChanged(loop.time(), resource, loop.currentTaskId, change, value, currentLine);
}
