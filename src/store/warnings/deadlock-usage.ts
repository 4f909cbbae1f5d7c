/**
 * Users of each resource in a run: the tasks that took items, put them in, set an event, and the lines that acquired
 * permits. Read once, from a whole trace, to say which tasks could have ended a wait; a trace knows only what happened,
 * so a task that never did so yet is not among them.
 */
import type { Trace } from "../../trace/trace.ts";

/** Each set has its tasks in the order in which they did so last. */
export interface Usage {
  /** Tasks that took items out of a queue. */
  readonly takers: Set<number>;
  /** Tasks that put items into a queue. */
  readonly putters: Set<number>;
  /** Tasks that set an event, or notified a condition. */
  readonly setters: Set<number>;
  /** Line at which each task acquired a permit last. */
  readonly acquiredAt: Map<number, number>;
  /** False if a task released a permit that another one acquired: then it is not known which task holds one. */
  hasKnownHolders: boolean;
}

export function usagesOf(trace: Trace): Map<number, Usage> {
  const usages = new Map<number, Usage>();
  const of = (resource: number): Usage => {
    let usage = usages.get(resource);
    if (!usage) {
      usage = {
        takers: new Set(),
        putters: new Set(),
        setters: new Set(),
        acquiredAt: new Map(),
        hasKnownHolders: true,
      };
      usages.set(resource, usage);
    }
    return usage;
  };
  for (let index = 0; index < trace.length; index++) {
    const kind = trace.kind(index);
    if (!KINDS.has(kind)) continue;
    const event = trace.event(index);
    if (event.kind === "queueGot") addLast(of(event.resource).takers, event.task);
    else if (event.kind === "queuePut") addLast(of(event.resource).putters, event.task);
    else if (event.kind === "resourceAcquired") of(event.resource).acquiredAt.set(event.task, event.line);
    else if (event.kind === "resourceReleased") {
      const usage = of(event.resource);
      usage.hasKnownHolders &&= usage.acquiredAt.has(event.task);
    } else if (event.kind === "resourceChanged" && /^(set|notify)$/.test(event.change))
      addLast(of(event.resource).setters, event.task);
  }
  return usages;
}

function addLast(tasks: Set<number>, task: number): void {
  tasks.delete(task);
  tasks.add(task);
}

const KINDS: ReadonlySet<string> = new Set([
  "queueGot",
  "queuePut",
  "resourceAcquired",
  "resourceReleased",
  "resourceChanged",
]);
