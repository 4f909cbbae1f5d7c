/** Programs with TLS over streams. */
import { waitFor } from "../../../runtime/combinators/wait.ts";
import { ConnectionAbortedError, OSError } from "../../../runtime/errors/os-errors.ts";
import type { Server } from "../../../runtime/io/server.ts";
import type { StreamReader } from "../../../runtime/io/stream-reader.ts";
import type { StreamWriter } from "../../../runtime/io/stream-writer.ts";
import {
  openConnection,
  openUnixConnection,
  startServer,
  startUnixServer,
} from "../../../runtime/io/streams.ts";
import { createDefaultContext, SSLContext } from "../../../runtime/io/tls/ssl-context.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

const HOST = "localhost";
const text = (data: Uint8Array) => new TextDecoder().decode(data);

type Handler = (reader: StreamReader, writer: StreamWriter) => Coroutine<void>;

function serverContext(certfile = "cert.pem", protocols: readonly string[] = []): SSLContext {
  const context = createDefaultContext("clientAuth");
  context.loadCertChain(certfile);
  if (protocols.length > 0) context.setAlpnProtocols(protocols);
  return context;
}

function clientContext(protocols: readonly string[] = []): SSLContext {
  const context = createDefaultContext();
  if (protocols.length > 0) context.setAlpnProtocols(protocols);
  return context;
}

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

const heardBy = ({ log }: Kit): Handler =>
  function* (reader, writer) {
    log("server", "hears", yield* reader.read());
    writer.close();
  };

function* close(server: Server, writer: StreamWriter): Coroutine<void> {
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

function showInfo({ log }: Kit, name: string, writer: StreamWriter): void {
  const connection = writer.getExtraInfo("sslObject")!;
  log(name, connection.version(), connection.selectedAlpnProtocol(), connection.serverSide);
  const [cipher, compression] = [writer.getExtraInfo("cipher"), writer.getExtraInfo("compression")];
  log(name, connection.serverHostname, cipher, compression, writer.getExtraInfo("peername")?.[0]);
}

/** A dictionary as Python shows an empty one. */
const dictionary = (value: object | null) => (value && Object.keys(value).length === 0 ? "{}" : value);

export function* echoOverTls(kit: Kit): Coroutine<void> {
  const { check, log } = kit;
  function* handle(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    showInfo(kit, "server", writer);
    log(dictionary(writer.getExtraInfo("peercert")), writer.canWriteEof());
    yield* echoOf(kit)(reader, writer);
  }
  const server = yield* startServer(handle, HOST, 8443, { ssl: serverContext() });
  const [reader, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext() });
  showInfo(kit, "client", writer);
  const certificate = writer.getExtraInfo("peercert")!;
  for (const name of [
    "subject",
    "issuer",
    "version",
    "serialNumber",
    "notBefore",
    "notAfter",
    "subjectAltName",
  ] as const)
    log(name, certificate[name]);
  for (const word of ["hello\n", "goodbye\n"]) {
    writer.write(word);
    log("client reads", yield* reader.readline());
  }
  check(() => writer.writeEof());
  yield* close(server, writer);
}

export function* defaultContext(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: serverContext() });
  const [reader, writer] = yield* openConnection(HOST, 8443, { ssl: true });
  writer.write("line\n");
  kit.log(yield* reader.readline());
  yield* close(server, writer);
}

export const refusedCertificates = withCases(
  [
    ["cert.pem", "example.org"],
    ["example.org.pem", "localhost"],
    ["self-signed.pem", "localhost"],
    ["expired.pem", "localhost"],
    ["_wildcard.example.org.pem", "127.0.0.1"],
  ],
  function* (kit, certfile, name) {
    const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: serverContext(certfile) });
    yield* kit.attempt(openConnection(HOST, 8443, { ssl: true, serverHostname: name }));
    const context = clientContext();
    context.checkHostname = false;
    context.verifyMode = "none";
    const [, writer] = yield* openConnection(HOST, 8443, { ssl: context });
    kit.log(dictionary(writer.getExtraInfo("peercert")));
    yield* close(server, writer);
  },
);

export function* trustedCertificate(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: serverContext("self-signed.pem") });
  const context = createDefaultContext("serverAuth", { cafile: "self-signed.pem" });
  const [, writer] = yield* openConnection(HOST, 8443, { ssl: context });
  kit.log(writer.getExtraInfo("peercert")!.issuer);
  yield* close(server, writer);
}

export const chosenProtocol = withCases(
  [
    [
      ["http/1.1", "h2"],
      ["h2", "http/1.1"],
    ],
    [["h2"], ["http/1.1"]],
    [[], ["h2"]],
  ],
  function* (kit, ours, theirs) {
    const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: serverContext("cert.pem", theirs) });
    const [, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext(ours) });
    kit.log(writer.getExtraInfo("sslObject")!.selectedAlpnProtocol());
    yield* close(server, writer);
  },
);

export function* olderVersion(kit: Kit): Coroutine<void> {
  const context = serverContext();
  context.maximumVersion = "TLSv1.2";
  const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: context });
  const [reader, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext() });
  writer.write("old\n");
  kit.log(yield* reader.readline(), writer.getExtraInfo("cipher"));
  const newer = clientContext();
  newer.minimumVersion = "TLSv1.3";
  yield* kit.attempt(openConnection(HOST, 8443, { ssl: newer }));
  yield* close(server, writer);
}

export function* upgradeByStreams(kit: Kit): Coroutine<void> {
  const { log } = kit;
  function* handle(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    log("server reads", yield* reader.readline());
    writer.write("go ahead\n");
    yield* writer.startTls(serverContext());
    showInfo(kit, "server", writer);
    yield* echoOf(kit)(reader, writer);
  }
  const server = yield* startServer(handle, HOST, 2525);
  const [reader, writer] = yield* openConnection(HOST, 2525);
  writer.write("STARTTLS\n");
  log("client reads", yield* reader.readline());
  yield* writer.startTls(clientContext(), { serverHostname: HOST });
  showInfo(kit, "client", writer);
  writer.write("secret\n");
  log("client reads", yield* reader.readline());
  yield* close(server, writer);
}

export function* upgradeThatFails({ attempt, log }: Kit): Coroutine<void> {
  function* handle(_: StreamReader, writer: StreamWriter): Coroutine<void> {
    writer.write("go ahead\n");
    yield* attempt(writer.startTls(serverContext("example.org.pem")));
    writer.close();
  }
  const server = yield* startServer(handle, HOST, 2525);
  const [reader, writer] = yield* openConnection(HOST, 2525);
  log(yield* reader.readline());
  yield* attempt(writer.startTls(clientContext(), { serverHostname: HOST }));
  log(writer.isClosing());
  yield* attempt(writer.waitClosed());
  server.close();
  yield* server.waitClosed();
}

export function* endWithoutCloseNotify({ attempt, log }: Kit): Coroutine<void> {
  function* handle(_: StreamReader, writer: StreamWriter): Coroutine<void> {
    writer.write("half");
    yield* sleep(1);
    writer.transport.abort();
  }
  const server = yield* startServer(handle, HOST, 8443, { ssl: serverContext() });
  const [reader, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext() });
  yield* attempt(reader.readexactly(4));
  yield* attempt(reader.read());
  log(reader.atEof());
  writer.close();
  yield* attempt(writer.waitClosed());
  server.close();
  yield* server.waitClosed();
}

export function* plainServer({ attempt, log }: Kit): Coroutine<void> {
  function* handle(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    log((yield* reader.read(1000)).length > 100);
    writer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    writer.close();
  }
  const server = yield* startServer(handle, HOST, 8000);
  yield* attempt(openConnection(HOST, 8000, { ssl: clientContext() }));
  server.close();
  yield* server.waitClosed();
}

export const plainClient = withCases(
  [["GET / HTTP/1.1\r\n\r\n"], ["hello, server\n"]],
  function* (kit, line) {
    const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: serverContext() });
    const [reader, writer] = yield* openConnection(HOST, 8443);
    writer.write(line);
    yield* kit.attempt(reader.read());
    yield* close(server, writer);
  },
);

export function* slowHandshake(kit: Kit): Coroutine<void> {
  const { attempt, log } = kit;
  function* silent(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    yield* reader.read();
    writer.close();
  }
  const server = yield* startServer(silent, HOST, 8000);
  const secure = yield* startServer(echoOf(kit), HOST, 8443, {
    ssl: serverContext(),
    sslHandshakeTimeout: 0.5,
  });
  yield* attempt(openConnection(HOST, 8000, { ssl: clientContext(), sslHandshakeTimeout: 0.2 }));
  const [reader, writer] = yield* openConnection(HOST, 8443);
  yield* attempt(reader.read());
  writer.close();
  try {
    yield* openConnection(HOST, 8000, { ssl: clientContext() });
  } catch (error) {
    if (!(error instanceof ConnectionAbortedError)) throw error;
    log("aborted");
  }
  for (const each of [server, secure]) {
    each.close();
    yield* each.waitClosed();
  }
}

export function* cancelledHandshake({ attempt, spawn }: Kit): Coroutine<void> {
  function* silent(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    yield* attempt(reader.read());
    writer.close();
  }
  const server = yield* startServer(silent, HOST, 8000);
  yield* attempt(waitFor(openConnection(HOST, 8000, { ssl: clientContext() }), 0.1));
  const task = spawn("client", openConnection(HOST, 8000, { ssl: clientContext() }));
  yield* sleep(0.1);
  task.cancel();
  yield* attempt(task);
  yield* sleep(1);
  server.close();
  yield* server.waitClosed();
}

export const largeTransfer = withCases([[2 ** 16], [1000]], function* ({ log }, limit) {
  const total = 500_000;
  function* handle(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    log("server", (yield* reader.readexactly(total)).length);
    for (let part = 0; part < 10; part++) {
      writer.write("y".repeat(total / 10));
      yield* writer.drain();
    }
    writer.close();
  }
  const server = yield* startServer(handle, HOST, 8443, { ssl: serverContext(), limit });
  const [reader, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext(), limit });
  writer.write("x".repeat(total));
  log(writer.transport.getWriteBufferLimits(), writer.transport.getWriteBufferSize() > 0);
  yield* writer.drain();
  log("drained");
  yield* sleep(1);
  log("client", (yield* reader.read()).length);
  yield* close(server, writer);
});

export function* slowReader({ log }: Kit): Coroutine<void> {
  function* handle(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    yield* sleep(5);
    log("server", (yield* reader.read()).length);
    writer.close();
  }
  const server = yield* startServer(handle, HOST, 8443, { ssl: serverContext() });
  const [, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext() });
  for (let part = 0; part < 15; part++) {
    writer.write("x".repeat(100_000));
    yield* writer.drain();
    log("drained", part);
  }
  yield* close(server, writer);
}

export function* closedServer(kit: Kit): Coroutine<void> {
  const { attempt } = kit;
  const server = yield* startServer(heardBy(kit), HOST, 8443, { ssl: serverContext() });
  const [reader, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext() });
  writer.write("still here");
  yield* sleep(1);
  server.close();
  yield* attempt(openConnection(HOST, 8443, { ssl: clientContext() }));
  server.closeClients();
  yield* attempt(reader.read());
  writer.close();
  yield* attempt(writer.waitClosed());
  yield* server.waitClosed();
}

export function* endThatTakesTooLong({ attempt }: Kit): Coroutine<void> {
  function* handle(_: StreamReader, writer: StreamWriter): Coroutine<void> {
    writer.transport.pauseReading();
    yield* sleep(8);
    writer.transport.abort();
  }
  const server = yield* startServer(handle, HOST, 8443, { ssl: serverContext() });
  const [, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext(), sslShutdownTimeout: 2 });
  for (let part = 0; part < 20; part++) writer.write("x".repeat(100_000));
  writer.close();
  yield* attempt(writer.waitClosed());
  yield* sleep(8);
  server.close();
  yield* server.waitClosed();
}

export function* writesAfterTheEnd(kit: Kit): Coroutine<void> {
  const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: serverContext() });
  const [, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext() });
  writer.close();
  kit.log(writer.isClosing());
  for (let part = 0; part < 3; part++) writer.write("lost\n");
  yield* kit.attempt(writer.waitClosed());
  writer.close();
  kit.log(writer.isClosing());
  server.close();
  yield* server.waitClosed();
}

export function* misuse(kit: Kit): Coroutine<void> {
  const { attempt, check } = kit;
  const echo = echoOf(kit);
  let server = yield* startServer(echo, HOST, 8443, { ssl: serverContext() });
  yield* attempt(openConnection(HOST, 8443, { serverHostname: HOST }));
  yield* attempt(openConnection(HOST, 8443, { sslHandshakeTimeout: 1 }));
  yield* attempt(openConnection(HOST, 8443, { sslShutdownTimeout: 1 }));
  yield* attempt(openConnection("", 8443, { ssl: true }));
  yield* attempt(openConnection(HOST, 8443, { ssl: clientContext(), sslHandshakeTimeout: 0 }));
  yield* attempt(openConnection(HOST, 8443, { ssl: clientContext(), sslShutdownTimeout: -1 }));
  yield* attempt(openConnection(HOST, 8443, { ssl: serverContext() }));
  yield* attempt(startServer(echo, HOST, 8444, { ssl: true as never }));
  yield* attempt(startServer(echo, HOST, 8444, { sslHandshakeTimeout: 1 }));
  yield* attempt(openUnixConnection("/tmp/socket", { ssl: true }));
  const context = clientContext();
  check(() => void (context.verifyMode = "none"));
  check(() => void (context.sniCallback = () => {}));
  check(() => context.loadVerifyLocations({}));
  check(() => context.loadVerifyLocations({ cadata: "none" }));
  check(() => context.setAlpnProtocols([""]));
  server.close();
  yield* server.waitClosed();
  const bare = new SSLContext("server");
  server = yield* startServer(echo, HOST, 8443, { ssl: bare });
  yield* attempt(openConnection(HOST, 8443, { ssl: clientContext() }));
  server.close();
  yield* server.waitClosed();
}

export function* namesThatClientsAskFor(kit: Kit): Coroutine<void> {
  const { log } = kit;
  const other = serverContext("example.org.pem");
  const context = serverContext();
  context.sniCallback = (connection, name) => {
    log("asked for", name, connection.serverSide);
    if (name === "example.org") connection.context = other;
    else if (name !== "localhost") return 112;
    return undefined;
  };
  const server = yield* startServer(echoOf(kit), HOST, 8443, { ssl: context });
  for (const name of ["localhost", "example.org", "example.com"]) {
    let writer: StreamWriter;
    try {
      [, writer] = yield* openConnection(HOST, 8443, { ssl: clientContext(), serverHostname: name });
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      log("caught", error);
      continue;
    }
    log(writer.getExtraInfo("peercert")!.subject);
    writer.close();
    yield* writer.waitClosed();
  }
  server.close();
  yield* server.waitClosed();
}

export function* overAUnixSocket(kit: Kit): Coroutine<void> {
  const path = "/tmp/tls.sock";
  const server = yield* startUnixServer(echoOf(kit), path, { ssl: serverContext() });
  const context = clientContext();
  const [reader, writer] = yield* openUnixConnection(path, { ssl: context, serverHostname: HOST });
  writer.write("near\n");
  kit.log(yield* reader.readline());
  yield* close(server, writer);
}
