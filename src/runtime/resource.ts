/** What tasks acquire and release: locks and semaphores. A context manager for `withAsync`. */
import type { AsyncContextManager } from "./context-manager.ts";
import type { Coroutine } from "./coroutine.ts";
import { position } from "./position.ts";
import { Reported } from "./reported.ts";

export abstract class Resource extends Reported implements AsyncContextManager<void, void> {
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
    const loop = this.introduce();
    if (loop === null) return;
    loop.hooks[what](loop.time(), this.waitReason.on, loop.currentTask?.id ?? 0, this.permits, position.line);
  }
}
