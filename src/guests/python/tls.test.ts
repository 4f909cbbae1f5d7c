/**
 * Programs with TLS print what they printed on native CPython with OpenSSL, over real loopback, in the same order: the corpus as
 * `record-native.py` recorded it. The sizes of records and flights are among these lines.
 */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { nativeLines, tlsPrograms } from "../../testing/tls/corpus.ts";

test("native CPython has run each program", () => {
  expect(Object.keys(nativeLines).sort()).toEqual(Object.keys(tlsPrograms).sort());
});

describe("as on native CPython", () => {
  test.each(Object.entries(tlsPrograms))("%s", async (name, source) => {
    const run = await runPython(source);
    expect(run.error).toBeNull();
    expect(run.stdout.split("\n").slice(0, -1)).toEqual(nativeLines[name]);
    expect(run.stderr.split("\n").filter((line) => line && !line.includes("stands in"))).toEqual([]);
  });
});

test("a trace has the handshakes of both ends, the waits for them, and the names of records", async () => {
  const source = tlsPrograms["a connection upgraded by start_tls"] as string;
  const { events } = await runPython(source);
  const [client, server] = [2, 3];
  const handshakes = events.filter(({ kind }) => kind.startsWith("handshake"));
  expect(handshakes).toMatchObject([
    { kind: "handshakeStarted", endpoint: server, side: "server", name: "" },
    { kind: "handshakeStarted", endpoint: client, side: "client", name: "localhost" },
    { kind: "handshakeFinished", endpoint: client, version: "TLSv1.3", protocol: "" },
    { kind: "handshakeFinished", endpoint: server, version: "TLSv1.3", protocol: "" },
  ]);
  const waits = events.filter((event) => event.kind === "taskSuspended" && event.reason === "handshake");
  expect(waits.map((event) => "on" in event && event.on)).toEqual([server, client]);
  const previews = events.flatMap((event) => (event.kind === "bytesSent" ? [event.preview] : []));
  expect(previews).toEqual(expect.arrayContaining(["TLS: client hello", "TLS: MAIL secret\\r\\n"]));
  expect((await runPython(source)).events).toEqual(events);
});

test("a handshake that fails is in the trace, with OpenSSL's reason", async () => {
  const failures = async (name: string) => {
    const { events } = await runPython(tlsPrograms[name] as string);
    return events.flatMap((event) => (event.kind === "handshakeFailed" ? [event.reason] : []));
  };
  // asyncio does not send the alert: its transport is closed at once.
  expect(await failures("the server hears of a refused certificate")).toEqual([
    "self-signed certificate",
    "ConnectionResetError",
  ]);
  expect(await failures("blocking sockets")).toEqual([
    "Hostname mismatch, certificate is not valid for 'example.org'.",
    "sslv3 alert bad certificate",
    "http request",
  ]);
  expect(await failures("a TLS client of a plain server")).toEqual(["wrong version number"]);
  expect(await failures("a handshake that takes too long")).toEqual([
    "SSL handshake is taking longer than 0.2 seconds: aborting the connection",
  ]);
});
