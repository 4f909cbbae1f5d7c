/**
 * Times of a connection, in virtual seconds: connecting, bytes on the way, bytes that wait to be read, and the rest. Bytes
 * may be on the way while others wait; that time counts as on the way. Computed by one pass over the events of both ends.
 */
import type { TraceEvent } from "../../events/event.ts";

export interface ConnectionTimes {
  readonly connect: number;
  readonly transfer: number;
  readonly unread: number;
  readonly idle: number;
}

/** Return the times of a connection; `end` is the time of the run's last event. */
export function connectionTimes(events: readonly TraceEvent[], end: number): ConnectionTimes {
  const times = { connect: 0, transfer: 0, unread: 0, idle: 0 };
  let phase: keyof ConnectionTimes | null = null;
  let since = 0;
  let flying = 0;
  const unread = new Map<number, number>();
  const closed = new Set<number>();
  const count = (endpoint: number, by: number) =>
    unread.set(endpoint, Math.max(0, (unread.get(endpoint) ?? 0) + by));
  for (const event of events) {
    if (phase) times[phase] += event.time - since;
    since = event.time;
    if (event.kind === "connectionRequested") phase = "connect";
    if (event.kind === "connectionOpened") phase = "idle";
    if (event.kind === "bytesDeparted") flying++;
    if (event.kind === "bytesArrived") {
      flying--;
      count(event.endpoint, event.bytes);
    }
    if (event.kind === "bytesRead") count(event.endpoint, -event.bytes);
    if (event.kind === "endpointClosed") {
      closed.add(event.endpoint);
      unread.delete(event.endpoint);
    }
    const isOver = event.kind === "connectionReset" || event.kind === "connectionFailed" || closed.size > 1;
    if (isOver) phase = null;
    if (phase === null || phase === "connect") continue;
    const isUnread = [...unread.values()].some((bytes) => bytes > 0);
    phase = flying > 0 ? "transfer" : isUnread ? "unread" : "idle";
  }
  if (phase) times[phase] += Math.max(0, end - since);
  return times;
}
