/** Synchronisation primitives. Mirrors `asyncio/locks.py`. */
export { Barrier } from "./barrier.ts";
export { Condition } from "./condition.ts";
export { Event } from "./event.ts";
export { Lock } from "./lock.ts";
export { BoundedSemaphore, Semaphore } from "./semaphore.ts";
