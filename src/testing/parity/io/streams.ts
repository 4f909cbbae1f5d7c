/** Programs with streams. */
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import { gather } from "../../../runtime/combinators/gather.ts";
import { timeout } from "../../../runtime/combinators/timeouts.ts";
import { waitFor } from "../../../runtime/combinators/wait.ts";
import { withAsync } from "../../../runtime/contexts/context-manager.ts";
import {
  IncompleteReadError,
  LimitOverrunError,
  TimeoutError,
  ValueError,
} from "../../../runtime/errors/exceptions.ts";
import type { Server } from "../../../runtime/io/server.ts";
import { StreamReader, type StreamReaderOptions } from "../../../runtime/io/stream-reader.ts";
import type { StreamWriter } from "../../../runtime/io/stream-writer.ts";
import { openConnection, startServer } from "../../../runtime/io/streams.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";

const HOST = "127.0.0.1";
const decoder = new TextDecoder();
const text = (data: Uint8Array) => decoder.decode(data);

type Handler = (reader: StreamReader, writer: StreamWriter) => Coroutine<void> | void;

const echoOf = ({ log }: Kit): Handler =>
  function* (reader, writer) {
    for (;;) {
      const line = yield* reader.readline();
      if (line.length === 0) break;
      log("server reads", line);
      writer.write(text(line).toUpperCase());
      yield* writer.drain();
    }
    writer.close();
  };

const sends = (parts: readonly (string | Uint8Array)[], gap = 0): Handler =>
  function* (_, writer) {
    for (const part of parts) {
      yield* sleep(gap);
      writer.write(part);
    }
    writer.close();
  };

function* connected(
  handler: Handler,
  options: StreamReaderOptions = {},
): Coroutine<[Server, StreamReader, StreamWriter]> {
  const server = yield* startServer(handler, HOST, 8000);
  const [reader, writer] = yield* openConnection(HOST, 8000, options);
  return [server, reader, writer];
}

function* close(server: Server, writer: StreamWriter): Coroutine<void> {
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

export function* echoLines(kit: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(echoOf(kit));
  for (const word of ["hello\n", "goodbye\n"]) {
    writer.write(word);
    kit.log("client reads", yield* reader.readline());
  }
  yield* close(server, writer);
}

export function* serverAsContext(kit: Kit): Coroutine<void> {
  const { log } = kit;
  const server = yield* startServer(echoOf(kit), HOST, 8000);
  yield* withAsync(server, function* () {
    const [reader, writer] = yield* openConnection(HOST, 8000);
    writer.write("line\n");
    log(yield* reader.readline(), server.isServing());
    writer.close();
  });
  log(server.isServing());
}

export function* iteratedLines({ log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(sends(["one\ntwo\n", "\nla", "st"], 0.1));
  yield* asyncFor(reader, function* (line) {
    log(line);
  });
  log(reader.atEof());
  yield* close(server, writer);
}

export function* partsOfAllSizes({ log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(sends(["0123456789", "abcdef", "xyz"], 0.1));
  log(yield* reader.read(4), yield* reader.read(0), yield* reader.read(100));
  log(yield* reader.readexactly(6), reader.atEof());
  log(yield* reader.read(), reader.atEof(), yield* reader.read(), yield* reader.read(5));
  yield* close(server, writer);
}

export function* incomplete({ attempt, log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(sends(["abc"]));
  try {
    yield* reader.readexactly(5);
  } catch (error) {
    if (!(error instanceof IncompleteReadError)) throw error;
    log(error, error.partial, error.expected);
  }
  yield* attempt(reader.readexactly(1));
  yield* attempt(reader.readuntil("x"));
  log(yield* reader.readexactly(0), yield* reader.readline());
  yield* attempt(reader.readexactly(-1));
  yield* close(server, writer);
}

export function* separators({ attempt, log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(sends(["a--b-", "-c;d-", "-e"], 0.1));
  log(yield* reader.readuntil("--"), yield* reader.readuntil("--"), yield* reader.readuntil(["--", ";"]));
  log(yield* reader.readuntil([";", "--"]));
  yield* attempt(reader.readuntil(""));
  yield* attempt(reader.readuntil([]));
  yield* attempt(reader.readuntil(";"));
  yield* close(server, writer);
}

export function* overTheLimit({ attempt, check, log }: Kit): Coroutine<void> {
  const parts = [`${"x".repeat(30)}\n`, "y".repeat(30), "\nok\n"];
  const [server, reader, writer] = yield* connected(sends(parts, 0.1), { limit: 10 });
  try {
    yield* reader.readuntil();
  } catch (error) {
    if (!(error instanceof LimitOverrunError)) throw error;
    log(error, error.consumed);
  }
  yield* attempt(reader.readline());
  yield* attempt(reader.readline());
  log(yield* reader.readline(), yield* reader.readline());
  check(() => new StreamReader({ limit: 0 }));
  yield* close(server, writer);
}

export function* twoReaders({ attempt, spawn }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(sends(["line\n"], 1));
  const task = spawn("first", reader.readline());
  yield* sleep(0);
  yield* attempt(reader.readexactly(1));
  yield* attempt(task);
  yield* close(server, writer);
}

export function* cancelledReader({ attempt, log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(sends(["line\n"], 2));
  yield* attempt(waitFor(reader.readline(), 1));
  log(yield* reader.readline());
  yield* close(server, writer);
}

export function* drained({ log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(function* (reader, writer) {
    for (;;) {
      const data = yield* reader.read(50_000);
      if (data.length === 0) break;
      log("reads", data.length);
      yield* sleep(0.1);
    }
    writer.close();
  });
  for (let part = 0; part < 4; part++) {
    writer.write("x".repeat(100_000));
    yield* writer.drain();
    log("drained", part, writer.transport.getWriteBufferSize());
  }
  writer.writeEof();
  log(yield* reader.read());
  yield* close(server, writer);
}

export function* twoDrains({ follow, log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(function* (reader, writer) {
    yield* sleep(1);
    while ((yield* reader.read(100_000)).length > 0);
    writer.close();
  });
  writer.write("x".repeat(600_000));
  follow("a", writer.drain());
  follow("b", writer.drain());
  yield* sleep(2);
  writer.writeEof();
  log(yield* reader.read());
  yield* close(server, writer);
}

export function* halfClose({ check, log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(function* (reader, writer) {
    const words = text(yield* reader.read()).trim();
    const numbers = words.split(" ").map(Number);
    log("has all of", numbers);
    writer.write(String(numbers.reduce((sum, number) => sum + number, 0)));
    writer.close();
  });
  for (const number of [3, 4, 5]) {
    writer.write(`${number} `);
    yield* sleep(0.2);
  }
  log(writer.canWriteEof());
  writer.writeEof();
  check(() => writer.write("more"));
  log(yield* reader.read());
  yield* close(server, writer);
}

export function* lostConnection({ attempt, log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(function* (_, writer) {
    writer.transport.pauseReading();
    yield* sleep(1);
    writer.transport.abort();
  });
  writer.write("unread");
  yield* attempt(reader.read());
  yield* attempt(reader.readline());
  yield* attempt(writer.drain());
  log(reader.exception(), writer.isClosing());
  yield* attempt(writer.waitClosed());
  server.close();
}

export function* drainAfterClose(kit: Kit): Coroutine<void> {
  const { attempt } = kit;
  const [server, , writer] = yield* connected(echoOf(kit));
  writer.close();
  yield* attempt(writer.drain());
  yield* attempt(writer.drain());
  server.close();
}

export function* failingHandler({ log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(function* (reader) {
    log(yield* reader.readline());
    throw new ValueError("no more");
  });
  writer.write("line\n");
  log(yield* reader.read());
  yield* close(server, writer);
}

export function* plainHandler({ log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected((_, writer) => {
    writer.writelines(["one ", "two"]);
    writer.close();
  });
  log(yield* reader.read());
  yield* close(server, writer);
}

export function* serveForever(kit: Kit): Coroutine<void> {
  const { attempt, log, spawn } = kit;
  const server = yield* startServer(echoOf(kit), HOST, 8000, { startServing: false });
  log(server.isServing());
  const task = spawn("serves", server.serveForever());
  yield* sleep(0);
  log(server.isServing());
  yield* attemptPlainly(kit, server.serveForever());
  const [reader, writer] = yield* openConnection(HOST, 8000);
  writer.write("line\n");
  log(yield* reader.readline());
  task.cancel();
  yield* sleep(0);
  log(server.isServing(), task.done());
  writer.close();
  yield* attempt(task);
  yield* attemptPlainly(kit, server.serveForever());
}

/** Await, and log the class of the error: its message has the repr of a server. */
function* attemptPlainly({ log }: Kit, coroutine: Coroutine<void>): Coroutine<void> {
  try {
    yield* coroutine;
  } catch (error) {
    log("caught", (error as Error).name);
  }
}

export function* closedClients({ attempt, log }: Kit): Coroutine<void> {
  const waits: Handler = function* (reader, writer) {
    log("handler ends with", yield* reader.read());
    writer.close();
  };
  let [server, reader, writer] = yield* connected(waits);
  const [otherReader, other] = yield* openConnection(HOST, 8000);
  yield* sleep(1);
  server.close();
  server.closeClients();
  log(yield* reader.read(), yield* otherReader.read());
  writer.close();
  other.close();
  yield* server.waitClosed();
  server = yield* startServer(waits, HOST, 8000);
  [reader, writer] = yield* openConnection(HOST, 8000);
  yield* sleep(1);
  server.abortClients();
  yield* attempt(reader.read());
  writer.close();
  server.close();
  yield* server.waitClosed();
}

export function* waitsForTheLastClient(kit: Kit): Coroutine<void> {
  const { attempt, follow, log } = kit;
  const [server, reader, writer] = yield* connected(echoOf(kit));
  follow("over", server.waitClosed());
  yield* sleep(1);
  server.close();
  yield* attempt(openConnection(HOST, 8000));
  writer.write("still open\n");
  log(yield* reader.readline());
  yield* sleep(1);
  writer.close();
  yield* sleep(1);
}

export function* fullListenQueue(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echoOf(kit), HOST, 8000, { backlog: 1 });
  function* client(number: number): Coroutine<void> {
    const [reader, writer] = yield* openConnection(HOST, 8000);
    writer.write(`${number}\n`);
    kit.log(number, "reads", yield* reader.readline());
    writer.close();
    yield* writer.waitClosed();
  }
  yield* gather(Array.from({ length: 6 }, (_, number) => client(number)));
  server.close();
}

export function* chat({ log }: Kit): Coroutine<void> {
  const writers = new Set<StreamWriter>();
  const server = yield* startServer(
    function* (reader, writer): Coroutine<void> {
      writers.add(writer);
      yield* asyncFor(reader, function* (line) {
        for (const other of writers) if (other !== writer) other.write(line);
      });
      writers.delete(writer);
      writer.close();
    },
    HOST,
    8000,
  );
  function* member(name: string, delay: number): Coroutine<void> {
    const [reader, writer] = yield* openConnection(HOST, 8000);
    yield* sleep(delay);
    writer.write(`${name} says hi\n`);
    yield* sleep(1);
    writer.writeEof();
    yield* asyncFor(reader, function* (line) {
      log(name, "hears", line);
    });
    writer.close();
  }
  yield* gather([member("ann", 0.1), member("bob", 0.2), member("cat", 0.3)]);
  server.close();
  yield* server.waitClosed();
}

export function* requestWithATimeout({ log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(function* (reader, writer) {
    yield* asyncFor(reader, function* (line) {
      yield* sleep(Number(text(line)));
      writer.write(`done ${text(line)}`);
    });
    writer.close();
  });
  for (const seconds of ["0.5", "5"]) {
    writer.write(`${seconds}\n`);
    try {
      yield* withAsync(timeout(1), function* () {
        log(yield* reader.readline());
      });
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      log("too late");
    }
  }
  yield* close(server, writer);
}

export function* manyMessages({ log }: Kit): Coroutine<void> {
  const [server, reader, writer] = yield* connected(function* (reader, writer) {
    for (;;) {
      const data = yield* reader.read(100);
      if (data.length === 0) break;
      writer.write(data);
    }
    writer.close();
  });
  let number = 0;
  for (; number < 100; number++) {
    writer.write(`${number};`);
    yield* reader.readuntil(";");
  }
  log("all", number - 1);
  yield* close(server, writer);
}

export function* binary({ log }: Kit): Coroutine<void> {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const [server, reader, writer] = yield* connected(sends([all]));
  log(yield* reader.read());
  yield* close(server, writer);
}
