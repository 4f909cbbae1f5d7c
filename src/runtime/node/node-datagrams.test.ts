/** Datagrams over real loopback sockets. Node's own `dgram` is at the other end, and is the oracle. */
import { createSocket, type Socket as NodeSocket } from "node:dgram";
import { once } from "node:events";
import { expect, test } from "vitest";
import type { Future, OSError } from "./index.ts";
import {
  ConnectionRefusedError,
  type Coroutine,
  DatagramProtocol,
  type DatagramTransport,
  getRunningLoop,
  runOnHost,
  sleep,
  Socket,
  type SocketAddress,
} from "./index.ts";

const HOST = "127.0.0.1";
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Protocol that keeps what it hears, and wakes a future at each datagram or error. */
class Heard extends DatagramProtocol {
  readonly datagrams: [text: string, from: SocketAddress][] = [];
  readonly errors: Error[] = [];
  next: Future<void> = getRunningLoop().createFuture();

  #wake(): void {
    if (!this.next.done()) this.next.setResult();
  }

  override datagramReceived(data: Uint8Array, from: SocketAddress): void {
    this.datagrams.push([decode(data), from]);
    this.#wake();
  }

  override errorReceived(error: Error): void {
    this.errors.push(error);
    this.#wake();
  }
}

const portOf = (transport: DatagramTransport) => (transport.getExtraInfo("sockname") as [string, number])[1];

/** Run a program with the port of a socket of Node that answers in capitals. */
async function withNodeEcho<T>(program: (port: number) => Coroutine<T>): Promise<T> {
  const socket: NodeSocket = createSocket("udp4");
  socket.on("message", (data, { address, port }) => socket.send(String(data).toUpperCase(), port, address));
  socket.bind(0, HOST);
  await once(socket, "listening");
  try {
    return await runOnHost(program(socket.address().port));
  } finally {
    socket.close();
  }
}

test("a connected endpoint of ours and a socket of Node", async () => {
  await withNodeEcho(function* (port) {
    const loop = getRunningLoop();
    const [transport, heard] = yield* loop.createDatagramEndpoint(() => new Heard(), {
      remoteAddr: [HOST, port],
    });
    expect(transport.getExtraInfo("peername")).toEqual([HOST, port]);
    expect(portOf(transport)).toBeGreaterThan(0);
    transport.sendto("hello");
    yield* heard.next;
    expect(heard.datagrams).toEqual([["HELLO", [HOST, port]]]);
    transport.close();
    yield* sleep(0);
  });
});

test("an endpoint of ours that hears everyone, and answers; an empty datagram is one", async () => {
  const heard = await runOnHost(
    (function* () {
      const loop = getRunningLoop();
      const options = { localAddr: [HOST, 0] as const };
      const [transport, protocol] = yield* loop.createDatagramEndpoint(() => new Heard(), options);
      const clients = ["one", "", "three"].map((text) => {
        const client = createSocket("udp4");
        client.send(text, portOf(transport), HOST);
        return client;
      });
      while (protocol.datagrams.length < 3) {
        yield* protocol.next;
        protocol.next = loop.createFuture();
      }
      for (const client of clients) client.close();
      transport.close();
      return protocol.datagrams.map(([text]) => text).sort();
    })(),
  );
  expect(heard).toEqual(["", "one", "three"]);
});

test("errors are asyncio's: a closed port, a datagram that is too long, an address in use", async () => {
  const free = createSocket("udp4").bind(0, HOST);
  await once(free, "listening");
  const { port } = free.address();
  await expect(
    runOnHost(
      (function* () {
        const options = { localAddr: [HOST, port] as const };
        yield* getRunningLoop().createDatagramEndpoint(() => new Heard(), options);
      })(),
    ),
  ).rejects.toThrow("[Errno 3] Address already in use");
  free.close();
  await once(free, "close");
  await runOnHost(
    (function* () {
      const loop = getRunningLoop();
      const [transport, heard] = yield* loop.createDatagramEndpoint(() => new Heard(), {
        remoteAddr: [HOST, port],
      });
      transport.sendto("is anyone there?");
      yield* heard.next;
      expect(heard.errors[0]).toBeInstanceOf(ConnectionRefusedError);
      heard.next = loop.createFuture();
      transport.sendto(new Uint8Array(70_000));
      yield* heard.next;
      expect((heard.errors[1] as OSError).code).toBe("EMSGSIZE");
      transport.close();
    })(),
  );
});

test("a socket without a transport", async () => {
  await withNodeEcho(function* (port) {
    const loop = getRunningLoop();
    const sock = new Socket({ type: "datagram" });
    yield* loop.sockSendto(sock, "by a socket", [HOST, port]);
    const [data, from] = yield* loop.sockRecvfrom(sock, 100);
    expect([decode(data), from]).toEqual(["BY A SOCKET", [HOST, port]]);
    sock.close();
  });
});
