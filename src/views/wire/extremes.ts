/**
 * Extremes of many connections, in words: where most bytes wait, and the task that has waited longest. They stand for the
 * connections that have no row. Called by `wire-model.ts`.
 */
import { durationText } from "../../base/number-text.ts";
import type { LoopState } from "../../store/loop-state.ts";
import type { Endpoint } from "../../store/network/network-state.ts";
import { isForEndpoint } from "../../store/resources/kinds.ts";
import { shownName } from "../../store/task-name.ts";
import { shortBytes } from "./short-bytes.ts";

/** Return the extremes of connections, each given by its leading end; `nameOf` names an end. */
export function extremesOf(
  state: LoopState,
  leaders: readonly Endpoint[],
  nameOf: (end: Endpoint) => string,
): string[] {
  const { endpoints } = state.network;
  const ends = leaders.flatMap((leader) => [leader, endpoints.get(leader.peer) ?? []].flat());
  const told: string[] = [];
  const unread = most(ends, (end) => end.unread);
  if (unread) {
    const from = endpoints.get(unread.peer);
    const sender = from ? ` from ${nameOf(from)}` : "";
    told.push(`most unread: ${shortBytes(unread.unread)}${sender}`);
  }
  const queued = most(ends, queuedAt);
  if (queued) told.push(`most to send: ${shortBytes(queuedAt(queued))} at ${nameOf(queued)}`);
  const wait = longestWait(state);
  if (wait) told.push(`longest wait: ${wait}`);
  return told;
}

const queuedAt = ({ queued, paused }: Endpoint) => Math.max(queued, paused?.buffered ?? 0);

/** Return the first of those with the greatest value; null if all values are 0. */
function most(ends: readonly Endpoint[], value: (end: Endpoint) => number): Endpoint | null {
  let found: Endpoint | null = null;
  let greatest = 0;
  for (const end of ends) {
    if (value(end) <= greatest) continue;
    [found, greatest] = [end, value(end)];
  }
  return found;
}

/** Return the task that has waited longest for a connection, and how long; empty if none waits, or no time has passed. */
function longestWait({ tasks, network, time }: LoopState): string {
  let found = { name: "", since: time };
  for (const task of tasks.values()) {
    if (task.status !== "waiting" || task.since >= found.since || !isForEndpoint(task.reason)) continue;
    if (network.endpoints.get(task.on)?.listen === null) found = { name: shownName(task), since: task.since };
  }
  return found.name === "" ? "" : `${found.name}, ${durationText(time - found.since)}`;
}
