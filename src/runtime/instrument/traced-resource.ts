/**
 * A lock, a queue or another resource, as the loop's instrument knows it.
 *
 * Each primitive of `sync/` owns one, which a program cannot reach. The instrument learns of the resource when it is
 * made, or at its first use if no loop was there to report to.
 */
import { RuntimeError } from "../errors/exceptions.ts";
import { type Future, futureInternals, type WaitReason } from "../tasks/future.ts";
import type { Hooks } from "./instrument.ts";
import { currentLine, nextResourceName, setNextResourceName } from "./source-location.ts";
import { type LoopInternals, reportingLoopInternals, requireLoopInternals } from "../loop/loop-internals.ts";

/** Classes that a program's own resource classes derive from. */
const asyncioClasses = new Set([
  "Lock",
  "Semaphore",
  "BoundedSemaphore",
  "Event",
  "Condition",
  "Barrier",
  "Queue",
  "LifoQueue",
  "PriorityQueue",
]);

/** Primitive that is made of others: the condition in a barrier, the queue in `asCompleted`. */
interface Composite {
  /** Reason of a task that waits for any part of it. */
  readonly waitReason: WaitReason;
}

/** Lock, queue or the like, as error messages name it. */
interface Owner {
  toString(): string;
}

let composite: Composite | null = null;

/** Make the parts of a larger primitive: the instrument knows that one, and not its parts. */
export function asPartOf<T>(larger: Composite, make: () => T): T {
  const outer = composite;
  composite = larger;
  try {
    return make();
  } finally {
    composite = outer;
  }
}

export class TracedResource {
  /** Reason of a task that waits for this resource. */
  readonly waitReason: WaitReason;
  readonly #owner: Owner;
  readonly #reason: { reason: string; on: number };
  readonly #startValue: number;
  readonly #isPart = composite !== null;
  /** Instrument that the resource is registered with. */
  #registeredWith: Hooks | null = null;
  /** First loop that it was used on, and is bound to. Mirrors `_LoopBoundMixin` of `asyncio/mixins.py`. */
  #loop: LoopInternals | null = null;

  /**
   * @param owner the lock, queue or the like.
   * @param kind the class that a waiting task waits for, as the trace names it.
   * @param startValue permits, parties or maxsize; 0 for a resource without such a number.
   */
  constructor(owner: Owner, kind: string, startValue: number) {
    this.#owner = owner;
    this.#reason = { reason: kind, on: 0 };
    this.waitReason = composite?.waitReason ?? this.#reason;
    this.#startValue = startValue;
    this.register();
  }

  /**
   * Return a new future to wait with, for `reason`. Throws RuntimeError on another loop than the first.
   * Mirrors `_get_loop` of `asyncio/mixins.py`.
   */
  newWaiter(reason: WaitReason = this.waitReason): Future<void> {
    const loop = requireLoopInternals();
    this.#loop ??= loop;
    if (loop !== this.#loop)
      throw new RuntimeError(`${this.#owner.toString()} is bound to a different event loop`);
    const future = loop.createFuture<void>();
    futureInternals.setWaitReason(future as Future<unknown>, reason);
    return future;
  }

  /** Register with the instrument of the loop to report to, once; return that loop, null for none or for a part. */
  register(): LoopInternals | null {
    const loop = reportingLoopInternals();
    if (loop === null || this.#isPart) return null;
    if (this.#registeredWith === loop.hooks) return loop;
    this.#registeredWith = loop.hooks;
    this.#reason.on = loop.newResourceId();
    const { name } = this.#owner.constructor;
    const { on } = this.#reason;
    const base = baseOf(this.#owner);
    loop.hooks.resourceCreated(loop.time(), on, name, nextResourceName, this.#startValue, currentLine, base);
    setNextResourceName("");
    return loop;
  }

  /** Report that the current task did `change` to the resource, which has `value` since. */
  reportChange(change: string, value: number): void {
    const loop = this.register();
    if (loop === null) return;
    const { on } = this.#reason;
    loop.hooks.resourceChanged(loop.time(), on, loop.currentTaskId, change, value, currentLine);
  }

  /** Report that the current task waits for a permit, has one or gave one back; `permits` are free since. */
  report(event: "resourceWaited" | "resourceAcquired" | "resourceReleased", permits: number): void {
    const loop = this.register();
    if (loop === null) return;
    loop.hooks[event](loop.time(), this.#reason.on, loop.currentTaskId, permits, currentLine);
  }
}

function baseOf(owner: object): string {
  let prototype = Object.getPrototypeOf(owner) as object;
  while (!asyncioClasses.has(prototype.constructor.name))
    prototype = Object.getPrototypeOf(prototype) as object;
  return prototype.constructor.name;
}
