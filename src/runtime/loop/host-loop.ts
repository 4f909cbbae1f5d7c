/** Running a loop in real time, on the host's clock: it hands the thread back whenever it waits, and after some time. */
import type { Awaitable } from "../tasks/coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import { loopInternals } from "./loop-internals.ts";

/** `loop.runForever()` that hands the thread back: resolves once the loop is stopped. */
export function runForeverOnHost(loop: EventLoop): Promise<void> {
  return loopInternals(loop).runForeverOnHost();
}

/** `loop.runUntilComplete()` that hands the thread back. */
export function runUntilCompleteOnHost<T>(loop: EventLoop, awaitable: Awaitable<T>): Promise<T> {
  return loopInternals(loop).runUntilCompleteOnHost(awaitable);
}
