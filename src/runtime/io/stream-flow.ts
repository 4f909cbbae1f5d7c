/**
 * Waits of a stream's writers while its transport's buffer is full. Mirrors `FlowControlMixin` of `asyncio/streams.py`: protocols
 * of connections and of processes have one each.
 */
import { ConnectionResetError } from "../errors/os-errors.ts";
import type { LoopInternals } from "../loop/loop-internals.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";

export class StreamFlow {
  readonly #loop: LoopInternals;
  readonly #drainWaiters = new Set<Future<void>>();
  #isPaused = false;
  #isLost = false;

  constructor(loop: LoopInternals) {
    this.#loop = loop;
  }

  pauseWriting(): void {
    this.#isPaused = true;
  }

  resumeWriting(): void {
    this.#isPaused = false;
    for (const waiter of this.#drainWaiters) finish(waiter, null);
  }

  connectionLost(error: Error | null): void {
    this.#isLost = true;
    if (this.#isPaused) for (const waiter of this.#drainWaiters) finish(waiter, error);
  }

  /** Wait while writing is paused; `endpoint` is that of the transport. Throws ConnectionResetError if the connection is lost. */
  *drained(endpoint: number): Coroutine<void> {
    if (this.#isLost) throw new ConnectionResetError("Connection lost");
    if (!this.#isPaused) return;
    const waiter = this.#loop.createFuture<void>();
    futureInternals.setWaitReason(waiter as Future<unknown>, { reason: "drain", on: endpoint });
    this.#drainWaiters.add(waiter);
    try {
      yield* waiter;
    } finally {
      this.#drainWaiters.delete(waiter);
    }
  }
}

/** End a wait: with the error of the connection, if there is one. */
export function finish(waiter: Future<void>, error: Error | null): void {
  if (waiter.done()) return;
  if (error === null) waiter.setResult();
  else waiter.setException(error);
}
