/** Lanes of connections, and wake-ups by what arrives. */
import { expect, test } from "vitest";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { TraceStore } from "../trace-store.ts";
import { lastLink } from "../wake-chain.ts";

function storeOf(text: string): TraceStore {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
}

const open = `
  taskCreated A name=client; endpointOpened 1 type=tcp task=1; connectionRequested 1 address=127.0.0.1:80 task=1
  @0.5; endpointOpened 2 type=tcp; connectionOpened 1 2;`;

test("a connection is opened, carries bytes, holds them until they are read, and rests", () => {
  const { spans } = storeOf(`
    ${open} @1; bytesSent 1 bytes=9; bytesDeparted 1 bytes=9 arrival=2; @2; bytesArrived 2 bytes=9
    @3; bytesRead 2 bytes=9; @4; endpointClosed 1; endpointClosed 2
  `);
  const [lane] = spans.connections;
  expect(lane).toMatchObject({ name: "client → :80", task: 0, endpoint: 1 });
  expect(lane?.spans.map(({ start, end, status, reason }) => [start, end, status, reason])).toEqual([
    [0, 0.5, "waiting", "connect"],
    [0.5, 1, "ready", ""],
    [1, 2, "running", ""],
    [2, 3, "waiting", "unread"],
    [3, 4, "ready", ""],
  ]);
  expect(spans.connectionOf(2)).toBe(lane);
});

test("a connection that fails has a lane until then", () => {
  const { spans } = storeOf(`
    endpointOpened 1 type=tcp; connectionRequested 1 address=127.0.0.1:80; @1; connectionFailed 1 reason=refused`);
  expect(spans.connections[0]?.spans).toMatchObject([{ start: 0, end: 1, reason: "connect" }]);
});

test("a task that bytes have woken names the endpoint at which they arrived", () => {
  const { spans, length } = storeOf(`
    ${open} taskStepped A; taskSuspended A 1 reason=read on=1; @1; bytesArrived 1 bytes=4; endpointReady 1 ready=read
    handleScheduled 5 name=_read_ready; iterationStarted ready=1; handleStarted 5 name=_read_ready
    bytesRead 1 bytes=4; handleScheduled 6 A
  `);
  expect(lastLink(spans, 1, length - 1)).toMatchObject({ how: "arrival", by: 0, endpoint: 1 });
});
