/**
 * What the loop's instrument knows as a resource: from the moment that it is made, or first used if no loop ran then.
 */
import type { EventLoop } from "./event-loop.ts";
import type { Future, WaitReason } from "./future.ts";
import { LoopBound } from "./loop-bound.ts";
import { position } from "./position.ts";
import { runningLoop } from "./running-loop.ts";

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

/** A larger primitive, as its parts know it. */
export interface Whole {
  /** Why a task waits that waits for a part. */
  readonly waitReason: WaitReason;
}

export abstract class Reported extends LoopBound {
  /** Why a task waits that waits for this. */
  readonly waitReason: WaitReason;
  readonly #reason: { reason: string; on: number };
  readonly #startValue: number;
  readonly #whole: Whole | null;
  /** The loop whose instrument knows it. */
  #knownTo: EventLoop | null = null;

  /**
   * @param kind what a task that waits for it is said to wait on.
   * @param startValue how many it is for, such as its permits; 0 if it is for no certain number.
   * @param whole the larger primitive that this is a part of: then that is reported, and this is not.
   */
  constructor(kind: string, startValue: number, whole: Whole | null = null) {
    super();
    this.#whole = whole;
    this.#reason = { reason: kind, on: 0 };
    this.waitReason = whole?.waitReason ?? this.#reason;
    this.#startValue = startValue;
    this.introduce();
  }

  /** A future to wait with, for `reason`. */
  protected newWaiter(reason: WaitReason = this.waitReason): Future<void> {
    const future = this.getLoop().createFuture<void>();
    future.waitReason = reason;
    return future;
  }

  /** The running loop, if its instrument is to be told of this; it knows it from here on. */
  protected introduce(): EventLoop | null {
    const loop = runningLoop() as EventLoop | null;
    if (loop === null || this.#whole !== null) return null;
    if (this.#knownTo === loop) return loop;
    this.#knownTo = loop;
    this.#reason.on = loop.newResourceId();
    const { name } = this.constructor;
    loop.hooks.resourceCreated(
      loop.time(),
      this.#reason.on,
      name,
      "",
      this.#startValue,
      position.line,
      this.#base(),
    );
    return loop;
  }

  #base(): string {
    let prototype = Object.getPrototypeOf(this) as object;
    while (!asyncioClasses.has(prototype.constructor.name))
      prototype = Object.getPrototypeOf(prototype) as object;
    return prototype.constructor.name;
  }

  /** Tells that the task that runs now changed it: what it did, and its value since. */
  protected reportChange(change: string, value: number): void {
    const loop = this.introduce();
    if (loop === null) return;
    loop.hooks.resourceChanged(
      loop.time(),
      this.#reason.on,
      loop.currentTask?.id ?? 0,
      change,
      value,
      position.line,
    );
  }
}
