/** A network in a test: its clock, the events that it reports as lines of text, and what most tests begin with. */
import { eventKinds, fieldsOf } from "../../events/event.ts";
import type { Instrument } from "../../events/instrument.ts";
import { guardInstrument } from "../../runtime/instrument/instrument.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import type { DatagramSocket } from "../../runtime/network/datagram-socket.ts";
import type { Actor } from "../../runtime/network/kernel.ts";
import { Network } from "../../runtime/network/network.ts";
import { type GivenSettings, networkSettings } from "../../runtime/network/settings.ts";
import type { TcpSocket } from "../../runtime/network/tcp-socket.ts";

/** Task and line of all calls. */
export const actor: Actor = { task: 1, line: 7 };

/** Return a time in whole nanoseconds. */
export const round = (time: number) => Math.round(time * 1e9) / 1e9;

/** A network whose events are kept as texts: kind, then the fields. */
export class World {
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

/** Read all that is there; return the number of bytes. */
export function drain(socket: TcpSocket): number {
  const target = new Uint8Array(1 << 20);
  const count = socket.receive(target, actor);
  return count > 0 ? count + drain(socket) : 0;
}
