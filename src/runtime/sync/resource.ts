/**
 * Base class of locks and semaphores, which tasks acquire and release. Mirrors `_ContextManagerMixin` of
 * `asyncio/locks.py`.
 */
import type { AsyncContextManager } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";

/** Resource that `withAsync` acquires on entry and releases on exit. */
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

  /** Return CPython's repr without the memory address. */
  abstract toString(): string;
}

/** Return the repr of an object of `asyncio/locks.py`: its state and, if any, the number of waiters. */
export function describeLock(lock: object, state: string, waiting: number): string {
  const waiters = waiting > 0 ? `, waiters:${waiting}` : "";
  return `<asyncio.locks.${lock.constructor.name} [${state}${waiters}]>`;
}
