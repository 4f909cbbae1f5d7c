/** Programs with pipes. */
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import { pipe } from "../../../runtime/io/pipes.ts";
import { BaseProtocol } from "../../../runtime/io/protocols.ts";
import { StreamReaderProtocol } from "../../../runtime/io/stream-protocol.ts";
import { StreamReader } from "../../../runtime/io/stream-reader.ts";
import { StreamWriter } from "../../../runtime/io/stream-writer.ts";
import type { ReadTransport } from "../../../runtime/io/transports.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

class Reading extends BaseProtocol<ReadTransport> {
  transport!: ReadTransport;

  constructor(
    readonly kit: Kit,
    readonly done: Future<void> | null = null,
  ) {
    super();
  }

  override connectionMade(transport: ReadTransport): void {
    this.transport = transport;
    this.kit.log("made", transport.isReading(), transport.isClosing());
  }

  dataReceived(data: Uint8Array): void {
    this.kit.log("gets", data.length < 20 ? data : data.length);
  }

  eofReceived(): void {
    this.kit.log("eof");
  }

  override connectionLost(error: Error | null): void {
    this.kit.log("lost", error);
    this.done?.setResult();
  }
}

class Writing extends BaseProtocol {
  constructor(
    readonly kit: Kit,
    readonly done: Future<void> | null = null,
  ) {
    super();
  }

  override pauseWriting(): void {
    this.kit.log("pauses");
  }

  override resumeWriting(): void {
    this.kit.log("resumes");
  }

  override connectionLost(error: Error | null): void {
    this.kit.log("writer lost", error);
    this.done?.setResult();
  }
}

export function* throughAPipe(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const [r, w] = pipe();
  const done = loop.createFuture<void>();
  const [reader] = yield* loop.connectReadPipe(() => new Reading(kit, done), r);
  const [writer] = yield* loop.connectWritePipe(() => new Writing(kit), w);
  writer.write("hello");
  yield* sleep(1);
  writer.writelines(["a", "b", ""]);
  writer.write("");
  yield* sleep(1);
  log(writer.canWriteEof(), writer.getWriteBufferSize());
  writer.writeEof();
  writer.write("lost");
  yield* done;
  log(reader.isClosing(), writer.isClosing(), reader.getProtocol());
}

export function* streamsOnPipes({ follow, log, loop }: Kit): Coroutine<void> {
  const [r, w] = pipe();
  const reader = new StreamReader();
  const [transport] = yield* loop.connectReadPipe(() => new StreamReaderProtocol(reader), r);
  const [to, protocol] = yield* loop.connectWritePipe(() => new StreamReaderProtocol(new StreamReader()), w);
  const writer = new StreamWriter(to, protocol, reader);

  function* write(): Coroutine<void> {
    for (const word of ["one\n", "two\n", "end"]) {
      yield* sleep(1);
      writer.write(word);
      yield* writer.drain();
    }
    writer.close();
    yield* writer.waitClosed();
  }

  const writing = follow("writing", write());
  yield* asyncFor(reader, function* (line) {
    log(line);
  });
  yield* writing;
  log(reader.atEof(), transport.isClosing());
}

export function* fullPipes(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const [r, w] = pipe();
  const done = loop.createFuture<void>();
  const [writer] = yield* loop.connectWritePipe(() => new Writing(kit, done), w);
  writer.write(new Uint8Array(200_000));
  log(writer.getWriteBufferSize(), writer.getWriteBufferLimits());
  yield* sleep(1);
  const [transport] = yield* loop.connectReadPipe(() => new Reading(kit), r);
  yield* sleep(1);
  transport.pauseReading();
  transport.pauseReading();
  writer.write(new Uint8Array(100_000));
  writer.close();
  yield* sleep(1);
  transport.resumeReading();
  transport.resumeReading();
  yield* done;
  yield* sleep(1);
}

export function* pipesWithoutReaders(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  for (const count of [0, 100_000]) {
    const [r, w] = pipe();
    const done = loop.createFuture<void>();
    const [writer] = yield* loop.connectWritePipe(() => new Writing(kit, done), w);
    writer.write(new Uint8Array(count));
    const [reader] = yield* loop.connectReadPipe(() => new Reading(kit), r);
    yield* sleep(1);
    reader.close();
    reader.close();
    writer.write("x".repeat(count));
    yield* done;
    writer.write("late");
    log(writer.isClosing());
  }
  const [r, w] = pipe();
  const [writer] = yield* loop.connectWritePipe(() => new Writing(kit), w);
  writer.write(new Uint8Array(100_000));
  writer.abort();
  yield* sleep(1);
  r.close();
}

export function* endsWithoutTransports({ check, log }: Kit): Coroutine<void> {
  let [r, w] = pipe();
  check(() => r.read(10));
  log(w.write("hello"), r.read(2), r.read(10));
  log(w.write(new Uint8Array(100_000)));
  check(() => w.write("more"));
  w.close();
  log(r.read(100_000).length, r.read(10));
  r.close();
  [r, w] = pipe();
  r.close();
  check(() => w.write("unread"));
  w.close();
  yield* sleep(0);
}
