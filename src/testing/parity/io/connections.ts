/** Programs with transports and protocols of streams. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { gather } from "../../../runtime/combinators/gather.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { BufferedProtocol, Protocol } from "../../../runtime/io/protocols.ts";
import type { Transport } from "../../../runtime/io/transports.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { tupleText } from "../io-values.ts";
import type { Kit } from "../kit.ts";

const HOST = "127.0.0.1";
const bytes = (text: string) => new TextEncoder().encode(text);
const upper = (data: Uint8Array) => bytes(new TextDecoder().decode(data).toUpperCase());
const many = (count: number, letter = "x") => bytes(letter.repeat(count));

class Logging extends Protocol {
  transport!: Transport;

  constructor(
    readonly kit: Kit,
    readonly name: string | number,
    readonly done: Future<void> | null = null,
    readonly keep = false,
  ) {
    super();
  }

  override connectionMade(transport: Transport): void {
    this.transport = transport;
    const [own, peer] = [transport.getExtraInfo("sockname"), transport.getExtraInfo("peername")];
    this.kit.log(this.name, "made", tupleText(own), tupleText(peer));
  }

  override dataReceived(data: Uint8Array): void {
    this.kit.log(this.name, "gets", data);
  }

  override eofReceived(): boolean {
    this.kit.log(this.name, "eof");
    return this.keep;
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
    this.transport.write(upper(data));
  }
}

class Counting extends Logging {
  override dataReceived(data: Uint8Array): void {
    this.kit.log(this.name, "gets", data.length);
  }
}

export function* echoOnce(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const server = yield* loop.createServer(() => new Echo(kit, "server"), HOST, 8000);
  log(server.sockets.length, server.isServing());
  const done = loop.createFuture<void>();
  const [transport, protocol] = yield* loop.createConnection(
    () => new Logging(kit, "client", done),
    HOST,
    8000,
  );
  log(protocol.name, transport.isClosing(), transport.isReading());
  transport.write("hello");
  yield* sleep(1);
  transport.close();
  log(transport.isClosing(), transport.isReading());
  yield* done;
  yield* sleep(1);
  server.close();
  yield* server.waitClosed();
  log(server.isServing(), server.sockets.length);
}

export function* inheritedConnectionMade({ log, loop }: Kit): Coroutine<void> {
  const server = yield* loop.createServer(() => new Protocol(), HOST, 8000);
  const [transport] = yield* loop.createConnection(() => new Protocol(), HOST, 8000);
  transport.write("nobody reads the content");
  transport.writeEof();
  yield* sleep(1);
  log(transport.isClosing());
  transport.close();
  server.close();
  yield* server.waitClosed();
}

export function* refused({ attempt, loop }: Kit): Coroutine<void> {
  yield* attempt(loop.createConnection(() => new Protocol(), HOST, 9));
  yield* attempt(loop.createConnection(() => new Protocol(), "::1", 9));
}

export function* unreachable({ attempt, loop }: Kit): Coroutine<void> {
  yield* attempt(loop.createConnection(() => new Protocol(), "2001:db8::1", 80));
}

export function* wrongPorts({ attempt, loop }: Kit): Coroutine<void> {
  yield* attempt(loop.createConnection(() => new Protocol(), HOST, 70000));
  yield* attempt(loop.createServer(() => new Protocol(), HOST, -1));
}

export function* withoutHostAndPort({ attempt, loop }: Kit): Coroutine<void> {
  yield* attempt(loop.createConnection(() => new Protocol(), null, null));
  yield* attempt(loop.createServer(() => new Protocol(), null, null));
}

export function* addressInUse({ attempt, loop }: Kit): Coroutine<void> {
  const server = yield* loop.createServer(() => new Protocol(), HOST, 8000);
  yield* attempt(loop.createServer(() => new Protocol(), HOST, 8000));
  yield* attempt(loop.createServer(() => new Protocol(), "10.9.9.9", 8000));
  server.close();
}

export function* clientIsCancelled(kit: Kit): Coroutine<void> {
  const { attempt, loop, spawn } = kit;
  const server = yield* loop.createServer(() => new Logging(kit, "server"), HOST, 8000);
  const task = spawn(
    "connects",
    loop.createConnection(() => new Logging(kit, "client"), HOST, 8000),
  );
  yield* sleep(0);
  task.cancel();
  yield* attempt(task);
  yield* sleep(1);
  server.close();
}

export function* clientIsCancelledLate(kit: Kit): Coroutine<void> {
  const { attempt, loop, spawn } = kit;
  const server = yield* loop.createServer(() => new Logging(kit, "server"), HOST, 8000);
  const task = spawn(
    "connects",
    loop.createConnection(() => new Logging(kit, "client"), HOST, 8000),
  );
  loop.callLater(0.0002, () => void task.cancel(), { name: "Task.cancel" });
  yield* attempt(task);
  yield* sleep(1);
  server.close();
  yield* server.waitClosed();
}

export function* halfClose(kit: Kit): Coroutine<void> {
  const { check, loop } = kit;
  class Late extends Logging {
    override eofReceived(): boolean {
      super.eofReceived();
      loop.callLater(1, () => this.transport.write("late"), { name: "_SelectorSocketTransport.write" });
      loop.callLater(2, () => this.transport.close(), { name: "_SelectorSocketTransport.close" });
      return true;
    }
  }
  const server = yield* loop.createServer(() => new Late(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8000);
  transport.write("request");
  transport.writeEof();
  check(() => transport.write("more"));
  yield* done;
  server.close();
}

export function* flowControl(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const server = yield* loop.createServer(() => new Counting(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8000);
  log(transport.getWriteBufferLimits());
  transport.write(many(400_000));
  log(transport.getWriteBufferSize());
  transport.write(many(100_000, "y"));
  transport.close();
  yield* done;
  server.close();
  yield* server.waitClosed();
}

export function* ownLimits(kit: Kit): Coroutine<void> {
  const { check, log, loop } = kit;
  const server = yield* loop.createServer(() => new Counting(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8000);
  transport.setWriteBufferLimits({ high: 1000 });
  log(transport.getWriteBufferLimits());
  transport.setWriteBufferLimits({ low: 1000 });
  log(transport.getWriteBufferLimits());
  transport.setWriteBufferLimits({ high: 0 });
  log(transport.getWriteBufferLimits());
  check(() => transport.setWriteBufferLimits({ high: 1, low: 2 }));
  transport.write(many(100_000));
  transport.writelines([many(10, "a"), many(100_000, "b")]);
  yield* sleep(1);
  transport.writelines(["a", "b"]);
  transport.writelines([]);
  transport.write("");
  transport.close();
  yield* done;
  server.close();
}

export function* pausedReading(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const made = loop.createFuture<Transport>();
  class Server extends Counting {
    override connectionMade(transport: Transport): void {
      super.connectionMade(transport);
      transport.pauseReading();
      made.setResult(transport);
    }
  }
  const server = yield* loop.createServer(() => new Server(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8000);
  transport.write(many(500_000));
  transport.close();
  const peer = yield* made;
  peer.pauseReading();
  log(peer.isReading());
  yield* sleep(1);
  peer.resumeReading();
  peer.resumeReading();
  log(peer.isReading());
  yield* done;
  yield* sleep(1);
  server.close();
}

export function* aborted(kit: Kit): Coroutine<void> {
  const { loop } = kit;
  const server = yield* loop.createServer(() => new Counting(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8000);
  transport.write(many(500_000));
  transport.abort();
  transport.abort();
  yield* done;
  yield* sleep(1);
  server.close();
  yield* server.waitClosed();
}

export function* resetByPeer(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  class Rude extends Logging {
    override connectionMade(transport: Transport): void {
      super.connectionMade(transport);
      transport.pauseReading();
      loop.callLater(1, () => transport.close(), { name: "_SelectorSocketTransport.close" });
    }
  }
  const server = yield* loop.createServer(() => new Rude(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8000);
  transport.write("unread");
  yield* done;
  for (let i = 0; i < 3; i++) transport.write("too late");
  log(transport.isClosing());
  server.close();
}

export function* brokenPipe(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  class Leaving extends Logging {
    override connectionMade(transport: Transport): void {
      super.connectionMade(transport);
      transport.close();
    }
  }
  const server = yield* loop.createServer(() => new Leaving(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done, true), HOST, 8000);
  for (let part = 0; part < 4; part++) {
    transport.write("part");
    log("wrote", part);
    yield* sleep(1);
  }
  yield* done;
  server.close();
}

export function* failingProtocols(kit: Kit): Coroutine<void> {
  const { loop } = kit;
  class Failing extends Protocol {
    override dataReceived(data: Uint8Array): void {
      throw new ValueError(`cannot take ${data.length}`);
    }
  }
  class FailingEnd extends Protocol {
    override eofReceived(): never {
      throw new ValueError("no end");
    }
  }
  for (const [port, Factory] of [
    [8000, Failing],
    [8001, FailingEnd],
  ] as const) {
    const server = yield* loop.createServer(() => new Factory(), HOST, port);
    const done = loop.createFuture<void>();
    const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, port);
    transport.write("bytes");
    transport.writeEof();
    yield* done;
    server.close();
    yield* server.waitClosed();
  }
}

export function* bufferedProtocol(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  class Buffered extends BufferedProtocol {
    readonly buffer = new Uint8Array(4);

    override getBuffer(sizeHint: number): Uint8Array {
      log("hint", sizeHint);
      return this.buffer;
    }

    override bufferUpdated(count: number): void {
      log("updated", this.buffer.subarray(0, count));
    }

    override eofReceived(): void {
      log("eof");
    }
  }
  const server = yield* loop.createServer(() => new Buffered(), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "client", done), HOST, 8000);
  transport.write("0123456789");
  transport.writeEof();
  yield* done;
  server.close();
}

export function* anotherProtocol(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const server = yield* loop.createServer(() => new Echo(kit, "server"), HOST, 8000);
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.createConnection(() => new Logging(kit, "one"), HOST, 8000);
  transport.write("a");
  yield* sleep(1);
  const other = new Logging(kit, "other", done);
  transport.setProtocol(other);
  log(transport.getProtocol() === other);
  transport.write("b");
  yield* sleep(1);
  transport.close();
  yield* done;
  server.close();
}

export function* fromOwnAddress(kit: Kit): Coroutine<void> {
  const { attempt, loop } = kit;
  const server = yield* loop.createServer(() => new Logging(kit, "server"), HOST, 8000);
  const factory = () => new Logging(kit, "client");
  const options = { localAddr: [HOST, 5555] } as const;
  const [transport] = yield* loop.createConnection(factory, HOST, 8000, options);
  yield* sleep(1);
  yield* attempt(loop.createConnection(factory, HOST, 8000, options));
  transport.close();
  yield* sleep(1);
  server.close();
}

export function* manyClients(kit: Kit): Coroutine<void> {
  const { loop } = kit;
  const server = yield* loop.createServer(() => new Echo(kit, "server"), HOST, 8000, { backlog: 3 });
  function* client(number: number): Coroutine<void> {
    const done = loop.createFuture<void>();
    const [transport] = yield* loop.createConnection(() => new Logging(kit, number, done), HOST, 8000);
    transport.write(`from ${number}`);
    yield* sleep(0.5);
    transport.close();
    yield* done;
  }
  yield* gather(Array.from({ length: 10 }, (_, number) => client(number)));
  server.close();
  yield* server.waitClosed();
}
