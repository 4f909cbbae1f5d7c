/** What belongs to the first loop that it is used on. Mirrors `_LoopBoundMixin` of `asyncio/mixins.py`. */
import type { EventLoop } from "./event-loop.ts";
import { getRunningLoop } from "./events.ts";
import { RuntimeError } from "./exceptions.ts";

export abstract class LoopBound {
  #loop: EventLoop | null = null;

  /** The running loop. Throws RuntimeError if it is not the one that the first call saw. */
  protected getLoop(): EventLoop {
    const loop = getRunningLoop();
    this.#loop ??= loop;
    if (loop !== this.#loop) throw new RuntimeError(`${this.toString()} is bound to a different event loop`);
    return loop;
  }

  /** As CPython's repr, but for the address: that says nothing, and is another one in each run. */
  abstract toString(): string;
}

/** The repr of a class of `asyncio/locks.py`: its state, and how many wait if any do. */
export function describeLock(lock: object, state: string, waiting: number): string {
  const waiters = waiting > 0 ? `, waiters:${waiting}` : "";
  return `<asyncio.locks.${lock.constructor.name} [${state}${waiters}]>`;
}
