/**
 * What tasks acquire and release: locks and semaphores. A context manager for `withAsync`, and known to the loop's
 * instrument from the moment that it is made, or first used if no loop ran then.
 */
import type { AsyncContextManager } from "./context-manager.ts";
import type { Coroutine } from "./coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import { getRunningLoop } from "./events.ts";
import type { WaitReason } from "./future.ts";
import { LoopBound } from "./loop-bound.ts";
import { runningLoop } from "./running-loop.ts";
import { currentTask } from "./task.ts";

export abstract class Resource extends LoopBound implements AsyncContextManager<void, void> {
  /** The loop whose instrument knows it, and the number by which that does; 0 until then. */
  #knownTo: EventLoop | null = null;
  #id = 0;
  readonly #startPermits: number;
  readonly #ownReason: WaitReason;
  /** Why a task waits that waits for this. Inside a larger primitive, such as a barrier, it is that one's reason. */
  waitReason: WaitReason;

  /** `kind` is what a task that waits for it is said to wait on. */
  constructor(kind: string, permits: number) {
    super();
    this.waitReason = this.#ownReason = { reason: kind, on: 0 };
    this.#startPermits = permits;
    if (runningLoop() !== null) this.#introduce(getRunningLoop());
  }

  /** Free permits. */
  protected abstract readonly permits: number;

  abstract locked(): boolean;
  abstract acquire(): Coroutine<true>;
  abstract release(): void;

  *enter(): Coroutine<void> {
    yield* this.acquire();
  }

  *exit(): Coroutine<void> {
    this.release();
  }

  /** Tells the instrument what the current task did. Nothing is told while no loop runs. */
  protected report(what: "resourceWaited" | "resourceAcquired" | "resourceReleased"): void {
    if (runningLoop() === null) return;
    const loop = getRunningLoop();
    this.#introduce(loop);
    loop.hooks[what](loop.time(), this.#id, currentTask(loop)?.id ?? 0, this.permits, 0);
  }

  #introduce(loop: EventLoop): void {
    if (this.#knownTo === loop) return;
    this.#knownTo = loop;
    this.#id = this.#ownReason.on = loop.newResourceId();
    loop.hooks.resourceCreated(loop.time(), this.#id, this.constructor.name, "", this.#startPermits, 0);
  }
}
