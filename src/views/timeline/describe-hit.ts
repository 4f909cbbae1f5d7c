/** What is under the pointer on the timeline, in words. Called by `LaneTip.svelte`, which is loaded with it. */
import type { Mark } from "../../store/lane.ts";
import type { Hit } from "./hit-test.ts";
import type { Segment } from "./place-lane.ts";

/** A hit in words, such as `worker-3 waits on Semaphore, 0.000–0.481 s`. */
export function describeHit({ row, segment, isAfter }: Hit): string {
  const { outcome } = row.lane;
  const name = row.lane.shownName;
  const { process } = row.lane;
  if (!segment) {
    if (!isAfter || !outcome) return name;
    const how = process > 0 ? exitWords[outcome.kind] : `is done: ${markWords[outcome.kind]}`;
    return `${name} ${how}, ${outcome.time.toFixed(3)} s`;
  }
  if (segment.count > 3) return `${name}, ${segment.count} spans: zoom in`;
  const { status, reason, start, end } = segment.span;
  const what =
    row.lane.endpoint > 0
      ? carries(segment.span)
      : status !== "waiting"
        ? `is ${status}`
        : reason === "sleep"
          ? "sleeps"
          : process > 0
            ? (processWords[reason] ?? `waits in ${reason}`)
            : `waits on ${reason}`;
  const until = end === Infinity ? "now" : `${end.toFixed(3)} s`;
  return `${name} ${what}, ${end === start ? until : `${start.toFixed(3)}–${until}`}`;
}

/** Say what a connection does in a span. */
function carries({ status, reason }: Segment["span"]): string {
  if (status === "running") return "carries bytes";
  if (status === "ready") return "is open";
  return reason === "connect" ? "is being opened" : "holds unread bytes";
}

const processWords: Readonly<Record<string, string>> = {
  start: "starts",
  read: "waits for input",
  write: "waits: its output pipe is full",
  process: "waits for another process to end",
};

const exitWords: Readonly<Record<string, string>> = {
  result: "ended with status 0",
  exception: "ended with another status than 0",
  cancelled: "was ended by a signal",
};

const markWords: Record<Mark["kind"], string> = {
  output: "output",
  cancelRequested: "cancel requested",
  cancelThrown: "CancelledError delivered",
  warning: "warning",
  result: "result",
  exception: "exception",
  cancelled: "cancelled",
};
