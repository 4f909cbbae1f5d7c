/**
 * Real TLS over loopback sockets. Node's own `tls` is at the other end, and is the oracle; certificates are made by `openssl`: without that, the
 * tests are skipped.
 */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect as connectPlain, createServer as createPlainServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect, createServer, type TlsOptions, type TLSSocket } from "node:tls";
import { afterAll, expect, test as anyTest } from "vitest";
import {
  ConnectionAbortedError,
  ConnectionResetError,
  type Coroutine,
  createDefaultContext,
  FileNotFoundError,
  openConnection,
  runOnHost,
  type Server,
  sleep,
  SSLCertVerificationError,
  SSLContext,
  SSLError,
  startServer,
  type StreamReader,
  type StreamWriter,
  wrapFuture,
} from "./index.ts";

const test = anyTest.skipIf(spawnSync("openssl", ["version"]).status !== 0);
const HOST = "127.0.0.1";
const folder = mkdtempSync(join(tmpdir(), "loopscope-"));
afterAll(() => rmSync(folder, { recursive: true }));
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Make a self-signed certificate for a name; return the paths of it and of its key. */
function certificateFor(name: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const made = "req -x509 -newkey rsa:2048 -nodes -days 2 -addext".split(" ");
  const names = [`subjectAltName=DNS:${name}`, "-subj", `/CN=${name}`, "-keyout", key, "-out", cert];
  spawnSync("openssl", [...made, ...names], { stdio: "ignore" });
  return { cert, key };
}

const own = certificateFor("localhost");
const other = certificateFor("example.org");
const ofNode = ({ cert, key }: typeof own): TlsOptions => ({
  cert: readFileSync(cert),
  key: readFileSync(key),
});

function serverContext({ cert, key } = own): SSLContext {
  const context = createDefaultContext("clientAuth");
  context.loadCertChain(cert, key);
  return context;
}

const clientContext = () => createDefaultContext("serverAuth", { cafile: own.cert });
const portOf = (server: Server) => (server.sockets[0]!.getsockname() as [string, number])[1];

async function withNodeServer<T>(
  options: TlsOptions,
  serve: (socket: TLSSocket) => void,
  program: (port: number) => Coroutine<T>,
): Promise<T> {
  const server = createServer({ ...ofNode(own), ...options }, serve).listen(0, HOST);
  server.on("tlsClientError", () => {});
  await once(server, "listening");
  try {
    return await runOnHost(program((server.address() as AddressInfo).port));
  } finally {
    server.close();
  }
}

function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  for (;;) {
    const line = yield* reader.readline();
    if (line.length === 0) break;
    writer.write(decode(line).toUpperCase());
    yield* writer.drain();
  }
  writer.close();
}

/** Start a server, run a block with its port, and close it. */
function* serving<T>(
  options: { ssl?: SSLContext },
  body: (port: number) => Coroutine<T>,
  handler: (reader: StreamReader, writer: StreamWriter) => Coroutine<void> = echo,
): Coroutine<T> {
  const server = yield* startServer(handler, HOST, 0, options);
  try {
    return yield* body(portOf(server));
  } finally {
    server.close();
    yield* server.waitClosed();
  }
}

test("a client of ours and a server of Node agree on a protocol, and see the same certificate", async () => {
  const seen = await withNodeServer(
    { ALPNProtocols: ["h2", "http/1.1"] },
    (socket) => socket.end(`hello by ${socket.alpnProtocol}`),
    function* (port) {
      const context = clientContext();
      context.setAlpnProtocols(["http/1.1", "h2"]);
      const [reader, writer] = yield* openConnection(HOST, port, {
        ssl: context,
        serverHostname: "localhost",
      });
      const all = decode(yield* reader.read());
      const connection = writer.getExtraInfo("sslObject")!;
      const { subject, subjectAltName } = writer.getExtraInfo("peercert")!;
      writer.close();
      yield* writer.waitClosed();
      return [all, connection.version(), connection.selectedAlpnProtocol(), subject, subjectAltName];
    },
  );
  expect(seen).toEqual([
    "hello by h2",
    "TLSv1.3",
    "h2",
    [[["commonName", "localhost"]]],
    [["DNS", "localhost"]],
  ]);
});

test("a client of Node and a server of ours", async () => {
  const heard = await runOnHost(
    serving({ ssl: serverContext() }, function* (port) {
      const client = connect({ port, host: HOST, servername: "localhost", ca: readFileSync(own.cert) });
      client.write("one\ntwo\n");
      const heard: string[] = [];
      client.setEncoding("utf8").on("data", (part: string) => heard.push(part));
      while (heard.join("").length < 8) yield* sleep(0.01);
      client.end();
      return [heard.join(""), client.authorized];
    }),
  );
  expect(heard).toEqual(["ONE\nTWO\n", true]);
});

test("both ends ours: a megabyte in each direction", async () => {
  const total = 1_000_000;
  const count = await runOnHost(
    serving(
      { ssl: serverContext() },
      function* (port) {
        const [reader, writer] = yield* openConnection("localhost", port, {
          ssl: clientContext(),
          family: "inet",
        });
        writer.write("x".repeat(total));
        yield* writer.drain();
        const all = yield* reader.read();
        writer.close();
        return all.length;
      },
      function* (reader, writer) {
        const all = yield* reader.readexactly(total);
        writer.write(all);
        yield* writer.drain();
        writer.close();
      },
    ),
  );
  expect(count).toBe(total);
});

test("a plain connection is upgraded on both sides", async () => {
  const said = await runOnHost(
    serving(
      {},
      function* (port) {
        const [reader, writer] = yield* openConnection(HOST, port);
        writer.write("STARTTLS\n");
        const answer = decode(yield* reader.readline());
        yield* writer.startTls(clientContext(), { serverHostname: "localhost" });
        writer.write("secret\n");
        const echoed = decode(yield* reader.readline());
        writer.close();
        return [answer, echoed, writer.getExtraInfo("sslObject")!.version()];
      },
      function* (reader, writer) {
        yield* reader.readline();
        writer.write("go ahead\n");
        yield* writer.startTls(serverContext());
        yield* echo(reader, writer);
      },
    ),
  );
  expect(said).toEqual(["go ahead\n", "SECRET\n", "TLSv1.3"]);
});

test("errors are those of ssl: an unknown issuer, a wrong name, a plain server, no file", async () => {
  const ask = (port: number, ssl: SSLContext | true, serverHostname: string) =>
    openConnection(HOST, port, { ssl, serverHostname });
  await withNodeServer({}, echoOfNode, function* (port) {
    for (const [context, name, fault] of [
      [createDefaultContext(), "localhost", "self-signed certificate"],
      [clientContext(), "example.org", "Hostname mismatch, certificate is not valid for 'example.org'."],
    ] as const) {
      const error = yield* errorOf(ask(port, context, name));
      expect(error).toBeInstanceOf(SSLCertVerificationError);
      expect((error as SSLCertVerificationError).verifyMessage).toBe(fault);
    }
    const careless = new SSLContext("client");
    careless.checkHostname = false;
    careless.verifyMode = "none";
    const [, writer] = yield* ask(port, careless, "example.org");
    expect(writer.getExtraInfo("peercert")).toEqual({});
    writer.close();
  });
  const plain = createPlainServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, HOST);
  await once(plain, "listening");
  const { port } = plain.address() as AddressInfo;
  const error: unknown = await runOnHost(errorOf(ask(port, true, "localhost")));
  expect(error).toBeInstanceOf(SSLError);
  expect((error as SSLError).message).toMatch(/wrong version number|packet length too long/);
  plain.close();
  expect(() => serverContext({ cert: join(folder, "none"), key: own.key })).toThrow(FileNotFoundError);
});

test("a server survives clients that fail, chooses certificates by names, and gives up slow ones", async () => {
  const chosen = serverContext();
  chosen.sniCallback = (connection, name) => {
    if (name === "example.org") connection.context = serverContext(other);
  };
  await runOnHost(
    serving({ ssl: chosen }, function* (port) {
      const bad = connectPlain({ port, host: HOST });
      bad.end("GET / HTTP/1.1\r\n\r\n");
      yield* wrapFuture(text(bad).catch(() => ""));
      const context = createDefaultContext("serverAuth", { cafile: other.cert });
      const options = { ssl: context, serverHostname: "example.org" };
      const [reader, writer] = yield* openConnection(HOST, port, options);
      writer.write("still there\n");
      expect(decode(yield* reader.readline())).toBe("STILL THERE\n");
      writer.close();
    }),
  );
  const silent = createPlainServer(() => {}).listen(0, HOST);
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const late = await runOnHost(
    errorOf(openConnection("localhost", port, { ssl: true, family: "inet", sslHandshakeTimeout: 0.1 })),
  );
  expect(late).toBeInstanceOf(ConnectionAbortedError);
  expect((late as Error).message).toContain("SSL handshake is taking longer than 0.1 seconds");
  silent.close();
  const closing = createPlainServer((socket) => socket.destroy()).listen(0, HOST);
  await once(closing, "listening");
  const gone = await runOnHost(
    errorOf(openConnection(HOST, (closing.address() as AddressInfo).port, { ssl: true })),
  );
  expect(gone).toBeInstanceOf(ConnectionResetError);
  closing.close();
});

const echoOfNode = (socket: TLSSocket): void => void socket.pipe(socket).on("error", () => {});

function* errorOf(coroutine: Coroutine<unknown>): Coroutine<unknown> {
  try {
    yield* coroutine;
  } catch (error) {
    return error;
  }
  return null;
}
