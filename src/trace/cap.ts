/** The most events that a run records before it is ended: 37 MB of columns, and a few seconds of Python. */
export const EVENT_CAP = 1_000_000;

/** Return the error of a run that has reached the cap. */
export function capReason(cap: number): string {
  return `stopped after ${cap.toLocaleString("en-US")} events, the limit of a run; later events are not recorded`;
}
