/** What tasks acquire and release: locks and semaphores. A context manager for `withAsync`. */
import type { AsyncContextManager } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";

export abstract class Resource implements AsyncContextManager<void, void> {
  abstract locked(): boolean;
  abstract acquire(): Coroutine<true>;
  abstract release(): void;

  *enter(): Coroutine<void> {
    yield* this.acquire();
  }

  *exit(): Coroutine<void> {
    this.release();
  }

  /** As CPython's repr, but for the address: that says nothing, and is another one in each run. */
  abstract toString(): string;
}

/** The repr of a class of `asyncio/locks.py`: its state, and how many wait if any do. */
export function describeLock(lock: object, state: string, waiting: number): string {
  const waiters = waiting > 0 ? `, waiters:${waiting}` : "";
  return `<asyncio.locks.${lock.constructor.name} [${state}${waiters}]>`;
}
