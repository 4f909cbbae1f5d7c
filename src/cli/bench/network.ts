/**
 * Benchmark of the simulated network alone, without a loop or a guest: traced by a recorder, as in a worker of the page,
 * and untraced. Rounds alternate. Rows of Python's programs on it follow (`python-network.ts`).
 */
import { guardInstrument, type Hooks } from "../../runtime/instrument/instrument.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { noActor } from "../../runtime/network/kernel.ts";
import { Network } from "../../runtime/network/network.ts";
import { POLL_IN } from "../../runtime/network/poll-mask.ts";
import { type GivenSettings, networkSettings } from "../../runtime/network/settings.ts";
import type { TcpSocket } from "../../runtime/network/tcp-socket.ts";
import { Recorder } from "../../trace/recorder.ts";
import { benchPythonNetwork } from "./python-network.ts";
import { machine, median, table } from "./report.ts";

/** Rounds that are not counted: the engine compiles the code in them. */
const WARM_UP = 3;

const ROUND_TRIPS = 10_000;
const CONNECTIONS = 10_000;
const MEGABYTES = 100;

const message = new Uint8Array(100);
const target = new Uint8Array(65_536);

/** A network, a listener, and time that passes while nothing is ready. */
class World {
  readonly clock = new VirtualClock();
  readonly network: Network;
  readonly listener: TcpSocket;

  constructor(hooks: Hooks, given: GivenSettings = {}) {
    this.network = new Network(this.clock, hooks, networkSettings(given), 1);
    this.listener = this.network.stream("inet", noActor) as TcpSocket;
    this.listener.bind({ host: "127.0.0.1", port: 8000 }, noActor);
    this.listener.listen(-1, noActor);
  }

  pass(): void {
    const next = this.network.nextTime();
    if (next === Infinity) throw new Error("nothing is on its way");
    this.clock.advanceTo(next);
    this.network.runDue(next);
  }

  /** Let time pass until nothing is on its way. */
  settle(): void {
    while (this.network.nextTime() < Infinity) this.pass();
  }

  connect(): [client: TcpSocket, server: TcpSocket] {
    const client = this.network.stream("inet", noActor) as TcpSocket;
    client.connect({ host: "127.0.0.1", port: 8000 }, noActor);
    this.settle();
    return [client, this.listener.accept(noActor) as TcpSocket];
  }
}

/** Echo messages between two ends that a selector watches, among any others. */
function echo(world: World, [client, server]: [TcpSocket, TcpSocket], others: TcpSocket[], times: number) {
  const selector = world.network.selector();
  for (const socket of [client, server, ...others]) selector.watch(socket, POLL_IN);
  client.send(message, noActor);
  for (let left = times; left > 0;) {
    while (!selector.hasReady) world.pass();
    for (const { endpoint } of selector.ready()) {
      const socket = endpoint as TcpSocket;
      const count = socket.receive(target, noActor);
      socket.send(target.subarray(0, count), noActor);
      if (socket === client) left--;
    }
  }
}

const workloads: Readonly<Record<string, (hooks: Hooks) => void>> = {
  [`${ROUND_TRIPS} echo round trips`](hooks) {
    const world = new World(hooks);
    echo(world, world.connect(), [], ROUND_TRIPS);
  },
  [`${CONNECTIONS} connections, opened and closed`](hooks) {
    const world = new World(hooks, { maxEndpoints: 3 * CONNECTIONS });
    const open = Array.from({ length: CONNECTIONS }, () => world.connect());
    for (const [client, server] of open) {
      client.close(noActor);
      server.close(noActor);
    }
    world.settle();
  },
  [`${ROUND_TRIPS} round trips beside ${CONNECTIONS} idle connections`](hooks) {
    const world = new World(hooks, { maxEndpoints: 3 * CONNECTIONS });
    const idle = Array.from({ length: CONNECTIONS }, () => world.connect()).flat();
    echo(world, world.connect(), idle, ROUND_TRIPS);
  },
  [`${MEGABYTES} MB at 10 Mbit/s`](hooks) {
    const world = new World(hooks, { localhost: { latency: 0.02, bandwidth: 1_250_000 } });
    const [client, server] = world.connect();
    const piece = new Uint8Array(65_536);
    for (let sent = 0, read = 0; read < MEGABYTES * 1e6;) {
      for (let count = 1; sent < MEGABYTES * 1e6 && count > 0;) {
        count = client.send(piece.subarray(0, MEGABYTES * 1e6 - sent), noActor);
        sent += Math.max(0, count);
      }
      world.pass();
      for (let count = 1; count > 0;) {
        count = server.receive(target, noActor);
        read += Math.max(0, count);
      }
    }
  },
};

/** Measure `rounds` rounds of each workload, traced and untraced. */
export async function benchNetwork(rounds: number) {
  const seconds: Record<string, { traced: number[]; untraced: number[] }> = {};
  for (const [name, run] of Object.entries(workloads)) {
    const row: { traced: number[]; untraced: number[] } = { traced: [], untraced: [] };
    for (let round = -WARM_UP; round < rounds; round++) {
      const recorder = new Recorder({ cap: Infinity, onChunk: () => {}, onFull: () => {} });
      const times = [timed(() => run(recorder)), timed(() => run(guardInstrument({})))] as const;
      recorder.flush();
      if (round < 0) continue;
      row.traced.push(times[0]);
      row.untraced.push(times[1]);
    }
    seconds[name] = row;
  }
  Object.assign(seconds, await benchPythonNetwork(rounds));
  return { json: { machine: machine(), seconds }, text: `${machine()}\n\n${medians(seconds)}\n` };
}

function timed(run: () => void): number {
  const started = performance.now();
  run();
  return (performance.now() - started) / 1000;
}

function medians(seconds: Record<string, { traced: number[]; untraced: number[] }>): string {
  const rows = Object.entries(seconds).map(([name, { traced, untraced }]) => [
    name.padEnd(56),
    ...[traced, untraced].map((times) => `${(median(times) * 1000).toFixed(1)} ms`),
  ]);
  return table([["".padEnd(56), "traced", "untraced"], ...rows]);
}
