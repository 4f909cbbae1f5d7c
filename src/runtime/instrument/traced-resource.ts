/**
 * What the loop's instrument knows as a resource: a lock, a queue, …, from the moment that it is made, or first used if
 * there was no loop to tell. Each has one of these, which no program can come at.
 */
import { RuntimeError } from "../errors/exceptions.ts";
import { type Future, futureInternals, type WaitReason } from "../tasks/future.ts";
import type { Hooks } from "./instrument.ts";
import { position } from "./position.ts";
import { type LoopInternals, reportingLoopInternals, requireLoopInternals } from "../loop/loop-internals.ts";

/** The classes that a program's own may be derived from. */
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

/** Why a task waits that waits for a part of something larger. */
interface Whole {
  readonly waitReason: WaitReason;
}

/** A lock, a queue and the like. */
interface Owner {
  toString(): string;
}

let whole: Whole | null = null;

/** Makes the parts of a larger primitive: that is reported, and they are not. */
export function partOf<T>(larger: Whole, make: () => T): T {
  const outer = whole;
  whole = larger;
  try {
    return make();
  } finally {
    whole = outer;
  }
}

export class Reported {
  /** Why a task waits that waits for this. */
  readonly waitReason: WaitReason;
  readonly #owner: Owner;
  readonly #reason: { reason: string; on: number };
  readonly #startValue: number;
  readonly #isPart = whole !== null;
  /** The instrument that knows it. */
  #knownTo: Hooks | null = null;
  /** The first loop that it was used on, to which it belongs. Mirrors `_LoopBoundMixin` of `asyncio/mixins.py`. */
  #loop: LoopInternals | null = null;

  /**
   * @param owner the lock, queue or the like.
   * @param kind what a task that waits for it is said to wait on.
   * @param startValue how many it is for, such as its permits; 0 if it is for no certain number.
   */
  constructor(owner: Owner, kind: string, startValue: number) {
    this.#owner = owner;
    this.#reason = { reason: kind, on: 0 };
    this.waitReason = whole?.waitReason ?? this.#reason;
    this.#startValue = startValue;
    this.introduce();
  }

  /** A future to wait with, for `reason`. Throws RuntimeError on another loop than the first. */
  newWaiter(reason: WaitReason = this.waitReason): Future<void> {
    const loop = requireLoopInternals();
    this.#loop ??= loop;
    if (loop !== this.#loop)
      throw new RuntimeError(`${this.#owner.toString()} is bound to a different event loop`);
    const future = loop.createFuture<void>();
    futureInternals.setWaitReason(future as Future<unknown>, reason);
    return future;
  }

  /** The loop whose instrument is to be told of this, if there is one; it knows it from here on. */
  introduce(): LoopInternals | null {
    const loop = reportingLoopInternals();
    if (loop === null || this.#isPart) return null;
    if (this.#knownTo === loop.hooks) return loop;
    this.#knownTo = loop.hooks;
    this.#reason.on = loop.newResourceId();
    const { name } = this.#owner.constructor;
    const { on } = this.#reason;
    const base = baseOf(this.#owner);
    loop.hooks.resourceCreated(loop.time(), on, name, position.name, this.#startValue, position.line, base);
    position.name = "";
    return loop;
  }

  /** Tells that the task that runs now changed it: what it did, and its value since. */
  changed(change: string, value: number): void {
    const loop = this.introduce();
    if (loop === null) return;
    const { on } = this.#reason;
    loop.hooks.resourceChanged(loop.time(), on, loop.currentTaskId, change, value, position.line);
  }

  /** Tells what the task that runs now did with one of its permits, and how many are free since. */
  told(what: "resourceWaited" | "resourceAcquired" | "resourceReleased", permits: number): void {
    const loop = this.introduce();
    if (loop === null) return;
    loop.hooks[what](loop.time(), this.#reason.on, loop.currentTaskId, permits, position.line);
  }
}

function baseOf(owner: object): string {
  let prototype = Object.getPrototypeOf(owner) as object;
  while (!asyncioClasses.has(prototype.constructor.name))
    prototype = Object.getPrototypeOf(prototype) as object;
  return prototype.constructor.name;
}
