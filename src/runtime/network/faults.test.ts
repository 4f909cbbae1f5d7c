/** Faults of hosts: a link that is cut, a crash, a slow host, and what TCP does about it. */
import { expect, test } from "vitest";
import { actor, drain, round, World } from "../../testing/network/world.ts";
import { errno } from "./errno.ts";
import type { FaultAction } from "./faults.ts";
import { POLL_HUP, POLL_IN, POLL_OUT } from "./poll-mask.ts";
import type { TcpSocket } from "./tcp-socket.ts";

const text = (text: string) => new TextEncoder().encode(text);

/** A world with a host that sends back what it gets, and a client that is connected to it after 0.2 s. */
function world(...faults: [at: number, action: FaultAction, factor?: number][]) {
  const made = new World({
    remote: { latency: 0.1, jitter: 0, bandwidth: 0 },
    hosts: [{ name: "echo.example" }],
  });
  made.network.serve("echo.example", 7, (connection) => ({ received: (bytes) => connection.send(bytes) }));
  made.network.planFaults(
    faults.map(([at, action, factor = 1]) => ({ at, action, host: "echo.example", factor })),
  );
  const client = made.stream();
  client.connect({ host: "10.0.0.2", port: 7 }, actor);
  made.run(0.3);
  return Object.assign(made, { client });
}

/** Let the client send at a time; return the time at which the answer is there. */
function answered(made: World, client: TcpSocket, at: number): number {
  made.run(at);
  client.send(text("x"), actor);
  let time = at;
  while ((client.poll() & POLL_IN) === 0 && made.network.nextTime() < Infinity)
    time = made.run(made.network.nextTime());
  return round(time);
}

test("what is sent on a link that is cut departs when TCP sends it again", () => {
  const made = world([1, "cut"], [3, "restore"]);
  // After 0.2, 0.6, 1.4 and 3 s.
  expect(answered(made, made.client, 1.5)).toBe(4.7);
  expect(drain(made.client)).toBe(1);
  expect(answered(made, made.client, 6)).toBe(6.2);
});

test("what is on its way arrives, and what comes back waits, too", () => {
  const made = world([1.05, "cut"], [1.2, "restore"]);
  // The answer waits from 1.1 s on, and is sent again after 0.2 s.
  expect(answered(made, made.client, 1)).toBe(1.4);
});

test("the end of a stream waits behind its bytes", () => {
  const made = world([1, "cut"], [2, "restore"]);
  made.run(1.5);
  made.client.send(text("x"), actor);
  made.client.shutdown(1, actor);
  made.run();
  expect(made.client.receive(new Uint8Array(9), actor)).toBe(1);
  expect(made.client.receive(new Uint8Array(9), actor)).toBe(0);
});

test("TCP gives up where a link stays cut, and a new connection times out", () => {
  const made = world([1, "cut"]);
  made.run(2);
  made.client.send(text("x"), actor);
  const other = made.stream();
  other.connect({ host: "10.0.0.2", port: 7 }, actor);
  made.run(200);
  expect(other.takeError()).toBe(errno.ETIMEDOUT);
  expect(round(made.run())).toBe(926.6);
  expect(made.client.takeError()).toBe(errno.ETIMEDOUT);
});

test("a client that closes while the link is cut leaves nothing to wait for", () => {
  const made = world([1, "cut"]);
  made.run(2);
  made.client.send(text("x"), actor);
  made.client.resetsOnClose = true;
  made.client.close(actor);
  expect(made.run()).toBe(2);
});

test("a crash resets connections and refuses others, until the host is restored", () => {
  const made = world([1, "crash"], [5, "restore"]);
  expect(made.run(2)).toBe(2);
  expect(made.client.poll() & POLL_HUP).toBeTruthy();
  expect(made.client.takeError()).toBe(errno.ECONNRESET);
  const connect = (at: number) => {
    made.run(at);
    const socket = made.stream();
    socket.connect({ host: "10.0.0.2", port: 7 }, actor);
    made.run(at + 1);
    return socket;
  };
  expect(connect(3).takeError()).toBe(errno.ECONNREFUSED);
  expect(connect(6).poll()).toBe(POLL_OUT);
});

test("a slow host takes its time in both directions", () => {
  const made = world([1, "slow", 10], [10, "restore"]);
  expect(answered(made, made.client, 2)).toBe(4);
  drain(made.client);
  expect(answered(made, made.client, 11)).toBe(11.2);
});

test("a machine of the program: its server is as far away as other hosts, and fails as they do", () => {
  const made = new World({ remote: { latency: 0.1, jitter: 0, bandwidth: 0 } });
  made.network.planFaults([{ at: 2, action: "crash", host: "db.test", factor: 1 }]);
  const look = made.network.names.lookUp("db.test", "any");
  expect(look).toMatchObject({ addresses: ["10.0.0.2"], seconds: 0 });
  const address = { host: "10.0.0.2", port: 5432 };
  const listener = made.stream();
  expect(listener.bind(address, actor)).toBe(0);
  listener.listen(5, actor);
  const client = made.stream();
  client.connect(address, actor);
  made.run(1);
  const server = listener.accept(actor) as TcpSocket;
  expect(server.localAddress()).toEqual(address);
  server.send(text("hello"), actor);
  expect(made.run(1.05) && client.poll()).toBe(POLL_OUT);
  made.run(1.5);
  expect(drain(client)).toBe(5);
  expect(made.network.listening()).toEqual([]);
  made.run(3);
  expect([client.takeError(), server.takeError()]).toEqual([errno.ECONNRESET, errno.ECONNRESET]);
  // What no socket has bound refuses, and a second one finds the port taken.
  const other = made.stream();
  expect(other.bind(address, actor)).toBe(-errno.EADDRINUSE);
  expect(made.stream().bind({ host: "10.0.0.9", port: 1 }, actor)).toBe(-errno.EADDRNOTAVAIL);
});
