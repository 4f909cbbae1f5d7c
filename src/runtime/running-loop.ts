/** Which loop runs now. There is one thread, so there is one at most. Mirrors `asyncio.events._running_loop`. */
let running: unknown = null;

export function runningLoop(): unknown {
  return running;
}

/** Called by the loop as it begins and ends to run. */
export function setRunningLoop(loop: unknown): void {
  running = loop;
}
