/** Target of a cursor step of each size, forwards and backwards, found by a search from the cursor. */
import { type EventKind, kindCodes } from "../events/event.ts";
import type { TraceStore } from "./trace-store.ts";

/** Sizes of a step; `await` leads to the suspensions and steps of one task. */
export const stepSizes = ["event", "callback", "iteration", "await", "output", "warning"] as const;
export type StepSize = (typeof stepSizes)[number];

const stopsAt: Record<Exclude<StepSize, "warning">, readonly EventKind[] | null> = {
  event: null,
  callback: ["handleStarted"],
  iteration: ["iterationStarted"],
  await: ["taskStepped", "taskSuspended", "taskDone"],
  output: ["outputWritten"],
};

/** Return the next event of that kind after `index`, or before it; the end or the beginning (-1) if there is none. */
export function stepFrom(
  { trace, warnings }: TraceStore,
  index: number,
  size: StepSize,
  direction: 1 | -1,
  task: number | null = null,
): number {
  if (size === "warning") {
    const moments = warnings.all.map((warning) => warning.index).sort((a, b) => a - b);
    return direction > 0
      ? (moments.find((moment) => moment > index) ?? trace.length - 1)
      : (moments.findLast((moment) => moment < index) ?? -1);
  }
  const kinds = stopsAt[size];
  const codes = kinds?.map((kind) => kindCodes[kind]);
  let at = index + direction;
  while (at >= 0 && at < trace.length) {
    const fits = !codes || codes.includes(trace.kindCode(at));
    if (fits && (size !== "await" || task === null || trace.task(at) === task)) return at;
    at += direction;
  }
  return direction > 0 ? trace.length - 1 : -1;
}
