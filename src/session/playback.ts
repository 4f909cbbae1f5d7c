/**
 * How long a moment of the trace is dwelt on while it plays. Playing is one mechanism with stepping: it only moves the
 * cursor; this says when.
 */
import type { EventKind } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";

export { SPEEDS as speeds } from "../share/view-options.ts";

/** Of most kinds. */
const DWELL = 100;

/** Milliseconds at speed 1 that an event stays before the next comes; 0: it only accompanies the next one. */
const dwell: Partial<Record<EventKind, number>> = {
  loopStarted: 0,
  loopStopped: 300,
  iterationStarted: 40,
  clockAdvanced: 260,
  handleScheduled: 55,
  handleStarted: 110,
  handleEnded: 50,
  handleCancelled: 110,
  timerScheduled: 90,
  timerDue: 90,
  taskCreated: 0,
  taskStepped: 0,
  taskSuspended: 70,
  taskCancelRequested: 140,
  taskDone: 90,
  futureCreated: 0,
  futureDone: 0,
  loopBlocked: 400,
  outputWritten: 120,
  warningRaised: 200,
  taskCancelThrown: 200,
  taskUncancelled: 60,
  childAdded: 60,
  contextVariableSet: 120,
};

/** How long the event at `index` is dwelt on at `speed`, in real milliseconds. */
export function dwellAt(trace: Trace, index: number, speed: number): number {
  return index < 0 || index >= trace.length ? 0 : (dwell[trace.kind(index)] ?? DWELL) / speed;
}

/**
 * Moves on from `index` by `elapsed` real milliseconds; `spent` of them were spent on it already.
 * Gives where that leads, and what of the time is left there.
 */
export function advance(
  trace: Trace,
  index: number,
  spent: number,
  elapsed: number,
  speed: number,
): { index: number; spent: number } {
  let left = spent + elapsed;
  let at = index;
  while (at < trace.length - 1) {
    const here = dwellAt(trace, at, speed);
    if (here > left) break;
    left -= here;
    at++;
  }
  return { index: at, spent: left };
}
