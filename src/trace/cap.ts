/** Default limit of events in a run: some 30 MB of records, and a few seconds of Python. */
export const EVENT_CAP = 1_000_000;

/** Message for a run that reached the limit. */
export function capReason(cap: number): string {
  return `stopped after ${cap.toLocaleString("en-US")} events: the trace is full, what follows is not recorded`;
}
