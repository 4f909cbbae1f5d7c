/** Programs with TLS under transports and protocols. */
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { Socket, socketPair } from "../../../runtime/io/program-socket.ts";
import { BufferedProtocol, DatagramProtocol, Protocol } from "../../../runtime/io/protocols.ts";
import type { StreamProtocol } from "../../../runtime/io/socket-transport.ts";
import type { StartTls } from "../../../runtime/io/tls/begin-tls.ts";
import { createDefaultContext, type SSLContext } from "../../../runtime/io/tls/ssl-context.ts";
import type { Transport } from "../../../runtime/io/transports.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { tupleText } from "../io-values.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

const HOST = "localhost";

function serverContext(): SSLContext {
  const context = createDefaultContext("clientAuth");
  context.loadCertChain("cert.pem");
  return context;
}

class Logging extends Protocol {
  transport!: Transport;

  constructor(
    readonly kit: Kit,
    readonly name: string,
    readonly done: Future<void> | null = null,
    readonly keep: boolean | string = false,
  ) {
    super();
  }

  override connectionMade(transport: Transport): void {
    this.transport = transport;
    this.kit.log(this.name, "made", transport.getExtraInfo("sslObject") !== null);
  }

  override dataReceived(data: Uint8Array): void {
    this.kit.log(this.name, "gets", data.subarray(0, 20), data.length);
  }

  override eofReceived(): boolean {
    this.kit.log(this.name, "eof");
    return this.keep === true;
  }

  override pauseWriting(): void {
    this.kit.log(this.name, "pauses", this.transport.getWriteBufferSize());
  }

  override resumeWriting(): void {
    this.kit.log(this.name, "resumes", this.transport.getWriteBufferSize());
  }

  override connectionLost(error: Error | null): void {
    this.kit.log(this.name, "lost", error);
    if (this.done && !this.done.done()) this.done.setResult();
  }
}

class Echo extends Logging {
  override dataReceived(data: Uint8Array): void {
    super.dataReceived(data);
    this.transport.write(data);
  }
}

class Filling extends BufferedProtocol {
  readonly buffer: Uint8Array;

  constructor(
    readonly kit: Kit,
    size: number,
  ) {
    super();
    this.buffer = new Uint8Array(size);
  }

  override getBuffer(): Uint8Array {
    return this.buffer;
  }

  override bufferUpdated(count: number): void {
    this.kit.log("buffer", count);
  }

  override eofReceived(): void {
    this.kit.log("buffer", "eof");
  }

  override connectionLost(error: Error | null): void {
    this.kit.log("buffer", "lost", error);
  }
}

export function* echoOnce(kit: Kit): Coroutine<void> {
  const { loop, log } = kit;
  const factory = () => new Echo(kit, "server");
  const server = yield* loop.createServer(factory, HOST, 8443, { ssl: serverContext() });
  const done = loop.createFuture<void>();
  const [transport, protocol] = yield* loop.createConnection(
    () => new Logging(kit, "client", done),
    HOST,
    8443,
    {
      ssl: createDefaultContext(),
    },
  );
  log(protocol === transport.getProtocol(), transport.isClosing(), transport.isReading());
  log(transport.getExtraInfo("unknown", "fallback"), transport.toString().replace(" object", ""));
  transport.writelines(["hello, ", "world"]);
  yield* sleep(1);
  transport.close();
  log(transport.isClosing(), transport.isReading());
  transport.write("lost");
  yield* done;
  server.close();
  yield* server.waitClosed();
}

export function* noHalfClose(kit: Kit): Coroutine<void> {
  const { check, loop, log } = kit;
  const done = loop.createFuture<void>();
  const factory = () => new Echo(kit, "server", done, true);
  const server = yield* loop.createServer(factory, HOST, 8443, { ssl: serverContext() });
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client"), HOST, 8443, {
    ssl: createDefaultContext(),
  });
  check(() => transport.writeEof());
  log(transport.canWriteEof());
  transport.close();
  yield* done;
  server.close();
  yield* server.waitClosed();
}

export function* marks(kit: Kit): Coroutine<void> {
  const { check, loop, log } = kit;
  const made: Logging[] = [];
  const factory = () => {
    const protocol = new Logging(kit, "server");
    made.push(protocol);
    return protocol;
  };
  const server = yield* loop.createServer(factory, HOST, 8443, { ssl: serverContext() });
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8443, {
    ssl: createDefaultContext(),
  });
  log(transport.getWriteBufferLimits());
  transport.setWriteBufferLimits({ high: 50_000 });
  log(transport.getWriteBufferLimits());
  check(() => transport.setWriteBufferLimits({ high: 1, low: 2 }));
  yield* sleep(0.1);
  const there = made[0]!.transport;
  there.pauseReading();
  log(there.isReading());
  transport.write("x".repeat(300_000));
  transport.write("y".repeat(300_000));
  yield* sleep(1);
  there.resumeReading();
  there.resumeReading();
  yield* sleep(1);
  transport.close();
  yield* done;
  server.close();
  yield* server.waitClosed();
}

export const buffered = withCases([[100_000], [1000], [100]], function* (kit, size) {
  const { loop } = kit;
  const factory = () => new Filling(kit, size);
  const server = yield* loop.createServer(factory, HOST, 8443, { ssl: serverContext() });
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8443, {
    ssl: createDefaultContext(),
  });
  transport.write("x".repeat(100));
  yield* sleep(1);
  transport.write("y".repeat(40_000));
  transport.close();
  yield* done;
  server.close();
  yield* server.waitClosed();
});

export function* aborted(kit: Kit): Coroutine<void> {
  const { loop, log } = kit;
  const factory = () => new Echo(kit, "server");
  const server = yield* loop.createServer(factory, HOST, 8443, { ssl: serverContext() });
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8443, {
    ssl: createDefaultContext(),
  });
  transport.write("x".repeat(200_000));
  transport.abort();
  log(transport.isClosing());
  yield* done;
  server.close();
  yield* server.waitClosed();
}

export function* upgradedByTheLoop(kit: Kit): Coroutine<void> {
  const { loop, log, spawn } = kit;
  const accepted: Echo[] = [];
  const factory = () => {
    const protocol = new Echo(kit, "server");
    accepted.push(protocol);
    return protocol;
  };
  const server = yield* loop.createServer(factory, HOST, 2525);
  const client = new Logging(kit, "client");
  const [transport] = yield* loop.createConnection(() => client, HOST, 2525);
  transport.write("plain");
  yield* sleep(1);

  function* upgrade(
    name: string,
    protocol: Logging,
    context: SSLContext,
    options: StartTls,
  ): Coroutine<void> {
    protocol.transport = yield* loop.startTls(protocol.transport, protocol, context, options);
    log(name, "upgraded", protocol.transport.getExtraInfo("cipher")![0]);
  }
  function* upgradeBoth(): Coroutine<void> {
    const [echo] = accepted;
    const task = spawn("server", upgrade("server", echo!, serverContext(), { serverSide: true }));
    yield* upgrade("client", client, createDefaultContext(), { serverHostname: HOST });
    yield* task;
  }

  yield* upgradeBoth();
  client.transport.write("secret");
  yield* sleep(1);
  yield* upgradeBoth();
  client.transport.write("secret within");
  yield* sleep(1);
  client.transport.close();
  yield* sleep(1);
  server.close();
  yield* server.waitClosed();
}

export function* faultyProtocols(kit: Kit): Coroutine<void> {
  const { loop, log } = kit;

  class Faulty extends Logging {
    override connectionMade(transport: Transport): void {
      super.connectionMade(transport);
      if (this.keep === "made") throw new ValueError("made");
    }

    override dataReceived(): void {
      throw new ValueError("data");
    }

    override eofReceived(): boolean {
      throw new ValueError("eof");
    }
  }

  const factory = () => new Echo(kit, "server");
  const server = yield* loop.createServer(factory, HOST, 8443, { ssl: serverContext() });
  for (const keep of ["made", "data", "eof"]) {
    const done = loop.createFuture<void>();
    let transport: Transport;
    try {
      const options = { ssl: createDefaultContext(), sslHandshakeTimeout: 1 };
      const faulty = () => new Faulty(kit, "client", done, keep);
      [transport] = yield* loop.createConnection(faulty, HOST, 8443, options);
    } catch (error) {
      log("caught", error);
      continue;
    }
    if (keep === "data") transport.write("hello");
    else server.closeClients();
    yield* done;
  }
  server.close();
  yield* server.waitClosed();
}

export function* wrongStarts(kit: Kit): Coroutine<void> {
  const { attempt, loop, log } = kit;
  const server = yield* loop.createServer(() => new Echo(kit, "server"), HOST, 2525);
  const [transport, protocol] = yield* loop.createConnection(() => new Logging(kit, "client"), HOST, 2525);
  const localAddr = ["127.0.0.1", 0] as const;
  const [datagrams] = yield* loop.createDatagramEndpoint(() => new DatagramProtocol(), { localAddr });
  const context = createDefaultContext();
  for (const [given, withContext] of [
    [transport, null],
    [datagrams, context],
  ]) {
    try {
      yield* loop.startTls(given as Transport, protocol, withContext as SSLContext);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      log("TypeError");
    }
  }
  yield* attempt(loop.startTls(transport, protocol, context, { serverSide: true }));
  datagrams.close();
  transport.close();
  server.close();
  yield* server.waitClosed();
}

export function* givenSockets(kit: Kit): Coroutine<void> {
  const { attempt, loop, log } = kit;
  const listener = new Socket();
  listener.bind(["127.0.0.1", 8443]);
  const serving = () => new Echo(kit, "server");
  const server = yield* loop.createServer(serving, null, null, { sock: listener, ssl: serverContext() });
  log(server.sockets.length, tupleText(server.sockets[0]!.getsockname()));
  for (const options of [{ ssl: createDefaultContext(), serverHostname: HOST }, {}]) {
    const sock = new Socket();
    yield* loop.sockConnect(sock, ["127.0.0.1", 8443]);
    const done = loop.createFuture<void>();
    const factory = () => new Logging(kit, "client", done);
    const [transport] = yield* loop.createConnection(factory, null, null, { sock, ...options });
    transport.write("by a socket");
    yield* sleep(1);
    transport.close();
    yield* done;
  }
  const sock = new Socket();
  const client: () => StreamProtocol = () => new Logging(kit, "client");
  yield* attempt(loop.createConnection(client, null, null, { sock, ssl: true }));
  yield* attempt(loop.createConnection(client, HOST, 8443, { sock }));
  yield* attempt(loop.createServer(client, HOST, 8443, { sock }));
  const [one, other] = socketPair();
  const done = loop.createFuture<void>();
  const [near] = yield* loop.createConnection(() => new Logging(kit, "near", done), null, null, {
    sock: one,
  });
  yield* loop.createConnection(() => new Echo(kit, "far"), null, null, { sock: other });
  near.write("pair");
  yield* sleep(1);
  near.close();
  yield* done;
  sock.close();
  server.close();
  yield* server.waitClosed();
}
