/** Running a loop in real time, on the host's clock: it hands the thread back whenever it waits, and after some time. */
import type { Awaitable } from "../tasks/coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import { coreOf } from "./loop-core.ts";

/** `loop.runForever()` that hands the thread back: resolves once the loop is stopped. */
export function runForeverOnHost(loop: EventLoop): Promise<void> {
  return coreOf(loop).runForeverOnHost();
}

/** `loop.runUntilComplete()` that hands the thread back. */
export function runUntilCompleteOnHost<T>(loop: EventLoop, awaitable: Awaitable<T>): Promise<T> {
  return coreOf(loop).runUntilCompleteOnHost(awaitable);
}
