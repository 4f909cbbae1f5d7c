/** Names of event loops, where a program has several: each is that of the thread that runs it. */
import type { LoopState } from "./loop-state.ts";

/** Return the name of the thread that runs a loop; null for a loop that has not run yet. */
export function threadOfLoop(state: LoopState, loop: number): string | null {
  const found = loop === state.loop ? { ...state, thread: state.loopThread } : state.otherLoops.get(loop);
  if (!found || (!found.looping && found.iteration === 0)) return null;
  return found.thread > 0 ? threadName(state, found.thread) : "main thread";
}

export function loopName(state: LoopState, loop: number): string {
  const thread = threadOfLoop(state, loop);
  if (thread === null) return "another event loop";
  return `the event loop of ${thread === "main thread" ? "the main thread" : `thread ${thread}`}`;
}

/** Return true if another event loop runs besides the one at work. */
export function hasOtherLoops({ otherLoops }: LoopState): boolean {
  return [...otherLoops.values()].some(({ looping }) => looping);
}

export function threadName({ threads }: LoopState, id: number): string {
  return threads.find((thread) => thread.id === id)?.name ?? String(id);
}
