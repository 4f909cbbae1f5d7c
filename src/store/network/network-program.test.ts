/** A recorded Python program with every wait for the network: its sentences, its state, and the waits on endpoints. */
import { beforeAll, expect, test } from "vitest";
import { recordPython } from "../../testing/record-program.ts";
import source from "../../testing/network-program.py?raw";
import { narrate, plainText } from "../narration.ts";
import { isForEndpoint } from "../resources/kinds.ts";
import { TraceStore } from "../trace-store.ts";
import { connectionsOf, isOver } from "./connections.ts";

let store: TraceStore;
beforeAll(async () => {
  store = new TraceStore();
  for (const chunk of await recordPython(source)) store.append(chunk);
});

test("every event has one complete sentence", () => {
  for (let index = 0; index < store.length; index++) {
    const text = plainText(narrate(store.trace.event(index), store.stateAt(index)));
    expect(text).toMatch(/^[A-Za-z\d].*[^ ]\.$/s);
    expect(text).not.toMatch(/undefined|NaN|null|the network/);
  }
});

test("every wait for the network is for an endpoint of the state", () => {
  const reasons = new Set<string>();
  for (let index = 0; index < store.length; index++) {
    const event = store.trace.event(index);
    if (event.kind !== "taskSuspended" || !isForEndpoint(event.reason)) continue;
    reasons.add(event.reason);
    expect(store.stateAt(index).network.endpoints.has(event.on), `${event.reason} at ${index}`).toBe(true);
  }
  expect([...reasons].sort()).toEqual(["connect", "drain", "read"]);
});

test("in the end nothing is on its way or waits, and every connection is over", () => {
  const { network } = store.stateAt(store.length - 1);
  for (const { id, queued, unread, flight } of network.endpoints.values()) {
    // The ends of streams may be on their way still when the program is over.
    const flying = flight.reduce((sum, { bytes }) => sum + bytes, 0);
    expect([queued, unread, flying], `endpoint ${id}`).toEqual([0, 0, 0]);
  }
  const { leaders } = connectionsOf(network);
  expect(leaders.length).toBeGreaterThan(5);
  for (const leader of leaders) expect(isOver(network, leader), `endpoint ${leader.id}`).toBe(true);
});
