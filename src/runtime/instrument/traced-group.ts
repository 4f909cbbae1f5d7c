/**
 * What the loop's instrument is told of those who wait for several, of timeouts and of asynchronous generators: each is
 * a resource of the trace. Called where asyncio makes them.
 */
import { type Future, futureInternals, type WaitReason } from "../tasks/future.ts";
import { position } from "./position.ts";
import { taskInternals, Task } from "../tasks/task.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";

/** Tells of a new resource of class `kind`; `value` is how many it is for, or when it expires. Returns its number. */
export function reportResource(loop: LoopInternals, kind: string, value: number, name = ""): number {
  const resource = loop.newResourceId();
  loop.hooks.resourceCreated(loop.time(), resource, kind, name, value, position.line, kind);
  return resource;
}

/** Tells of a wait for all of `children`. Returns why a task waits that waits so. */
export function reportGroup(
  loop: LoopInternals,
  kind: string,
  children: ReadonlySet<Future<unknown>>,
): WaitReason {
  const on = reportResource(loop, kind, children.size);
  for (const child of children) reportChild(loop, on, child);
  return { reason: kind, on };
}

/** Tells of one more that is waited for. */
export function reportChild(loop: LoopInternals, resource: number, child: Future<unknown>): void {
  const [task, future] =
    child instanceof Task ? [taskInternals.id(child), 0] : [0, futureInternals.id(child)];
  loop.hooks.childAdded(loop.time(), resource, task, future, position.line);
}

/** Tells of what the task that runs now, or a callback, did with the resource, and its value since. */
export function reportChange(loop: LoopInternals, resource: number, change: string, value: number): void {
  loop.hooks.resourceChanged(loop.time(), resource, loop.currentTaskId, change, value, position.line);
}
