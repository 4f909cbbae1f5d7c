/**
 * Playback: the time that each event is shown while a run plays. Playing and stepping are one mechanism, moves of the
 * cursor; this module says when the next move is due.
 */
import type { EventKind } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";

export { SPEEDS as speeds } from "../share/view-options.ts";

/** Of most kinds. */
const DWELL = 100;

/** Milliseconds at speed 1 that each kind of event is shown; 0 for one that is shown together with the next. */
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

/** The real milliseconds that the event at `index` is shown at `speed`. */
export function dwellAt(trace: Trace, index: number, speed: number): number {
  return index < 0 || index >= trace.length ? 0 : (dwell[trace.kind(index)] ?? DWELL) / speed;
}

/**
 * The index that playing reaches from `index` in `elapsed` real milliseconds, if `spent` milliseconds were spent on
 * `index` before; and the milliseconds that are spent on the index reached.
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
