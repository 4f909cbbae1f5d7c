/** Programs under networks of their own. */
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import { wait, waitFor } from "../../../runtime/combinators/wait.ts";
import { DatagramProtocol } from "../../../runtime/io/protocols.ts";
import { openConnection, startServer } from "../../../runtime/io/streams.ts";
import type { SocketAddress } from "../../../runtime/io/addresses.ts";
import type { DatagramTransport } from "../../../runtime/io/transports.ts";
import { Queue } from "../../../runtime/sync/queues.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";
import { withNetwork } from "../with-cases.ts";

const HOST = "127.0.0.1";

function* talk({ log }: Kit, name: string, count: number): Coroutine<void> {
  const [reader, writer] = yield* openConnection(HOST, 8000);
  for (let i = 0; i < count; i++) {
    writer.write(`${name.repeat(2000)}\n`);
    yield* writer.drain();
    const line = yield* reader.readline();
    log(name, "reads", line.length);
  }
  writer.close();
  yield* writer.waitClosed();
}

function* talkOfTwo(kit: Kit): Coroutine<void> {
  const { follow, log } = kit;
  const server = yield* startServer(
    function* (reader, writer) {
      yield* asyncFor(reader, function* (line) {
        log("server reads", line.length);
        writer.write(line);
        yield* writer.drain();
      });
      writer.close();
    },
    HOST,
    8000,
  );
  yield* wait([follow("a", talk(kit, "a", 3)), follow("b", talk(kit, "b", 3))]);
  server.close();
  yield* server.waitClosed();
}

export const slowLink = withNetwork(
  { "localhost.latency": 0.05, "localhost.jitter": 0.02, "localhost.bandwidth": 20_000 },
  talkOfTwo,
);

export const lossyStream = withNetwork({ "localhost.latency": 0.05, "localhost.loss": 0.3 }, talkOfTwo);

export const smallBuffers = withNetwork({ sendBuffer: 1000, receiveBuffer: 1500 }, talkOfTwo);

class Answering extends DatagramProtocol {
  transport!: DatagramTransport;

  constructor(readonly kit: Kit) {
    super();
  }

  override connectionMade(transport: DatagramTransport): void {
    this.transport = transport;
  }

  override datagramReceived(data: Uint8Array, address: SocketAddress): void {
    this.kit.log("server hears", data);
    this.transport.sendto(new TextDecoder().decode(data).toUpperCase(), address);
  }
}

class Asking extends DatagramProtocol {
  readonly heard = new Queue<Uint8Array>();

  override datagramReceived(data: Uint8Array): void {
    this.heard.putNowait(data);
  }
}

export const lossyDatagrams = withNetwork(
  {
    "localhost.latency": 0.1,
    "localhost.loss": 0.3,
    "localhost.reordering": 0.2,
    "localhost.duplication": 0.2,
  },
  function* (kit): Coroutine<void> {
    const { attempt, log, loop } = kit;
    const [server] = yield* loop.createDatagramEndpoint(() => new Answering(kit), {
      localAddr: [HOST, 5000],
    });
    const [client, protocol] = yield* loop.createDatagramEndpoint(() => new Asking(), {
      remoteAddr: [HOST, 5000],
    });
    for (let number = 0; number < 12; number++) {
      client.sendto(`question ${number}`);
      yield* attempt(waitFor(protocol.heard.get(), 0.5));
    }
    yield* sleep(2);
    log(protocol.heard.qsize());
    client.close();
    server.close();
    yield* sleep(1);
  },
);

export const noNameServer = withNetwork({ "names.answer": 0 }, function* ({ attempt }): Coroutine<void> {
  yield* attempt(openConnection("example.com", 80));
  yield* attempt(openConnection("localhost", 80));
});
