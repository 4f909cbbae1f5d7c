/** Finding the loop. Mirrors the functions of `asyncio/events.py`. */
import type { EventLoop } from "./event-loop.ts";
import { RuntimeError } from "./exceptions.ts";
import { runningLoop } from "./running-loop.ts";

/** The loop that runs now. Throws RuntimeError if none does. */
export function getRunningLoop(): EventLoop {
  const loop = runningLoop();
  if (loop === null) throw new RuntimeError("no running event loop");
  return loop as EventLoop;
}
