/** Rows of the Wire region in words: what a picture of a connection shows, for a reader who does not see it. */
import { bytesText } from "../../store/network/network-words.ts";
import type { Lane } from "./lane-model.ts";
import type { ConnectionRow, Row } from "./wire-model.ts";

/** Return a row as a sentence. */
export function rowText(row: Row): string {
  if (row.kind === "connection") return connectionText(row);
  const { name, waiting, room, dropped, isClosed } = row;
  const family = row.family && ` on ${row.family}`;
  if (isClosed) return `${name}: closed${family}`;
  const lost = dropped > 0 ? `, ${dropped} ${dropped === 1 ? "request" : "requests"} dropped` : "";
  return `${name}: listens${family}, ${waiting} of ${room} wait in the queue${lost}`;
}

function connectionText({ left, right, remote, there, back, look, note }: ConnectionRow): string {
  const to = right && right.name !== left.name ? right.name : remote;
  const name = to === "" ? left.name : `${left.name} to ${to}`;
  const state = note || { joining: "connecting", open: "open", broken: "broken", over: "closed" }[look];
  const lanes = [laneText(there, left.name, to), back ? laneText(back, to, left.name) : []].flat();
  return `${name}: ${[state, ...lanes].join(", ")}`;
}

function laneText(lane: Lane, from: string, to: string): string[] {
  const moving = lane.moving.reduce((sum, { bytes, look }) => (look === "bytes" ? sum + bytes : sum), 0);
  const told: string[] = [];
  if (lane.queued > 0) told.push(`${bytesText(lane.queued)} wait at ${from}`);
  if (lane.mark > 0) told.push(`writing is paused at the mark of ${bytesText(lane.mark)}`);
  if (moving > 0) told.push(`${bytesText(moving)} on the way to ${to}`);
  if (lane.unread > 0) told.push(`${bytesText(lane.unread)} unread at ${to}`);
  if (lane.isReadingPaused) told.push(`${to} has paused reading`);
  if (lane.lost > 0) told.push(`${lane.lost} lost on the way to ${to}`);
  if (lane.end === "arrived") told.push(`${from} has ended its stream`);
  return told;
}
