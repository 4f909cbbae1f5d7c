/** Programs with datagrams. */
import { shield } from "../../../runtime/combinators/shield.ts";
import { waitFor } from "../../../runtime/combinators/wait.ts";
import { TimeoutError } from "../../../runtime/errors/exceptions.ts";
import type { SocketAddress } from "../../../runtime/io/addresses.ts";
import { DatagramProtocol } from "../../../runtime/io/protocols.ts";
import type { DatagramTransport } from "../../../runtime/io/transports.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import type { Future } from "../../../runtime/tasks/future.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { tupleText } from "../io-values.ts";
import type { Kit } from "../kit.ts";

const HOST = "127.0.0.1";
const upper = (data: Uint8Array) => new TextDecoder().decode(data).toUpperCase();

class Logging extends DatagramProtocol {
  transport!: DatagramTransport;

  constructor(
    readonly kit: Kit,
    readonly name: string,
    readonly done: Future<void> | null = null,
  ) {
    super();
  }

  override connectionMade(transport: DatagramTransport): void {
    this.transport = transport;
    const [own, peer] = [transport.getExtraInfo("sockname"), transport.getExtraInfo("peername")];
    this.kit.log(this.name, "made", tupleText(own), tupleText(peer));
  }

  override datagramReceived(data: Uint8Array, address: SocketAddress): void {
    this.kit.log(this.name, "gets", data, tupleText(address));
  }

  override errorReceived(error: Error): void {
    this.kit.log(this.name, "error", error);
  }

  override connectionLost(error: Error | null): void {
    this.kit.log(this.name, "lost", error);
    this.done?.setResult();
  }
}

class Echo extends Logging {
  override datagramReceived(data: Uint8Array, address: SocketAddress): void {
    super.datagramReceived(data, address);
    this.transport.sendto(upper(data), address);
  }
}

export function* echoOfDatagrams(kit: Kit): Coroutine<void> {
  const { check, log, loop } = kit;
  const [server] = yield* loop.createDatagramEndpoint(() => new Echo(kit, "server"), {
    localAddr: [HOST, 9000],
  });
  const done = loop.createFuture<void>();
  const [client, protocol] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "client", done), {
    remoteAddr: [HOST, 9000],
  });
  log(protocol.name);
  client.sendto("one");
  client.sendto("");
  client.sendto("two", [HOST, 9000]);
  check(() => client.sendto("three", [HOST, 9001]));
  yield* sleep(1);
  client.close();
  log(client.isClosing());
  yield* done;
  client.sendto("too late");
  server.close();
  yield* sleep(0);
}

export function* noReceiver(kit: Kit): Coroutine<void> {
  const { loop } = kit;
  const [client] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "client"), {
    remoteAddr: [HOST, 9000],
  });
  client.sendto("lost");
  yield* sleep(1);
  const [other] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "other"), { family: "inet" });
  other.sendto("lost", [HOST, 9000]);
  yield* sleep(1);
  client.abort();
  other.close();
  yield* sleep(0);
}

export function* tooLong(kit: Kit): Coroutine<void> {
  const [client] = yield* kit.loop.createDatagramEndpoint(() => new Logging(kit, "client"), {
    remoteAddr: [HOST, 9000],
  });
  client.sendto("x".repeat(70_000));
  client.close();
  yield* sleep(0);
}

export function* wrongEndpoints({ attempt, loop }: Kit): Coroutine<void> {
  const factory = () => new DatagramProtocol();
  yield* attempt(loop.createDatagramEndpoint(factory));
  const [taken] = yield* loop.createDatagramEndpoint(factory, { localAddr: [HOST, 9000] });
  yield* attempt(loop.createDatagramEndpoint(factory, { localAddr: [HOST, 9000] }));
  yield* attempt(loop.createDatagramEndpoint(factory, { localAddr: [HOST, 1], remoteAddr: ["::1", 2] }));
  taken.close();
  yield* sleep(0);
}

export function* bothAddresses(kit: Kit): Coroutine<void> {
  const { loop } = kit;
  const [a, b] = [[HOST, 1001] as const, [HOST, 1002] as const];
  const [one] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "one"), {
    localAddr: a,
    remoteAddr: b,
  });
  const [two] = yield* loop.createDatagramEndpoint(() => new Echo(kit, "two"), {
    localAddr: b,
    remoteAddr: a,
  });
  for (let number = 0; number < 3; number++) {
    one.sendto(String(number));
    yield* sleep(0.5);
  }
  one.close();
  two.close();
  yield* sleep(0);
}

export function* retry(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const answer = loop.createFuture<Uint8Array>();
  class Deaf extends Logging {
    heard = 0;

    override datagramReceived(_data: Uint8Array, address: SocketAddress): void {
      this.heard++;
      if (this.heard === 3) this.transport.sendto("yes", address);
    }
  }
  class Client extends Logging {
    override datagramReceived(data: Uint8Array, address: SocketAddress): void {
      super.datagramReceived(data, address);
      answer.setResult(data);
    }
  }
  const [server] = yield* loop.createDatagramEndpoint(() => new Deaf(kit, "server"), {
    localAddr: [HOST, 9000],
  });
  const [client] = yield* loop.createDatagramEndpoint(() => new Client(kit, "client"), {
    remoteAddr: [HOST, 9000],
  });
  for (let i = 0; i < 5; i++) {
    client.sendto("are you there?");
    try {
      log("answer", yield* waitFor(shield(answer), 0.2));
      break;
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      log("again");
    }
  }
  client.close();
  server.close();
  yield* sleep(0);
}

export function* broadcast(kit: Kit): Coroutine<void> {
  const { loop } = kit;
  const [one] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "one"), {
    localAddr: ["0.0.0.0", 9000],
  });
  const [client] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "client"), {
    localAddr: ["0.0.0.0", 0],
    allowBroadcast: true,
  });
  client.sendto("to all", ["255.255.255.255", 9000]);
  yield* sleep(1);
  client.close();
  one.close();
  yield* sleep(0);
}

export function* unixDatagrams(kit: Kit): Coroutine<void> {
  const { log, loop } = kit;
  const [server] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "server"), {
    localAddr: "/tmp/server",
    family: "unix",
  });
  const [client] = yield* loop.createDatagramEndpoint(() => new Logging(kit, "client"), {
    remoteAddr: "/tmp/server",
    family: "unix",
  });
  for (let number = 0; number < 15; number++) client.sendto(String(number));
  log(client.getWriteBufferSize());
  yield* sleep(1);
  log(client.getWriteBufferSize());
  client.close();
  server.close();
  yield* sleep(0);
}
