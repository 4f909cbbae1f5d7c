/** Hosts, services, visitors and names of the network, and its caps. */
import { describe, expect, test } from "vitest";
import { actor, drain, round, World } from "../../testing/network/world.ts";
import { errno } from "./errno.ts";
import { noActor } from "./kernel.ts";
import type { Network } from "./network.ts";
import { POLL_IN, POLL_OUT } from "./poll-mask.ts";
import type { Connection, Service } from "./service.ts";
import type { GivenSettings } from "./settings.ts";
import type { TcpSocket } from "./tcp-socket.ts";

const text = (text: string) => new TextEncoder().encode(text);

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
