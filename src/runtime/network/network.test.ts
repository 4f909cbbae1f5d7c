/** Time on the network: when things arrive, how connections share a link, and the events of all that. */
import { describe, expect, test } from "vitest";
import { actor, drain, round, World } from "../../testing/network/world.ts";
import { errno } from "./errno.ts";
import { POLL_ERR, POLL_HUP, POLL_IN, POLL_OUT } from "./poll-mask.ts";
import type { TcpSocket } from "./tcp-socket.ts";

const text = (text: string) => new TextEncoder().encode(text);

const local = (latency: number, bandwidth = 0) => ({ localhost: { latency, bandwidth } });

describe("a connection over a link of one second", () => {
  test("each step takes its time, and each is an event", () => {
    const world = new World(local(1));
    const listener = world.listener();
    const client = world.stream();
    expect(client.connect({ host: "127.0.0.1", port: 8000 }, actor)).toBe(-errno.EINPROGRESS);
    client.send(text("too early"), actor);
    world.run(2.5);
    expect([client.poll(), listener.poll()]).toEqual([POLL_OUT, 0]);
    client.send(text("hello"), actor);
    world.run(3.2);
    expect(listener.poll()).toBe(POLL_IN);
    const server = listener.accept(actor) as TcpSocket;
    expect(server.receive(new Uint8Array(9), actor)).toBe(-errno.EAGAIN);
    world.run(3.5);
    expect(server.receive(new Uint8Array(9), actor)).toBe(5);
    client.shutdown(1, actor);
    server.close(actor);
    client.close(actor);
    world.run();
    expect(world.events()).toEqual([
      "0 endpointOpened: endpoint 1, type tcp, task 1, line 7",
      "0 endpointBound: endpoint 1, address 127.0.0.1:8000, task 1, line 7",
      "0 listeningStarted: endpoint 1, address 127.0.0.1:8000, backlog 5, task 1, line 7",
      "0 endpointOpened: endpoint 2, type tcp, task 1, line 7",
      "0 endpointBound: endpoint 2, address 127.0.0.1:32768, task 1, line 7",
      "0 connectionRequested: endpoint 2, address 127.0.0.1:8000, task 1, line 7",
      "2 endpointOpened: endpoint 3, type tcp",
      "2 connectionOpened: endpoint 2, peer 3",
      "2.5 bytesSent: endpoint 2, bytes 5, task 1, line 7, preview hello",
      "2.5 bytesDeparted: endpoint 2, bytes 5, arrival 3.5",
      "3 connectionQueued: endpoint 1, peer 3, waiting 1",
      "3.2 connectionAccepted: endpoint 1, peer 3, task 1, line 7",
      "3.5 bytesArrived: endpoint 3, bytes 5",
      "3.5 bytesRead: endpoint 3, bytes 5, task 1, line 7",
      "3.5 endSent: endpoint 2, task 1, line 7",
      "3.5 endDeparted: endpoint 2, arrival 4.5",
      "3.5 endpointClosed: endpoint 3, how closed, task 1, line 7",
      "3.5 endDeparted: endpoint 3, arrival 4.5",
      "3.5 endpointClosed: endpoint 2, how closed, task 1, line 7",
      "4.5 endArrived: endpoint 3",
      "4.5 endArrived: endpoint 2",
    ]);
  });

  test("arrivals that are overdue happen in order, before the call that comes late", () => {
    const world = new World(local(1));
    const [client, server] = world.connection();
    client.send(text("one"), actor);
    world.clock.advanceTo(world.clock.time() + 5);
    expect(server.receive(new Uint8Array(9), actor)).toBe(3);
  });

  test("a request that is refused takes one way there and one back", () => {
    const world = new World(local(1));
    const client = world.stream();
    client.connect({ host: "127.0.0.1", port: 9 }, actor);
    expect(world.run()).toBe(2);
    expect(client.takeError()).toBe(errno.ECONNREFUSED);
    expect(world.events().at(-1)).toBe("2 connectionFailed: endpoint 1, reason refused");
  });

  test("a request to a full listen queue is made again after 1, 2, 4 seconds", () => {
    const world = new World(local(0));
    const listener = world.listener(8000, 0);
    const [first, second] = [world.stream(), world.stream()];
    first.connect(listener.localAddress(), actor);
    second.connect(listener.localAddress(), actor);
    world.events();
    world.run(6.9);
    expect(world.events()).toEqual([
      "1 connectionDropped: endpoint 1, peer 3, waiting 1",
      "3 connectionDropped: endpoint 1, peer 3, waiting 1",
    ]);
    listener.accept(actor);
    world.run(7);
    expect(second.poll()).toBe(POLL_OUT);
  });

  test("a request without an answer times out after 127 seconds", () => {
    const world = new World();
    const client = world.stream();
    client.connect({ host: "10.9.9.9", port: 80 }, actor);
    expect(world.run()).toBe(127);
    expect(client.poll()).toBe(POLL_IN | POLL_OUT | POLL_ERR | POLL_HUP);
    expect(client.takeError()).toBe(errno.ETIMEDOUT);
    expect(world.events().at(-1)).toBe("127 connectionFailed: endpoint 1, reason timed out");
  });

  test("a connection that is closed while it is asked for never reaches the queue", () => {
    const world = new World(local(1));
    const listener = world.listener();
    const client = world.stream();
    client.connect(listener.localAddress(), actor);
    world.run(1.5);
    client.close(actor);
    expect(world.network.nextTime()).toBe(Infinity);
    expect(listener.accept(actor)).toBe(-errno.EAGAIN);
    expect(world.events().slice(-2)).toEqual([
      "1.5 connectionFailed: endpoint 2, reason closed",
      "1.5 endpointClosed: endpoint 2, how closed, task 1, line 7",
    ]);
  });
});

describe("backpressure", () => {
  test("a reader that does not read stops the sender; nothing is lost or doubled", () => {
    const world = new World({ ...local(1), sendBuffer: 1000, receiveBuffer: 2000 });
    const [client, server] = world.connection();
    let sent = 0;
    const fill = () => {
      for (let count = client.send(new Uint8Array(700), actor); count > 0;) {
        sent += count;
        count = client.send(new Uint8Array(700), actor);
      }
    };
    fill();
    world.run();
    fill();
    world.run();
    expect([sent, client.poll(), server.poll()]).toEqual([3000, 0, POLL_IN | POLL_OUT]);
    const from = world.clock.time();
    expect(drain(server)).toBe(2000);
    // The news that there is room travels back for a second, and the bytes for another.
    world.run();
    expect([world.clock.time() - from, client.poll(), drain(server)]).toEqual([2, POLL_OUT, 1000]);
  });

  test("room of less than half the buffer is not worth a message", () => {
    const world = new World({ ...local(1), sendBuffer: 1000, receiveBuffer: 1000 });
    const [client, server] = world.connection();
    client.send(new Uint8Array(1000), actor);
    client.send(new Uint8Array(1000), actor);
    world.run();
    server.receive(new Uint8Array(400), actor);
    expect(world.network.nextTime()).toBe(Infinity);
    server.receive(new Uint8Array(100), actor);
    world.run();
    expect(drain(server)).toBe(1000);
  });
});

describe("bandwidth", () => {
  test("a megabyte takes its time, and the end comes after it", () => {
    const world = new World(local(0.5, 1000));
    const [client, server] = world.connection();
    const from = world.clock.time();
    client.send(new Uint8Array(10_000), actor);
    client.shutdown(1, actor);
    world.run();
    expect(drain(server)).toBe(10_000);
    expect(server.poll()).toBe(POLL_IN | POLL_OUT);
    const arrived = world.events().filter((event) => / (bytes|end)Arrived/.test(event));
    expect(arrived.map((event) => round(parseFloat(event) - from))).toEqual([
      1.96, 3.42, 4.88, 6.34, 7.8, 9.26, 10.5, 10.5,
    ]);
  });

  test("datagrams wait for their link; a full send buffer makes the sender wait", () => {
    const world = new World(local(0.5, 10_000));
    const [from, to] = [world.udp(), world.udp()];
    const address = { host: "127.0.0.1", port: 5000 };
    to.bind(address, actor);
    from.sendBuffer = 2000;
    const sent = [1, 2, 3, 4].map(() => from.sendTo(new Uint8Array(1000), address, actor));
    expect(sent).toEqual([1000, 1000, 1000, -errno.EAGAIN]);
    expect(from.poll()).toBe(0);
    world.run();
    expect(from.poll()).toBe(POLL_OUT);
    const arrived = world.events().filter((event) => event.includes("datagramArrived"));
    expect(arrived.map((event) => parseFloat(event))).toEqual([0.6, 0.7, 0.8]);
  });

  test("two connections share a link in turns", () => {
    const world = new World(local(0, 10_000));
    const listener = world.listener();
    const [one, two] = [world.connection(listener)[0], world.connection(listener)[0]];
    world.events();
    one.send(new Uint8Array(4380), actor);
    two.send(new Uint8Array(2920), actor);
    world.run();
    const departed = world.events().filter((event) => event.includes("bytesDeparted"));
    expect(departed.map((event) => /endpoint (\d+), bytes (\d+)/.exec(event)?.slice(1))).toEqual(
      [one, one, two, one, two].map((socket) => [String(socket.id), "1460"]),
    );
  });
});
