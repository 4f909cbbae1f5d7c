/** Programs with sockets that have no transport. */
import { wait, waitFor } from "../../../runtime/combinators/wait.ts";
import { Socket, socketPair } from "../../../runtime/io/program-socket.ts";
import { isSameAddress } from "../../../runtime/io/addresses.ts";
import { getRunningLoop } from "../../../runtime/loop/events.ts";
import { named } from "../../../runtime/loop/loop-handle.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { tupleText } from "../io-values.ts";
import type { Kit } from "../kit.ts";

const HOST = "127.0.0.1";
const text = (data: Uint8Array) => new TextDecoder().decode(data);

function listener(port: number): Socket {
  const socket = new Socket();
  socket.bind([HOST, port]);
  socket.listen(2);
  return socket;
}

function* connected({ log, spawn }: Kit, port = 8000): Coroutine<[client: Socket, connection: Socket]> {
  const loop = getRunningLoop();
  const [server, client] = [listener(port), new Socket()];
  const accepting = spawn("accepting", loop.sockAccept(server));
  yield* loop.sockConnect(client, [HOST, port]);
  const [connection, address] = yield* accepting;
  log(isSameAddress(address, client.getsockname()), isSameAddress(connection.getpeername(), address));
  server.close();
  return [client, connection];
}

export function* echoBySockets(kit: Kit): Coroutine<void> {
  const { check, log, loop } = kit;
  const [client, connection] = yield* connected(kit);
  yield* loop.sockSendall(client, "hello");
  const data = yield* loop.sockRecv(connection, 100);
  log("server gets", data);
  yield* loop.sockSendall(connection, text(data).toUpperCase());
  log("client gets", yield* loop.sockRecv(client, 3), yield* loop.sockRecv(client, 100));
  client.shutdown("write");
  log("end", yield* loop.sockRecv(connection, 10));
  connection.close();
  log("end", yield* loop.sockRecv(client, 10));
  client.close();
  check(() => client.getsockname());
}

export function* receivesIntoBuffers(kit: Kit): Coroutine<void> {
  const { log, loop, spawn } = kit;
  const [client, connection] = yield* connected(kit);
  const buffer = new Uint8Array(4);
  const reading = spawn("reading", loop.sockRecvInto(connection, buffer));
  yield* sleep(1);
  yield* loop.sockSendall(client, "abcdef");
  log(yield* reading, buffer);
  log(yield* loop.sockRecvInto(connection, buffer), buffer);
  client.close();
  log(yield* loop.sockRecvInto(connection, buffer));
  connection.close();
}

export function* sendsMoreThanFits(kit: Kit): Coroutine<void> {
  const { follow, log, loop } = kit;
  const [client, connection] = yield* connected(kit);
  const sending = follow("sending", loop.sockSendall(client, new Uint8Array(600_000)));
  let total = 0;
  while (total < 600_000) {
    yield* sleep(0.5);
    const data = yield* loop.sockRecv(connection, 150_000);
    total += data.length;
    log(total, sending.done());
  }
  yield* sending;
  client.close();
  connection.close();
}

export function* datagramsBySockets({ log, loop, spawn }: Kit): Coroutine<void> {
  const [server, client] = [new Socket({ type: "datagram" }), new Socket({ type: "datagram" })];
  server.bind([HOST, 5000]);
  const receiving = spawn("receiving", loop.sockRecvfrom(server, 100));
  yield* sleep(1);
  log(yield* loop.sockSendto(client, "one", [HOST, 5000]));
  const [data, address] = yield* receiving;
  log(data, tupleText(address));
  const buffer = new Uint8Array(5);
  yield* loop.sockSendto(server, "answer", address);
  const [count, sender] = yield* loop.sockRecvfromInto(client, buffer);
  log(count, buffer, tupleText(sender));
  yield* loop.sockConnect(client, [HOST, 5000]);
  yield* loop.sockSendall(client, "");
  const [empty, from] = yield* loop.sockRecvfrom(server, 10);
  log([empty, tupleText(from)]);
  server.close();
  client.close();
}

export function* socketErrors({ attempt, check, loop }: Kit): Coroutine<void> {
  let one = new Socket();
  yield* attempt(loop.sockConnect(one, [HOST, 1]));
  one.close();
  one = new Socket();
  const other = new Socket();
  one.bind([HOST, 8000]);
  check(() => other.bind([HOST, 8000]));
  one.listen(1);
  yield* attempt(loop.sockAccept(other));
  yield* attempt(loop.sockRecv(other, 10));
  check(() => other.recv(1));
  check(() => other.getpeername());
  yield* attempt(loop.sockConnect(other, ["nowhere", 80]));
  one.close();
  other.close();
}

export function* timeoutsOfSockets(kit: Kit): Coroutine<void> {
  const { attempt, check, log, loop, spawn } = kit;
  const [client, connection] = yield* connected(kit);
  yield* attempt(waitFor(loop.sockRecv(connection, 10), 1));
  yield* loop.sockSendall(client, "later");
  log(yield* loop.sockRecv(connection, 10));
  const reading = spawn("reading", loop.sockRecv(connection, 10));
  yield* sleep(1);
  reading.cancel();
  yield* attempt(reading);
  yield* loop.sockSendall(client, "last");
  yield* sleep(1);
  log(connection.recv(10));
  check(() => connection.recv(10));
  const server = listener(9000);
  yield* attempt(waitFor(loop.sockAccept(server), 1));
  server.close();
  client.close();
  connection.close();
}

export function* manyAreAccepted({ follow, log, loop }: Kit): Coroutine<void> {
  const server = listener(8000);

  function* ask(number: number): Coroutine<void> {
    const client = new Socket();
    yield* loop.sockConnect(client, ["localhost", 8000]);
    yield* loop.sockSendall(client, `client ${number}`);
    log(number, "gets", yield* loop.sockRecv(client, 10));
    client.close();
  }

  const asking = [0, 1, 2].map((number) => follow(`ask ${number}`, ask(number)));
  for (let i = 0; i < 3; i++) {
    const [connection] = yield* loop.sockAccept(server);
    const data = yield* loop.sockRecv(connection, 100);
    yield* loop.sockSendall(connection, data.subarray(-1));
    connection.close();
  }
  yield* wait(asking);
  server.close();
}

export function* pairsOfSockets({ attempt, log, loop, spawn }: Kit): Coroutine<void> {
  const [one, other] = socketPair();
  const reading = spawn("reading", loop.sockRecv(other, 10));
  yield* sleep(1);
  yield* loop.sockSendall(one, "to the other");
  log(yield* reading, yield* loop.sockRecv(other, 10));
  log(other.send("back"), one.recv(10));
  one.close();
  log(yield* loop.sockRecv(other, 10));
  yield* attempt(loop.sockSendall(other, "lost"));
  other.close();
}

export function* callbacksOfReadiness({ log, loop }: Kit): Coroutine<void> {
  const [one, other] = socketPair();
  const done = loop.createFuture<void>();
  const readable = named("main.<locals>.readable", () => {
    const data = other.recv(10);
    log("readable", data);
    if (data.length === 0) done.setResult();
  });
  const writable = named("main.<locals>.writable", () => {
    log("writable", one.send("x"), loop.removeWriter(one), loop.removeWriter(one));
  });
  loop.addReader(other, readable);
  loop.addWriter(one, writable);
  yield* sleep(1);
  loop.addWriter(one, writable);
  yield* sleep(1);
  one.close();
  yield* done;
  log(loop.removeReader(other), loop.removeReader(other));
  other.close();
}
