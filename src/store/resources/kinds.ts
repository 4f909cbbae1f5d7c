/** All kinds of resources and of waits, looked up by asyncio's class and by the reason of a wait. */
import type { Resource } from "../loop-state.ts";
import { networkWaits } from "../network/network-waits.ts";
import { isForProcess, processWaits } from "../network/process-waits.ts";
import { barrier } from "./barrier.ts";
import { condition } from "./condition.ts";
import { event } from "./event.ts";
import { asCompleted, gather, shield, taskGroup, wait } from "./groups.ts";
import { otherWaits } from "./other-waits.ts";
import { lock, semaphore } from "./permits.ts";
import { lifoQueue, priorityQueue, queue } from "./queue.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { asyncGenerator, timeout } from "./timeouts.ts";
import type { WaitKind } from "./wait-kind.ts";

const kinds: readonly ResourceKind[] = [
  lock,
  semaphore,
  event,
  condition,
  barrier,
  queue,
  lifoQueue,
  priorityQueue,
  gather,
  wait,
  asCompleted,
  shield,
  taskGroup,
  timeout,
  asyncGenerator,
];

const byBase = new Map(kinds.flatMap((kind) => kind.bases.map((base) => [base, kind] as const)));
const waits = new Map(
  [otherWaits, networkWaits, processWaits, ...kinds.map((kind) => kind.waits ?? {})].flatMap((waits) =>
    Object.entries(waits),
  ),
);

/** Return the kind of a resource by its class of asyncio; an unknown class of a newer version is shown as a lock. */
export function kindOf(base: string): ResourceKind {
  return byBase.get(base) ?? lock;
}

/** Return the kind of a wait by its reason; undefined for an unknown one. */
export function waitKind(reason: string): WaitKind | undefined {
  return waits.get(reason);
}

/** Return true for a wait for the network, by its reason: it is for an endpoint. */
export function isForEndpoint(reason: string): boolean {
  return Object.hasOwn(networkWaits, reason);
}

/** Return the resource or group that a wait is for; 0 for one that is for a task, an endpoint or a process, whose ids are others. */
export function resourceOf({ reason, on }: { readonly reason: string; readonly on: number }): number {
  return reason === "task" || isForEndpoint(reason) || isForProcess(reason) ? 0 : on;
}

/** True for a lock or the like that a library made for itself: it is named with its class, `ConnectionPool._lock`. */
export function isOfLibrary({ name, base }: Pick<Resource, "name" | "base">): boolean {
  return kindOf(base).line !== undefined && name.includes(".");
}
