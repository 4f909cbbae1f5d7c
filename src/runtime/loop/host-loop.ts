/** Running a loop in real time: it hands the thread back to the host to wait, and every few milliseconds. */
import type { Awaitable } from "../tasks/coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import { loopInternals } from "./loop-internals.ts";

/** `loop.runForever()` that hands the thread back. Resolves when the loop is stopped; rejects with what it throws. */
export function runForeverOnHost(loop: EventLoop): Promise<void> {
  return loopInternals(loop).runForeverOnHost();
}

/** `loop.runUntilComplete()` that hands the thread back. Resolves with the result, rejects with the exception. */
export function runUntilCompleteOnHost<T>(loop: EventLoop, awaitable: Awaitable<T>): Promise<T> {
  return loopInternals(loop).runUntilCompleteOnHost(awaitable);
}
