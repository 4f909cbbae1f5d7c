/** A recorded Python program with every wait for the network: its sentences, its state, and the waits on endpoints. */
import { beforeAll, expect, test } from "vitest";
import { recordPython } from "../../testing/record-program.ts";
import source from "../../testing/network-program.py?raw";
import { MOST_WORDS, tell } from "../beat-sentence.ts";
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

test("no callback of asyncio speaks by its name, and those that keep its house are silent while it plays", () => {
  const names = /[a-z]_[a-z]|_Selector|StreamReaderProtocol|callback callback/;
  for (let index = 0; index < store.length; index++)
    expect(plainText(narrate(store.trace.event(index), store.stateAt(index)))).not.toMatch(names);
  const { beats } = store;
  for (let first = 0; first < beats.count;) {
    let last = first;
    while (last + 1 < beats.count && beats.position(last + 1) > 0) last++;
    const text = plainText(tell(store, first, last));
    expect(beats.kind(first), text).not.toBe("aside");
    expect(text).not.toMatch(names);
    expect(text).not.toMatch(/transport is ready|no longer watches|accept · |look up · /);
    expect(text.split(/\s+/).length, text).toBeLessThanOrEqual(MOST_WORDS);
    first = last + 1;
  }
});

test("every wait for the network is for an endpoint of the state", () => {
  const reasons = new Set<string>();
  for (let index = 0; index < store.length; index++) {
    const event = store.trace.event(index);
    if (event.kind !== "taskSuspended" || !isForEndpoint(event.reason)) continue;
    reasons.add(event.reason);
    // A server that is closed has no listener any more.
    if (event.reason === "server close") continue;
    expect(store.stateAt(index).network.endpoints.has(event.on), `${event.reason} at ${index}`).toBe(true);
  }
  expect([...reasons].sort()).toEqual(["close", "connect", "drain", "read", "server close"]);
});

test("a datagram endpoint that is being opened is named by its address", () => {
  const sentences: string[] = [];
  for (let index = 0; index < store.length; index++) {
    const event = store.trace.event(index);
    if (event.kind === "taskSuspended") sentences.push(plainText(narrate(event, store.stateAt(index))));
  }
  expect(sentences).toContain("datagrams · 6 stops at line 53 and waits for its socket :9999.");
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
