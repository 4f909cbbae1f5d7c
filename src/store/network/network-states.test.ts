/** The network's state: from traces drawn as text, and from random conversations on the simulated network itself. */
import { describe, expect, test } from "vitest";
import { randomStream } from "../../runtime/network/random-stream.ts";
import { atOnce } from "../../runtime/network/settings.ts";
import { noActor } from "../../runtime/network/kernel.ts";
import type { TcpSocket } from "../../runtime/network/tcp-socket.ts";
import { recordNetwork } from "../../testing/network/record-network.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { narrate, plainText } from "../narration.ts";
import { TraceStore } from "../trace-store.ts";
import { connectionsOf, isOver } from "./connections.ts";
import { type Endpoint, type NetworkState, noNetwork } from "./network-state.ts";

function after(text: string): NetworkState {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store.stateAt(store.length - 1).network;
}

const listens = "endpointOpened 1 type=tcp; listeningStarted 1 address=127.0.0.1:8888 backlog=2;";
const asks =
  "endpointOpened 2 type=tcp task=1; endpointBound 2 address=127.0.0.1:40000; connectionRequested 2 address=127.0.0.1:8888;";
const open = `${listens} ${asks} endpointOpened 3 type=tcp; connectionOpened 2 3;`;

test("a program without a network shares one state", () => {
  expect(after("taskCreated A; handleScheduled 1 A")).toBe(noNetwork);
});

describe("a connection", () => {
  test("is open at both ends, which know each other's address", () => {
    const { endpoints } = after(`${open} connectionQueued 1 3 waiting=1`);
    expect(endpoints.get(2)).toMatchObject({ status: "open", peer: 3, remote: "127.0.0.1:8888" });
    expect(endpoints.get(3)).toMatchObject({
      ...{ status: "open", peer: 2, isServer: true },
      ...{ address: "127.0.0.1:8888", remote: "127.0.0.1:40000" },
    });
    expect(endpoints.get(1)?.listen).toMatchObject({ queue: [3], accepted: 0 });
  });

  test("leaves the listen queue when it is accepted", () => {
    const { endpoints } = after(`${open} connectionQueued 1 3 waiting=1; connectionAccepted 1 3`);
    expect(endpoints.get(1)?.listen).toMatchObject({ queue: [], accepted: 1 });
  });

  test("belongs to the first task that uses it", () => {
    expect(
      after(`${open} bytesSent 3 bytes=1 task=5; bytesRead 3 bytes=1 task=6`).endpoints.get(3)?.task,
    ).toBe(5);
    const waits = `taskCreated A; ${open} taskSuspended A reason=read on=3`;
    expect(after(waits).endpoints.get(3)?.task).toBe(1);
  });

  test("has bytes in its buffers and on the wire, each at a time", () => {
    const { endpoints } = after(`
      ${open} bytesSent 2 bytes=10 preview=hello; bytesDeparted 2 bytes=6 arrival=0.5; @0.1; bytesDeparted 2 bytes=3 arrival=0.6
      @0.5; bytesArrived 3 bytes=6; bytesRead 3 bytes=4
    `);
    expect(endpoints.get(2)).toMatchObject({ queued: 1, sent: 10, preview: "hello" });
    expect(endpoints.get(2)?.flight).toEqual([{ number: 2, bytes: 3, departure: 0.1, arrival: 0.6 }]);
    expect(endpoints.get(3)).toMatchObject({ unread: 2, read: 4 });
  });

  test("loses what is on the wire when it is reset", () => {
    const { endpoints } = after(
      `${open} bytesSent 2 bytes=9; bytesDeparted 2 bytes=6 arrival=1; connectionReset 2`,
    );
    expect(endpoints.get(2)).toMatchObject({ status: "reset", queued: 0, flight: [] });
  });
});

test("a datagram is on its way until it is read or lost; the last lost ones are kept", () => {
  const sent = (id: number) => `datagramSent 1 ${id} bytes=5 address=127.0.0.1:9; `;
  const sockets = "endpointOpened 1 type=udp; endpointOpened 2 type=udp;";
  const arrived = `${sockets} ${sent(1)} datagramDeparted 1 2 arrival=1; @1; datagramArrived 2 1 bytes=5;`;
  expect(after(arrived)).toMatchObject({ datagrams: [{ id: 1, status: "arrived" }] });
  expect(after(arrived).endpoints.get(2)?.unread).toBe(5);
  expect(after(`${arrived} datagramRead 2 1 bytes=5`).datagrams).toEqual([]);
  const many = Array.from(
    { length: 20 },
    (_, i) => `${sent(i + 1)} datagramLost 1 ${i + 1} reason=buffer~full;`,
  );
  const lost = after(sockets + many.join(" "));
  expect([lost.lost, lost.datagrams.length, lost.datagrams[0]?.id]).toEqual([20, 8, 13]);
});

/** A random conversation: connections that write, read, end, close and abort, on a link with delay and loss. */
function converse(seed: number): TraceStore {
  const random = randomStream(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const link = {
    ...atOnce,
    latency: [0, 0.001, 0.02][pick(3)] as number,
    jitter: 0.001,
    bandwidth: [0, 200_000][pick(2)] as number,
    loss: 0.05,
  };
  const { network, pass, store } = recordNetwork(seed, link);
  const address = { host: "127.0.0.1", port: 8888 };
  const listener = network.stream("inet", noActor) as TcpSocket;
  listener.bind(address, noActor);
  listener.listen(2, noActor);
  const ends: TcpSocket[] = [];
  const buffer = new Uint8Array(50_000);
  let now = 0;
  for (let step = 0; step < 120; step++) {
    const end = ends[pick(Math.max(1, ends.length))];
    const actor = { task: 1 + pick(3), line: 0 };
    switch (pick(9)) {
      case 0: {
        const made = network.stream("inet", actor) as TcpSocket;
        made.connect(address, actor);
        ends.push(made);
        break;
      }
      case 1: {
        const accepted = listener.accept(actor);
        if (typeof accepted !== "number") ends.push(accepted);
        break;
      }
      case 2:
      case 3:
        end?.send(buffer.subarray(0, 1 + pick(buffer.length)), actor);
        break;
      case 4:
      case 5:
        end?.receive(buffer.subarray(0, 1 + pick(buffer.length)), actor);
        break;
      case 6:
        if (pick(4) === 0) end?.shutdown(1, actor);
        break;
      case 7:
        if (pick(4) === 0) end?.close(actor);
        break;
      default:
        pass((now += 0.01 * pick(10)));
    }
  }
  // In the end everything is read and closed.
  listener.close(noActor);
  for (let round = 0; round < 200; round++) {
    pass();
    for (const end of ends) while (!end.isClosed && end.receive(buffer, noActor) > 0);
  }
  for (const end of ends) if (!end.isClosed) end.close(noActor);
  pass();
  return store();
}

describe.each(Array.from({ length: 12 }, (_, i) => i + 1))("a random conversation, seed %i", (seed) => {
  const store = converse(seed);
  const states = Array.from({ length: store.length }, (_, index) => store.stateAt(index));

  test("has no negative number of bytes, and each packet between departure and arrival", () => {
    for (const { network, time, index } of states) {
      for (const { queued, unread, flight, id } of network.endpoints.values()) {
        expect(Math.min(queued, unread), `endpoint ${id} at event ${index}`).toBeGreaterThanOrEqual(0);
        for (const { departure, arrival } of flight)
          expect(departure).toBeLessThanOrEqual(Math.min(arrival, time));
      }
    }
  });

  test("has equal states backwards", () => {
    for (let index = store.length - 1; index >= 0; index -= 7) {
      expect(store.stateAt(index).network).toEqual(states[index]?.network);
    }
  });

  test("counts what arrives against what was sent", () => {
    const { endpoints } = (states.at(-1) as (typeof states)[number]).network;
    for (const end of endpoints.values()) {
      const peer = endpoints.get(end.peer);
      if (!peer) continue;
      const flying = end.flight.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(peer.read + peer.unread + end.queued + flying).toBeLessThanOrEqual(end.sent);
    }
  });

  test("ends with connections that are over", () => {
    const { network } = states.at(-1) as (typeof states)[number];
    for (const leader of connectionsOf(network).leaders) expect(isOver(network, leader)).toBe(true);
  });

  test("has sentences of at most 12 words", () => {
    for (const state of states) {
      const text = plainText(narrate(store.trace.event(state.index), state));
      expect(text).toMatch(/^[A-Za-z\d].*\.$/);
      expect(text).not.toMatch(/undefined|NaN|null/);
      expect(text.split(" ").length, text).toBeLessThanOrEqual(12);
    }
  });
});

test("nothing is left of a conversation that is read to its end", () => {
  const { network, pass, store } = recordNetwork(1, { ...atOnce, latency: 0.01, bandwidth: 1e6 });
  const listener = network.stream("inet", noActor) as TcpSocket;
  listener.bind({ host: "127.0.0.1", port: 80 }, noActor);
  listener.listen(5, noActor);
  const client = network.stream("inet", noActor) as TcpSocket;
  client.connect({ host: "127.0.0.1", port: 80 }, noActor);
  pass();
  const server = listener.accept(noActor) as TcpSocket;
  const buffer = new Uint8Array(100_000);
  let left = 500_000;
  while (left > 0) {
    left -= Math.max(0, client.send(buffer.subarray(0, Math.min(left, buffer.length)), noActor));
    pass();
    server.receive(buffer, noActor);
  }
  client.shutdown(1, noActor);
  pass();
  while (server.receive(buffer, noActor) > 0) pass();
  const sums = ["queued", "unread"] as const;
  const { endpoints } = store().network;
  for (const end of endpoints.values() as Iterable<Endpoint>) {
    for (const sum of sums) expect(end[sum]).toBe(0);
    expect(end.flight).toEqual([]);
  }
  expect(endpoints.get(client.id)).toMatchObject({ sent: 500_000, ownEnd: "arrived" });
  expect(endpoints.get(server.id)).toMatchObject({ read: 500_000, hasPeerEnded: true });
});

test("an event among 10,000 connections costs no copy of them", () => {
  const opened = Array.from({ length: 10_000 }, (_, i) => `endpointOpened ${i + 1} type=tcp`).join(";");
  const sent = Array.from({ length: 2000 }, (_, i) => `bytesSent ${i * 5 + 1} bytes=1`).join(";");
  const store = new TraceStore();
  store.append(chunkFromText(`${opened};${sent}`));
  const [before, now] = [store.stateAt(store.length - 2), store.stateAt(store.length - 1)];
  const shared = now.network.endpoints.chunks.filter(
    (chunk, i) => chunk === before.network.endpoints.chunks[i],
  );
  expect(shared.length).toBe(now.network.endpoints.chunks.length - 1);
});
