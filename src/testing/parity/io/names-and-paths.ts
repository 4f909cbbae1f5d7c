/** Programs with names of hosts, and with unix sockets. */
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import { gather } from "../../../runtime/combinators/gather.ts";
import { OSError } from "../../../runtime/errors/os-errors.ts";
import { Protocol } from "../../../runtime/io/protocols.ts";
import type { Server } from "../../../runtime/io/server.ts";
import type { StreamReader } from "../../../runtime/io/stream-reader.ts";
import type { StreamWriter } from "../../../runtime/io/stream-writer.ts";
import {
  openConnection,
  openUnixConnection,
  startServer,
  startUnixServer,
  type Streams,
} from "../../../runtime/io/streams.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { tupleText } from "../io-values.ts";
import type { Kit } from "../kit.ts";

const HOST = "127.0.0.1";

function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  yield* asyncFor(reader, function* (line) {
    writer.write(new TextDecoder().decode(line).toUpperCase());
    yield* writer.drain();
  });
  writer.close();
}

function* ask({ log }: Kit, [reader, writer]: Streams): Coroutine<void> {
  writer.write("line\n");
  log(yield* reader.readline());
  writer.close();
  yield* writer.waitClosed();
}

function* end(server: Server): Coroutine<void> {
  server.close();
  yield* server.waitClosed();
}

const placesOf = (server: Server) => server.sockets.map((socket) => tupleText(socket.getsockname()));

export function* localhost(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echo, "localhost", 8000);
  kit.log(placesOf(server));
  yield* ask(kit, yield* openConnection("localhost", 8000));
  yield* ask(kit, yield* openConnection(HOST, 8000));
  yield* end(server);
}

export function* allAddresses(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echo, null, 8000);
  kit.log(placesOf(server));
  yield* ask(kit, yield* openConnection(HOST, 8000));
  yield* ask(kit, yield* openConnection("::1", 8000));
  yield* end(server);
}

export function* severalHosts(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echo, [HOST, "localhost", "::1"], 8000);
  kit.log(placesOf(server));
  yield* ask(kit, yield* openConnection("::1", 8000));
  yield* end(server);
}

export function* anyPort(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echo, HOST, 0);
  const [host, port] = server.sockets[0]!.getsockname() as readonly [string, number];
  kit.log(port);
  yield* ask(kit, yield* openConnection(host, port));
  yield* end(server);
}

export function* unknownName({ log }: Kit): Coroutine<void> {
  try {
    yield* openConnection("nowhere.invalid", 80);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    log(error.name, error.errno);
  }
}

export function* lookUps({ attempt, log, loop }: Kit): Coroutine<void> {
  for (const host of ["localhost", HOST, "loopscope", null]) {
    const infos = yield* loop.getaddrinfo(host, 80, { type: "stream" });
    log(
      host,
      infos.map(({ address }) => tupleText(address)),
    );
  }
  yield* attempt(loop.getaddrinfo(HOST, 80, { family: "inet6" }));
}

export function* lookUpsAtOnce({ log, loop }: Kit): Coroutine<void> {
  function* lookUp(host: string): Coroutine<void> {
    try {
      log(host, (yield* loop.getaddrinfo(host, 80, { type: "stream" })).length);
    } catch (error) {
      log(host, (error as OSError).errno);
    }
  }
  const names = [..."abc"].map((name) => `${name}.invalid`);
  yield* gather([...names, "localhost"].map(lookUp));
  yield* lookUp("localhost");
}

export function* cancelledLookUp({ attempt, spawn }: Kit): Coroutine<void> {
  const task = spawn("asks", openConnection("slow.invalid", 80));
  yield* sleep(0.01);
  task.cancel();
  yield* attempt(task);
  yield* sleep(1);
}

export function* unixEcho(kit: Kit): Coroutine<void> {
  const server = yield* startUnixServer(echo, "/tmp/echo");
  kit.log(placesOf(server));
  const streams = yield* openUnixConnection("/tmp/echo");
  kit.log(streams[1].getExtraInfo("peername"));
  yield* ask(kit, streams);
  yield* end(server);
  yield* kit.attempt(openUnixConnection("/tmp/echo"));
}

export function* unixPaths({ attempt, loop }: Kit): Coroutine<void> {
  const factory = () => new Protocol();
  yield* attempt(openUnixConnection("/tmp/none"));
  const server = yield* loop.createUnixServer(factory, "/tmp/a");
  const other = yield* loop.createUnixServer(factory, "/tmp/a");
  server.close();
  const [transport] = yield* loop.createUnixConnection(factory, "/tmp/a");
  transport.close();
  yield* sleep(1);
  other.close();
  yield* attempt(loop.createUnixConnection(factory, "/tmp/a"));
  yield* attempt(loop.createUnixConnection(factory, "x".repeat(108)));
}

export function* unixBackpressure({ log }: Kit): Coroutine<void> {
  const server = yield* startUnixServer(function* (reader, writer) {
    yield* sleep(1);
    let total = 0;
    for (;;) {
      const data = yield* reader.read(100_000);
      if (data.length === 0) break;
      total += data.length;
    }
    log("read", total);
    writer.close();
  }, "/tmp/slow");
  const [reader, writer] = yield* openUnixConnection("/tmp/slow");
  writer.write("x".repeat(1_000_000));
  yield* writer.drain();
  log("drained");
  writer.writeEof();
  log(yield* reader.read());
  writer.close();
  yield* end(server);
}

export function* unixReset({ attempt }: Kit): Coroutine<void> {
  const server = yield* startUnixServer(function* (reader, writer) {
    writer.write("x".repeat(1000));
    yield* attempt(reader.read());
    writer.close();
    yield* attempt(writer.waitClosed());
  }, "/tmp/talks");
  const [, writer] = yield* openUnixConnection("/tmp/talks");
  writer.transport.pauseReading();
  yield* sleep(1);
  writer.close();
  yield* sleep(1);
  server.close();
}

export function* nobodyAnswers({ follow, log }: Kit): Coroutine<void> {
  const server = yield* startServer(
    function* (reader, writer): Coroutine<void> {
      yield* reader.read();
      log("end");
      writer.close();
    },
    HOST,
    8000,
  );
  const [reader, writer] = yield* openConnection(HOST, 8000);
  follow("reads", reader.readline());
  yield* sleep(1);
  writer.close();
  yield* sleep(1);
  server.close();
}
