/** The most events that a run records before it is ended: some 30 MB of records, and a few seconds of Python. */
export const EVENT_CAP = 1_000_000;

/** Return the error of a run that has reached the cap. */
export function capReason(cap: number): string {
  return `stopped after ${cap.toLocaleString("en-US")} events, the limit of a run; later events are not recorded`;
}
