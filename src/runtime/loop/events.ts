/** Access to the running loop. Mirrors the functions of `asyncio/events.py`. */
import type { EventLoop } from "./event-loop.ts";
import { requireLoopInternals } from "./loop-internals.ts";

/** Return the running loop. Throws RuntimeError if no loop runs. Mirrors `get_running_loop`. */
export function getRunningLoop(): EventLoop {
  return requireLoopInternals().publicLoop as EventLoop;
}
