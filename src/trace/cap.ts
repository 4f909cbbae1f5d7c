/** How many events a run may record before it is ended: 37 MB of columns, and a few seconds of Python. */
export const EVENT_CAP = 1_000_000;

/** What a person is told then. */
export function capReason(cap: number): string {
  return `stopped after ${cap.toLocaleString("en-US")} events: the trace is full, what follows is not recorded`;
}
