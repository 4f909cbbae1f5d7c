/** Errors that the system has for calls: resets, broken pipes, too many files, datagrams that are too long. */
import { OSError } from "../../../runtime/errors/os-errors.ts";
import { bytesRepr } from "../../../runtime/instrument/text-repr.ts";
import { pipe } from "../../../runtime/io/pipes.ts";
import { createSubprocessExec, PIPE } from "../../../runtime/io/processes/processes.ts";
import { Socket, socketPair } from "../../../runtime/io/program-socket.ts";
import { DatagramProtocol, Protocol } from "../../../runtime/io/protocols.ts";
import type { StreamReader } from "../../../runtime/io/stream-reader.ts";
import type { StreamWriter } from "../../../runtime/io/stream-writer.ts";
import { openConnection, startServer } from "../../../runtime/io/streams.ts";
import type { Transport } from "../../../runtime/io/transports.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

const HOST = "127.0.0.1";

class Logging extends Protocol {
  transport: Transport | null = null;

  constructor(
    readonly log: Kit["log"],
    readonly name: string,
  ) {
    super();
  }

  override connectionMade(transport: Transport): void {
    this.transport = transport;
  }

  override dataReceived(data: Uint8Array): void {
    this.log(this.name, "gets", bytesRepr(data));
  }

  override eofReceived(): void {
    this.log(this.name, "eof");
  }

  override connectionLost(error: Error | null): void {
    this.log(this.name, "lost", error);
  }
}

export const resetsByStreams = withCases([["abort"], ["close"]], function* ({ attempt, log }, how) {
  function* handle(_reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    if (how === "abort") return writer.transport.abort();
    yield* sleep(1);
    writer.close();
  }
  const server = yield* startServer(handle, HOST, 8000);
  const [reader, writer] = yield* openConnection(HOST, 8000);
  writer.write("x".repeat(200_000));
  yield* attempt(writer.drain());
  yield* attempt(reader.read());
  log(reader.exception(), reader.atEof(), writer.isClosing());
  writer.write("late");
  yield* attempt(writer.drain());
  yield* attempt(reader.readline());
  writer.close();
  yield* attempt(writer.waitClosed());
  server.close();
});

export function* resetsByProtocols({ log, loop }: Kit): Coroutine<void> {
  const peers: Logging[] = [];
  const factory = () => {
    const peer = new Logging(log, "server");
    peers.push(peer);
    return peer;
  };
  const server = yield* loop.createServer(factory, HOST, 8000);
  for (const size of [0, 500_000]) {
    const [client] = yield* loop.createConnection(() => new Logging(log, "client"), HOST, 8000);
    yield* sleep(1);
    peers.at(-1)?.transport?.pauseReading();
    client.write(new Uint8Array(size));
    yield* sleep(1);
    peers.at(-1)?.transport?.abort();
    yield* sleep(1);
    client.write("late");
    log(client.isClosing());
  }
  server.close();
}

export function* resetsBySockets({ attempt, loop }: Kit): Coroutine<void> {
  const listener = new Socket();
  listener.bind([HOST, 8000]);
  listener.listen();
  const client = new Socket();
  yield* loop.sockConnect(client, [HOST, 8000]);
  const [connection] = yield* loop.sockAccept(listener);
  yield* loop.sockSendall(client, "unread");
  yield* sleep(1);
  connection.close();
  yield* sleep(1);
  yield* attempt(loop.sockRecv(client, 10));
  yield* attempt(loop.sockRecv(client, 10));
  yield* attempt(loop.sockSendall(client, "more"));
  yield* attempt(loop.sockSendall(client, "more"));
  client.close();
  listener.close();
}

export function* brokenPipes({ attempt, check, loop }: Kit): Coroutine<void> {
  let [one, other] = socketPair();
  other.close();
  yield* attempt(loop.sockSendall(one, "lost"));
  yield* attempt(loop.sockRecv(one, 10));
  one.close();
  [one, other] = socketPair();
  one.shutdown("write");
  yield* attempt(loop.sockSendall(one, "lost"));
  check(() => one.send("lost"));
  one.close();
  other.close();
  const [r, w] = pipe();
  r.close();
  check(() => w.write("lost"));
  w.close();
}

export function* brokenPipesByStreams({ attempt, log }: Kit): Coroutine<void> {
  function* handle(_reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    writer.close();
  }
  const server = yield* startServer(handle, HOST, 8000);
  const [reader, writer] = yield* openConnection(HOST, 8000);
  log(yield* reader.read());
  for (let number = 0; number < 4; number++) {
    writer.write("lost");
    yield* attempt(writer.drain());
    yield* sleep(1);
  }
  log(writer.isClosing());
  yield* attempt(writer.waitClosed());
  server.close();
}

/** Open sockets until there are too many, and log the error. */
function openAll(log: Kit["log"]): Socket[] {
  const sockets: Socket[] = [];
  try {
    for (;;) sockets.push(new Socket());
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    log(sockets.length, error);
  }
  return sockets;
}

export function* tooManyFiles({ attempt, check, log, loop }: Kit): Coroutine<void> {
  const sockets = openAll(log);
  check(pipe);
  check(socketPair);
  yield* attempt(openConnection(HOST, 8000));
  const remoteAddr = [HOST, 9000] as const;
  yield* attempt(loop.createDatagramEndpoint(() => new DatagramProtocol(), { remoteAddr }));
  yield* attempt(startServer(log, HOST, 8000));
  yield* attempt(createSubprocessExec("true", [], { stdin: PIPE }));
  sockets.pop()?.close();
  // One is free: too few for a pipe.
  check(pipe);
  for (const socket of sockets) socket.close();
}

export function* tooManyConnections({ follow, log }: Kit): Coroutine<void> {
  const server = yield* startServer((_reader, writer) => writer.close(), HOST, 8000);
  const sockets = openAll(log);
  sockets.pop()?.close();
  const client = follow("client", openThere());
  yield* sleep(0.5);
  for (const socket of sockets) socket.close();
  yield* sleep(2);
  log(client.done());
  server.close();
}

function* openThere(): Coroutine<string> {
  const [, writer] = yield* openConnection(HOST, 8000);
  writer.close();
  return "open";
}

export const datagramsThatAreTooLong = withCases(
  [[65_507], [65_508], [100_000]],
  function* ({ attempt, log, loop }, size) {
    const receiver = new Socket({ type: "datagram" });
    receiver.bind([HOST, 9000]);
    const sender = new Socket({ type: "datagram" });
    yield* attempt(loop.sockSendto(sender, new Uint8Array(size), [HOST, 9000]));
    yield* sleep(1);
    if (size <= 65_507) log((yield* loop.sockRecv(receiver, 100_000)).length);
    sender.close();
    receiver.close();
  },
);
