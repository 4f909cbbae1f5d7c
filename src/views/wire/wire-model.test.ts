/** Rows of the Wire, from traces drawn as text. */
import { describe, expect, test } from "vitest";
import { TraceStore } from "../../store/trace-store.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { rowText } from "./row-text.ts";
import { shortBytes } from "./short-bytes.ts";
import { type ConnectionRow, wireModel, type WireModel } from "./wire-model.ts";

function after(text: string, room = 8): WireModel {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return wireModel(store.stateAt(store.length - 1), room);
}

const connection = ({ rows }: WireModel) =>
  rows.find((row): row is ConnectionRow => row.kind === "connection");

const listens = "endpointOpened 1 type=tcp; listeningStarted 1 address=127.0.0.1:8888 backlog=5;";
const asks = "taskCreated A; endpointOpened 2 type=tcp task=1; connectionRequested 2 address=127.0.0.1:8888;";
const open = `${listens} ${asks} endpointOpened 3 type=tcp; connectionOpened 2 3;`;

describe("a connection", () => {
  test("joins two ends, of which the one that asked is on the left", () => {
    const row = connection(after(open));
    expect(row).toMatchObject({ look: "open", left: { endpoint: 2, name: "A" }, right: { endpoint: 3 } });
    expect(row?.remote).toBe("server :8888");
  });

  test("has a packet where the time between departure and arrival puts it", () => {
    const text = `${open} @1; bytesSent 2 bytes=10; bytesDeparted 2 bytes=10 arrival=1.5;`;
    expect(connection(after(text))?.there.moving).toMatchObject([{ key: "2:1", at: 0, bytes: 10 }]);
    expect(connection(after(`${text} @1.125; clockAdvanced from=1`))?.there.moving).toMatchObject([
      { at: 0.25 },
    ]);
    expect(connection(after(`${text} @1.5; clockAdvanced from=1`))?.there.moving).toMatchObject([{ at: 1 }]);
    const arrived = connection(after(`${text} @1.5; bytesArrived 3 bytes=10`));
    expect(arrived?.there).toMatchObject({ moving: [], unread: 10 });
  });

  test("says aloud what its picture shows", () => {
    const text = `${open} bytesSent 2 bytes=90000; writingPaused 2 bytes=90000 mark=65536; bytesDeparted 2 bytes=10 arrival=1; readingPaused 3`;
    expect(rowText(connection(after(text)) as ConnectionRow)).toBe(
      "A to server :8888: open, 90,000 bytes wait at A, writing is paused at the mark of 65,536 bytes, " +
        "10 bytes on the way to server :8888, server :8888 has paused reading",
    );
  });

  test("is broken when it is refused or reset", () => {
    const refused = connection(after(`${asks} connectionFailed 2 reason=refused`));
    expect(refused).toMatchObject({ look: "broken", note: "refused", right: null });
    expect(connection(after(`${open} connectionReset 2`))).toMatchObject({ look: "broken", note: "reset" });
  });

  test("says why it failed after it is closed, too", () => {
    const refused = after(`${asks} connectionFailed 2 reason=refused; endpointClosed 2`);
    expect(connection(refused)).toMatchObject({ look: "over", note: "refused" });
    const reset = after(`${open} connectionReset 2; endpointClosed 2; endpointClosed 3`);
    expect(connection(reset)).toMatchObject({ look: "over", note: "reset" });
  });

  test("is over when both ends are closed", () => {
    expect(connection(after(`${open} endpointClosed 2`))?.look).toBe("open");
    expect(connection(after(`${open} endpointClosed 2; endpointClosed 3`))?.look).toBe("over");
    expect(after(`${open} endpointClosed 2; endpointClosed 3`).open).toBe(0);
  });
});

test("a listener stands before its connections, with its queue", () => {
  const { rows } = after(`${open} connectionQueued 1 3 waiting=1`);
  expect(rows.map(({ key }) => key)).toEqual(["listener:1", "connection:2"]);
  expect(rows[0]).toMatchObject({ name: "server :8888", waiting: 1, room: 6 });
});

test("a lost datagram leaves the lane on its way", () => {
  const sockets =
    "endpointOpened 1 type=udp; endpointBound 1 address=127.0.0.1:9; endpointOpened 2 type=udp;";
  const text = `${sockets} datagramSent 2 1 bytes=5 address=127.0.0.1:9 preview=hi; datagramDeparted 1 1 arrival=1; datagramLost 2 1 reason=lost~on~the~way`;
  const row = connection(after(text));
  expect(row?.left.endpoint).toBe(2);
  expect(row?.there).toMatchObject({
    lost: 1,
    moving: [{ look: "lost", at: 0.5, title: "hi: lost on the way" }],
  });
  expect(row?.back).toBeNull();
});

test("of 500 connections those with most bytes have a row, and the others are counted", () => {
  const many = Array.from({ length: 500 }, (_, i) => {
    const id = 2 * i + 2;
    return `endpointOpened ${id} type=tcp; connectionRequested ${id} address=127.0.0.1:8888; endpointOpened ${id + 1} type=tcp; connectionOpened ${id} ${id + 1}`;
  }).join(";");
  const bytes = "bytesSent 400 bytes=9000; bytesSent 600 bytes=5000; bytesDeparted 600 bytes=5000 arrival=1";
  const { rows, open, rest, extremes } = after(`${listens} ${many}; ${bytes}`, 4);
  expect(rows.map(({ key }) => key)).toEqual(["listener:1", "connection:400", "connection:600"]);
  expect(open).toBe(500);
  expect(rest).toBe("+ 498 more");
  expect(extremes).toEqual(["most to send: 8.8 KiB at the program"]);
});

test("extremes of many connections name the most bytes at each end, and the longest wait", () => {
  const tasks = ["ada", "bob"].map((name, i) => `taskCreated ${i + 1} name=${name}`).join("; ");
  const ids = Array.from({ length: 12 }, (_, i) => 2 * i + 2);
  const pairs = ids.map(
    (id) =>
      `endpointOpened ${id} type=tcp task=${id > 4 ? 0 : id / 2}; connectionRequested ${id} address=127.0.0.1:8888; endpointOpened ${id + 1} type=tcp; connectionOpened ${id} ${id + 1}`,
  );
  const waits = ["A", "B"].map(
    (task, i) =>
      `@${i + 1}; handleScheduled ${i + 1} ${task}; iterationStarted ready=1; handleStarted ${i + 1} ${task}; taskStepped ${task}; taskSuspended ${task} reason=read on=${2 * i + 2}; handleEnded ${i + 1} ${task}`,
  );
  const bytes =
    "bytesSent 2 bytes=2000; bytesDeparted 2 bytes=2000 arrival=3; bytesArrived 3 bytes=2000; bytesSent 4 bytes=900";
  const text = `${tasks}; ${listens} ${pairs.join("; ")}; loopStarted; ${waits.join("; ")}; @3; ${bytes}`;
  expect(after(text, 2).extremes).toEqual([
    "most unread: 2 KiB from ada",
    "most to send: 900 B at bob",
    "longest wait: ada, 2 s",
  ]);
  expect(after(text, 13).extremes).toEqual([]);
  expect(after(`${text}; endpointClosed 24; endpointClosed 25`, 2).extremes).toEqual([]);
});

test.each([
  [12, "12 B"],
  [1536, "1.5 KiB"],
  [65_536, "64 KiB"],
  [5_242_880, "5 MiB"],
])("%i bytes are %s", (bytes, text) => expect(shortBytes(bytes)).toBe(text));

test("a visitor's connection has a row, from the moment it asks", () => {
  const comes = `${listens} hostAdded 1 name=visitor~1 address=127.0.0.1; endpointOpened 2 type=tcp host=1;`;
  expect(after(comes).rows).toHaveLength(1);
  const asked = `${comes} connectionRequested 2 address=127.0.0.1:8888;`;
  expect(connection(after(asked))).toMatchObject({ look: "joining", left: { name: "visitor 1", task: 0 } });
  const row = connection(after(`${asked} endpointOpened 3 type=tcp; connectionOpened 2 3;`));
  expect(row).toMatchObject({ look: "open", right: { endpoint: 3 }, remote: "server :8888" });
});
