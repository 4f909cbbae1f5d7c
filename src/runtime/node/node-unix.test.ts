/** Unix sockets of the system. Node's own `net` is at the other end, and is the oracle. */
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import {
  ConnectionRefusedError,
  FileNotFoundError,
  openUnixConnection,
  runOnHost,
  startUnixServer,
  wrapFuture,
} from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "loopscope-"));
afterAll(() => rmSync(folder, { recursive: true }));
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("a client of ours and a server of Node", async () => {
  const path = join(folder, "node.sock");
  const server = createServer((socket) => socket.end("hello")).listen(path);
  await once(server, "listening");
  const said = await runOnHost(
    (function* () {
      const [reader, writer] = yield* openUnixConnection(path);
      expect(writer.getExtraInfo("peername")).toBe(path);
      const all = yield* reader.read();
      writer.close();
      yield* writer.waitClosed();
      return decode(all);
    })(),
  );
  expect(said).toBe("hello");
  server.close();
});

test("a server of ours and a client of Node; its file is there as long as it serves", async () => {
  const path = join(folder, "ours.sock");
  const said = await runOnHost(
    (function* () {
      const server = yield* startUnixServer(function* (reader, writer) {
        expect(writer.getExtraInfo("sockname")).toBe(path);
        writer.write(decode(yield* reader.readline()).toUpperCase());
        writer.close();
      }, path);
      expect(existsSync(path)).toBe(true);
      const client = connect(path);
      client.write("by a path\n");
      const said = yield* wrapFuture(text(client));
      server.close();
      yield* server.waitClosed();
      expect(existsSync(path)).toBe(false);
      return said;
    })(),
  );
  expect(said).toBe("BY A PATH\n");
});

test("a server takes the place of a file that an old one left; errors are asyncio's", async () => {
  const path = join(folder, "stale.sock");
  await expect(runOnHost(openUnixConnection(path))).rejects.toBeInstanceOf(FileNotFoundError);
  const old = createServer().listen(path);
  await once(old, "listening");
  await runOnHost(
    (function* () {
      const server = yield* startUnixServer((_, writer) => writer.close(), path);
      expect((yield* (yield* openUnixConnection(path))[0].read()).length).toBe(0);
      server.close();
    })(),
  );
  old.close();
  const plain = join(folder, "plain");
  (await import("node:fs")).writeFileSync(plain, "");
  await expect(runOnHost(openUnixConnection(plain))).rejects.toBeInstanceOf(ConnectionRefusedError);
  await expect(runOnHost(startUnixServer(() => {}, plain))).rejects.toThrow(
    `Address '${plain}' is already in use`,
  );
});
