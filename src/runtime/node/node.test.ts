/** Streams and servers over real loopback sockets. Node's own `net` is at the other end, and is the oracle. */
import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type Server as NodeServer,
  type Socket as NodeSocket,
} from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import {
  asyncFor,
  ConnectionRefusedError,
  type Coroutine,
  createTask,
  gather,
  openConnection,
  OSError,
  runOnHost,
  type Server,
  sleep,
  startServer,
  type StreamReader,
  type StreamWriter,
  TimeoutError,
  waitFor,
  wrapFuture,
} from "./index.ts";

const HOST = "127.0.0.1";
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const portOf = (server: Server) => (server.sockets[0]!.getsockname() as [string, number])[1];

/** Run a Node server around a program, which gets its port. */
async function withNodeServer<T>(
  serve: (socket: NodeSocket) => void,
  program: (port: number) => Coroutine<T>,
): Promise<T> {
  const server: NodeServer = createServer({ allowHalfOpen: true }, serve).listen(0, HOST);
  await once(server, "listening");
  try {
    return await runOnHost(program((server.address() as AddressInfo).port));
  } finally {
    server.close();
  }
}

function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  yield* asyncFor(reader, function* (line) {
    writer.write(decode(line).toUpperCase());
    yield* writer.drain();
  });
  writer.close();
}

/** Start a server, run a block with its port, and close it. */
function* serving<T>(
  handler: (reader: StreamReader, writer: StreamWriter) => Coroutine<void>,
  body: (port: number) => Coroutine<T>,
): Coroutine<T> {
  const server = yield* startServer(handler, HOST, 0);
  try {
    return yield* body(portOf(server));
  } finally {
    server.close();
    yield* server.waitClosed();
  }
}

test("a Node client and a server of ours: lines, then the end of each side", async () => {
  const heard = await runOnHost(
    serving(echo, function* (port) {
      const client = connect({ port, host: HOST, allowHalfOpen: true });
      client.write("one\ntwo");
      client.end("\nthree");
      return yield* wrapFuture(text(client));
    }),
  );
  expect(heard).toBe("ONE\nTWO\nTHREE");
});

test("a client of ours and a Node server: half-close, and the answer after it", async () => {
  const answer = await withNodeServer(
    (socket) => {
      let all = "";
      socket.setEncoding("utf8").on("data", (part: string) => (all += part));
      socket.on("end", () => socket.end(`got ${all}`));
    },
    function* (port) {
      const [reader, writer] = yield* openConnection(HOST, port);
      expect(writer.getExtraInfo("peername")).toEqual([HOST, port]);
      writer.write("hello ");
      yield* sleep(0);
      writer.write("world");
      writer.writeEof();
      const all = yield* reader.read();
      writer.close();
      yield* writer.waitClosed();
      return decode(all);
    },
  );
  expect(answer).toBe("got hello world");
});

test("a writer of ours waits in drain() while Node's end does not read", async () => {
  const total = 20_000_000;
  let socket: NodeSocket | undefined;
  const [before, received] = await withNodeServer(
    (connection) => void (socket = connection.pause()),
    function* (port) {
      const [reader, writer] = yield* openConnection(HOST, port);
      let sent = 0;
      const sending = createTask(
        (function* (): Coroutine<void> {
          for (; sent < total; sent += 100_000) {
            writer.write(new Uint8Array(100_000));
            yield* writer.drain();
          }
          writer.writeEof();
        })(),
      );
      // The system's own buffers take some megabytes; then nothing leaves any more.
      for (let last = -1; last !== sent;) {
        last = sent;
        yield* sleep(0.05);
      }
      const stuckAt = sent;
      expect(sending.done()).toBe(false);
      let count = 0;
      socket!.on("data", (data: Uint8Array) => (count += data.length)).on("end", () => socket!.end());
      socket!.resume();
      yield* sending;
      expect(yield* reader.read()).toEqual(new Uint8Array(0));
      writer.close();
      return [stuckAt, count];
    },
  );
  expect(before).toBeLessThan(total);
  expect(received).toBe(total);
});

test("Node's writer waits while a reader of ours does not read", async () => {
  const total = 20_000_000;
  let flushed = false;
  const count = await withNodeServer(
    (socket) => {
      socket.write(new Uint8Array(total), () => (flushed = true));
      socket.end();
    },
    function* (port) {
      const [reader, writer] = yield* openConnection(HOST, port);
      yield* sleep(0.2);
      expect(flushed).toBe(false);
      let read = 0;
      for (;;) {
        const data = yield* reader.read(1_000_000);
        if (data.length === 0) break;
        read += data.length;
      }
      writer.close();
      return read;
    },
  );
  expect([count, flushed]).toEqual([total, true]);
});

test("1,000 connections at once", async () => {
  const answers = await runOnHost(
    serving(echo, function* (port) {
      function* ask(n: number): Coroutine<string> {
        const [reader, writer] = yield* openConnection(HOST, port);
        writer.write(`client ${n}\n`);
        const line = yield* reader.readline();
        writer.close();
        yield* writer.waitClosed();
        return decode(line);
      }
      return yield* gather(Array.from({ length: 1000 }, (_, n) => ask(n)));
    }),
  );
  expect(answers).toEqual(Array.from({ length: 1000 }, (_, n) => `CLIENT ${n}\n`));
});

test("1,000 clients of Node at once", async () => {
  const answers = await runOnHost(
    serving(echo, function* (port) {
      const ask = async (n: number) => {
        const client = connect({ port, host: HOST, allowHalfOpen: true });
        client.end(`client ${n}\n`);
        return text(client);
      };
      return yield* wrapFuture(Promise.all(Array.from({ length: 1000 }, (_, n) => ask(n))));
    }),
  );
  expect(answers).toEqual(Array.from({ length: 1000 }, (_, n) => `CLIENT ${n}\n`));
}, 30_000);

test("errors are asyncio's: refused, an address in use, an unknown name, a reset", async () => {
  const free = createServer().listen(0, HOST);
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  await expect(runOnHost(startServer(echo, HOST, port))).rejects.toThrow(
    /error while attempting to bind on address \('127.0.0.1', \d+\): .*address already in use/,
  );
  free.close();
  await once(free, "close");
  await expect(runOnHost(openConnection(HOST, port))).rejects.toBeInstanceOf(ConnectionRefusedError);
  await expect(runOnHost(openConnection(HOST, port))).rejects.toThrow(
    `Connect call failed ('127.0.0.1', ${port})`,
  );
  await expect(runOnHost(openConnection("name.invalid", port))).rejects.toBeInstanceOf(OSError);
  const failure = withNodeServer(
    (socket) => void socket.once("data", () => socket.resetAndDestroy()),
    function* (port) {
      const [reader, writer] = yield* openConnection(HOST, port);
      writer.write("reset, please");
      return yield* reader.read();
    },
  );
  await expect(failure).rejects.toThrow("Connection reset by peer");
});

test("timeouts and cancellation in real time, and a server that is closed by its context", async () => {
  const said = await runOnHost(
    serving(
      function* (reader, writer) {
        yield* reader.read();
        writer.close();
      },
      function* (port) {
        const [reader, writer] = yield* openConnection(HOST, port);
        const said: string[] = [];
        try {
          yield* waitFor(reader.read(1), 0.02);
        } catch (error) {
          if (error instanceof TimeoutError) said.push("late");
        }
        const reading = createTask(reader.read(1));
        yield* sleep(0);
        reading.cancel();
        yield* sleep(0);
        said.push(String(reading.cancelled()));
        writer.transport.abort();
        return said;
      },
    ),
  );
  expect(said).toEqual(["late", "true"]);
});
