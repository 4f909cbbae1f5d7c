/** Finding the loop. Mirrors the functions of `asyncio/events.py`. */
import type { EventLoop } from "./event-loop.ts";
import { requireLoopInternals } from "./loop-internals.ts";

/** The loop that runs now. Throws RuntimeError if none does. */
export function getRunningLoop(): EventLoop {
  return requireLoopInternals().publicLoop as EventLoop;
}
