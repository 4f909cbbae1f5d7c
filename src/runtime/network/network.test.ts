/** Time on the network: when things arrive, how connections share a link, what chance does, and the events of all that. */
import { describe, expect, test } from "vitest";
import { guardInstrument } from "../instrument/instrument.ts";
import { VirtualClock } from "../loop/clock.ts";
import { eventKinds, fieldsOf } from "../../events/event.ts";
import type { Instrument } from "../../events/instrument.ts";
import { errno } from "./errno.ts";
import { noActor } from "./kernel.ts";
import { Network } from "./network.ts";
import { POLL_ERR, POLL_HUP, POLL_IN, POLL_OUT } from "./poll-mask.ts";
import type { Connection, Service } from "./service.ts";
import { type GivenSettings, networkSettings } from "./settings.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import type { DatagramSocket } from "./datagram-socket.ts";

const actor = { task: 1, line: 7 };

/** A network whose events are kept as texts: kind, then the fields. */
class World {
  readonly clock = new VirtualClock();
  readonly log: string[] = [];
  readonly network: Network;

  constructor(given: GivenSettings = {}, seed = 1) {
    const instrument = Object.fromEntries(
      eventKinds.map((kind) => [
        kind,
        (time: number, ...values: unknown[]) => {
          const fields = fieldsOf(kind).map(({ name }, i) => `${name} ${String(values[i])}`);
          this.log.push(
            `${round(time)} ${kind}: ${fields.filter((field) => !/ (0|)$/.test(field)).join(", ")}`,
          );
        },
      ]),
    ) as Instrument;
    this.network = new Network(this.clock, guardInstrument(instrument), networkSettings(given), seed);
  }

  stream(): TcpSocket {
    return this.network.stream("inet", actor) as TcpSocket;
  }

  udp(): DatagramSocket {
    return this.network.datagrams("inet", actor) as DatagramSocket;
  }

  /** Let time pass to `until`, or until nothing happens any more. */
  run(until = Infinity): number {
    for (
      let next = this.network.nextTime();
      next <= until && next < Infinity;
      next = this.network.nextTime()
    ) {
      this.clock.advanceTo(next);
      this.network.runDue(next);
    }
    if (until < Infinity) this.clock.advanceTo(until);
    return round(this.clock.time());
  }

  listener(port = 8000, backlog = 5): TcpSocket {
    const socket = this.stream();
    socket.bind({ host: "127.0.0.1", port }, actor);
    socket.listen(backlog, actor);
    return socket;
  }

  /** Return both ends of an open connection. */
  connection(listener = this.listener()): [client: TcpSocket, server: TcpSocket] {
    const client = this.stream();
    client.connect(listener.localAddress(), actor);
    this.run();
    return [client, listener.accept(actor) as TcpSocket];
  }

  /** Return the log, and begin a new one. */
  events(): string[] {
    return this.log.splice(0);
  }
}

const round = (time: number) => Math.round(time * 1e9) / 1e9;
const text = (text: string) => new TextEncoder().encode(text);
const local = (latency: number, bandwidth = 0) => ({ localhost: { latency, bandwidth } });

/** Read all that is there; return the number of bytes. */
function drain(socket: TcpSocket): number {
  const target = new Uint8Array(1 << 20);
  const count = socket.receive(target, actor);
  return count > 0 ? count + drain(socket) : 0;
}

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

describe("chance", () => {
  const lossy = { latency: 0.01, jitter: 0.01, loss: 0.3, reordering: 0.2, duplication: 0.2 };

  /** Send 40 datagrams, and 40 pieces of a stream, over a bad link; return what was received and the events. */
  function badLink(seed: number) {
    const world = new World({ localhost: lossy }, seed);
    const [client, server] = world.connection();
    const [from, to] = [world.udp(), world.udp()];
    to.bind({ host: "127.0.0.1", port: 5000 }, actor);
    for (let i = 0; i < 40; i++) {
      from.sendTo(new Uint8Array([i]), { host: "127.0.0.1", port: 5000 }, actor);
      client.send(new Uint8Array([i]), actor);
      world.run(world.clock.time() + 0.005);
    }
    world.run();
    const datagrams: number[] = [];
    for (const target = new Uint8Array(1); to.receive(target, actor) > 0;)
      datagrams.push(target[0] as number);
    const stream = new Uint8Array(100);
    return {
      datagrams,
      stream: [...stream.subarray(0, server.receive(stream, actor))],
      events: world.events(),
    };
  }

  test("the same seed gives the same run", () => {
    expect(badLink(7)).toEqual(badLink(7));
    expect(badLink(7).events).not.toEqual(badLink(8).events);
  });

  test("datagrams get lost, overtake each other and arrive twice; a stream is whole and in order", () => {
    const { datagrams, stream, events } = badLink(7);
    const lost = events.filter((event) => event.includes("datagramLost")).length;
    expect(lost).toBeGreaterThan(5);
    expect(new Set(datagrams).size).toBeLessThan(datagrams.length);
    expect(datagrams).not.toEqual([...datagrams].sort((a, b) => a - b));
    expect(stream).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  test("a link without chance draws no random number", () => {
    const world = new World(local(0.1), 1);
    const draws: number[] = [];
    const { random } = world.network.kernel;
    const expected = new World(local(0.1), 1).network.kernel.random();
    world.connection();
    draws.push(random());
    expect(draws).toEqual([expected]);
  });
});

describe("hosts", () => {
  const answering = (connection: Connection): Service => ({
    received(bytes) {
      connection.after(1, () => connection.send(bytes));
    },
  });
  const given: GivenSettings = {
    remote: { latency: 0.1, jitter: 0, bandwidth: 0 },
    hosts: [
      { name: "echo.example", latency: 0.2 },
      { name: "asleep.example", state: "down" },
      { name: "nowhere.example", state: "unreachable" },
    ],
  };

  function world() {
    const made = new World(given);
    made.network.serve("echo.example", 7, answering);
    return made;
  }

  function asked(name: string, port: number) {
    const made = world();
    const client = made.stream();
    const [host = ""] = made.network.names.lookUp(name, "any").addresses;
    client.connect({ host, port }, actor);
    made.run();
    return { ...made, client, error: client.takeError(), time: round(made.clock.time()) };
  }

  test("a service answers; the host is known once the program reaches it", () => {
    const made = world();
    expect(made.events()).toEqual([]);
    const client = made.stream();
    client.connect({ host: "10.0.0.2", port: 7 }, actor);
    made.run();
    client.send(text("hi"), actor);
    expect(made.run()).toBe(2);
    expect(client.receive(new Uint8Array(9), actor)).toBe(2);
    expect(made.events().slice(0, 6)).toEqual([
      "0 endpointOpened: endpoint 1, type tcp, task 1, line 7",
      "0 hostAdded: host 1, name echo.example, address 10.0.0.2, latency 0.2",
      "0 endpointOpened: endpoint 2, type tcp, host 1",
      "0 endpointBound: endpoint 2, address 10.0.0.2:7",
      "0 listeningStarted: endpoint 2, address 10.0.0.2:7, backlog 4096",
      "0 endpointBound: endpoint 1, address 10.0.0.1:32768, task 1, line 7",
    ]);
  });

  test("a service that is asked to send much waits for a reader", () => {
    const made = new World({ ...given, receiveBuffer: 10_000 });
    made.network.serve("big.example", 80, (connection) => {
      connection.send(new Uint8Array(1_000_000));
      connection.end();
      return {};
    });
    const client = made.stream();
    client.connect(
      { host: made.network.names.lookUp("big.example", "inet").addresses[0] as string, port: 80 },
      actor,
    );
    made.run();
    expect(client.poll()).toBe(POLL_IN | POLL_OUT);
    let read = 0;
    for (let count = drain(client); count > 0; count = drain(client)) {
      read += count;
      made.run();
    }
    expect([read, client.poll()]).toEqual([1_000_000, POLL_IN | POLL_OUT]);
  });

  test("hosts that refuse, are down, or have no way to them", () => {
    expect(asked("echo.example", 9)).toMatchObject({ error: errno.ECONNREFUSED, time: 0.4 });
    expect(asked("asleep.example", 80)).toMatchObject({ error: errno.ETIMEDOUT, time: 127 });
    expect(asked("nowhere.example", 80)).toMatchObject({ error: errno.EHOSTUNREACH, time: 0.2 });
  });

  test("a network that a program's host has no address in is unreachable at once", () => {
    const made = world();
    const client = made.network.stream("inet6", actor) as TcpSocket;
    expect(client.connect({ host: "2001:db8::1", port: 80 }, actor)).toBe(-errno.ENETUNREACH);
    expect(made.events().at(-1)).toBe("0 connectionFailed: endpoint 1, reason unreachable");
  });

  test("a visitor connects, and talks to the program", () => {
    const made = world();
    const listener = made.listener();
    const heard: string[] = [];
    made.network.visit("visitor", listener.localAddress(), (connection) => {
      connection.send(text("knock"));
      return { received: (bytes) => heard.push(new TextDecoder().decode(bytes)) };
    });
    made.network.visit("lost visitor", { host: "127.0.0.1", port: 9 }, () => ({
      failed: (error) => heard.push(`failed with ${error}`),
    }));
    made.run();
    const server = listener.accept(actor) as TcpSocket;
    const target = new Uint8Array(9);
    expect(server.receive(target, actor)).toBe(5);
    server.send(text("who?"), actor);
    server.close(actor);
    made.run();
    expect(heard).toEqual([`failed with ${errno.ECONNREFUSED}`, "who?"]);
    expect(made.events().filter((event) => / (hostAdded|endpointOpened)/.test(event))).toEqual([
      "0 endpointOpened: endpoint 1, type tcp, task 1, line 7",
      "0 hostAdded: host 4, name visitor, address 127.0.0.1, latency 0.0001",
      "0 endpointOpened: endpoint 2, type tcp, host 4",
      "0 hostAdded: host 5, name lost visitor, address 127.0.0.1, latency 0.0001",
      "0 endpointOpened: endpoint 3, type tcp, host 5",
      "0.0002 endpointOpened: endpoint 4, type tcp",
    ]);
  });

  test("names", () => {
    const { network } = world();
    const look = (name: string, family: "any" | "inet" | "inet6" = "any") =>
      network.names.lookUp(name, family);
    expect(look("localhost")).toMatchObject({ addresses: ["127.0.0.1"], seconds: 0 });
    expect(look("LOCALHOST", "inet6")).toMatchObject({ addresses: ["::1"], seconds: 0 });
    expect(look("ip6-localhost")).toMatchObject({ addresses: ["::1"] });
    expect(look("echo.example")).toMatchObject({ addresses: ["10.0.0.2"], seconds: 0.2 });
    expect(look("echo.example", "inet6").addresses).toEqual([]);
    expect(look("www.python.org")).toMatchObject({ addresses: [], seconds: 0.2, isAnswered: true });
    expect(
      ["10.0.0.2", "127.0.0.1", "10.0.0.1", "10.0.0.77"].map((one) => network.names.nameOf(one)),
    ).toEqual(["echo.example", "localhost", "loopscope", null]);
    const silent = new World({ names: { answer: false } }).network;
    expect(silent.names.lookUp("echo.example", "any")).toMatchObject({ seconds: 5, isAnswered: false });
    expect(silent.names.lookUp("localhost", "any").isAnswered).toBe(true);
  });
});

describe("caps", () => {
  test("too many endpoints: EMFILE, until one is closed", () => {
    const world = new World({ maxEndpoints: 3 });
    const listener = world.listener();
    const client = world.stream();
    client.connect(listener.localAddress(), actor);
    world.run();
    const third = world.stream();
    expect(world.network.stream("inet", actor)).toBe(-errno.EMFILE);
    expect(world.network.pipe(actor)).toBe(-errno.EMFILE);
    expect(listener.accept(actor)).toBe(-errno.EMFILE);
    third.close(actor);
    expect(listener.accept(actor)).toBeTypeOf("object");
    expect(world.network.stream("inet", actor)).toBe(-errno.EMFILE);
  });

  test("too many bytes in buffers: ENOBUFS, until some are read", () => {
    const world = new World({ maxBytes: 100_000 });
    const [one, other] = world.network.pair(actor) as Exclude<ReturnType<Network["pair"]>, number>;
    const [reader, writer] = world.network.pipe(actor) as Exclude<ReturnType<Network["pipe"]>, number>;
    expect(one.send(new Uint8Array(90_000), actor)).toBe(90_000);
    expect(writer.write(new Uint8Array(20_000), actor)).toBe(20_000);
    expect(writer.write(new Uint8Array(1), actor)).toBe(-errno.ENOBUFS);
    expect(one.send(new Uint8Array(1), actor)).toBe(-errno.ENOBUFS);
    reader.close(noActor);
    expect(one.send(new Uint8Array(1), actor)).toBe(1);
    other.close(noActor);
    expect(world.network.kernel.buffered.bytes).toBe(0);
  });
});
