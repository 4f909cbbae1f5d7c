/**
 * Simulated network of one program, in virtual time. Nothing in it waits: a call that would block returns -EAGAIN or
 * -EINPROGRESS, and its caller lets arrivals happen and calls again. Guests make one a run; the rules are in
 * `docs/network.md`.
 */
import type { Hooks } from "../instrument/instrument.ts";
import type { Clock } from "../loop/clock.ts";
import { assert } from "../../base/assert.ts";
import { type Address, type Family, isV6 } from "./address.ts";
import type { Arrivals } from "./arrivals.ts";
import type { DatagramSocket } from "./datagram-socket.ts";
import type { BuiltInHost, MakeBuiltInHosts } from "./built-in.ts";
import type { Endpoint } from "./endpoint.ts";
import { errno } from "./errno.ts";
import { type Fault, planFaults } from "./faults.ts";
import type { Host } from "./hosts.ts";
import { type Actor, Kernel, noActor } from "./kernel.ts";
import { Names } from "./names.ts";
import { PipeReader, PipeWriter } from "./pipe.ts";
import { Selector } from "./selector.ts";
import { type Serve, serveAll, visit } from "./service.ts";
import type { NetworkSettings } from "./settings.ts";
import { HostNetwork } from "./host-network.ts";
import { TcpSocket } from "./tcp-socket.ts";
import { UdpSocket } from "./udp-socket.ts";
import { type UnixDatagramNames, UnixDatagramSocket } from "./unix-datagram-socket.ts";
import { type UnixNames, UnixSocket } from "./unix-socket.ts";

export class Network implements Arrivals {
  readonly kernel: Kernel;
  readonly #tcp: HostNetwork<TcpSocket>;
  readonly #udp: HostNetwork<UdpSocket>;
  readonly #unixNames: UnixNames = new Map<string, UnixSocket>();
  readonly #unixDatagramNames: UnixDatagramNames = new Map<string, UnixDatagramSocket>();

  /** Makes built-in hosts forget what they know, by their names. */
  readonly #whenCrashed = new Map<string, () => void>();

  readonly names: Names;

  constructor(
    clock: Clock,
    hooks: Hooks,
    settings: NetworkSettings,
    readonly seed: number,
  ) {
    this.kernel = new Kernel(clock, hooks, settings, seed);
    this.names = new Names(this.kernel);
    this.#tcp = new HostNetwork<TcpSocket>(this.kernel);
    this.#udp = new HostNetwork<UdpSocket>(this.kernel);
  }

  nextTime(): number {
    return this.kernel.arrivals.nextTime();
  }

  /** Let all arrivals happen that are due by the clock. */
  settle(): void {
    this.kernel.settle();
  }

  runDue(now: number): void {
    this.kernel.arrivals.runDue(now);
  }

  /** Make a stream socket. Returns -EMFILE if too many endpoints are open. */
  stream(family: "unix", actor: Actor): UnixSocket | number;
  stream(family: "inet" | "inet6", actor: Actor): TcpSocket | number;
  stream(family: Family, actor: Actor): UnixSocket | TcpSocket | number;
  stream(family: Family, actor: Actor): UnixSocket | TcpSocket | number {
    if (this.kernel.isFull(1)) return -errno.EMFILE;
    const socket =
      family === "unix" ? new UnixSocket(this.kernel, this.#unixNames) : new TcpSocket(this.#tcp, family);
    this.#hold([socket], actor);
    return socket;
  }

  /** Make two unix stream sockets that are connected (`socketpair`). */
  pair(actor: Actor): [UnixSocket, UnixSocket] | number {
    if (this.kernel.isFull(2)) return -errno.EMFILE;
    const [one, other] = [
      new UnixSocket(this.kernel, this.#unixNames),
      new UnixSocket(this.kernel, this.#unixNames),
    ];
    this.#hold([one, other], actor);
    UnixSocket.join(one, other);
    return [one, other];
  }

  /** Make a datagram socket. Returns -EMFILE if too many endpoints are open. */
  datagrams(family: Family, actor: Actor): DatagramSocket | number {
    if (this.kernel.isFull(1)) return -errno.EMFILE;
    const socket =
      family === "unix"
        ? new UnixDatagramSocket(this.kernel, this.#unixDatagramNames)
        : new UdpSocket(this.#udp, family);
    this.#hold([socket], actor);
    return socket;
  }

  /** Make two unix datagram sockets that are connected. */
  datagramPair(actor: Actor): [DatagramSocket, DatagramSocket] | number {
    if (this.kernel.isFull(2)) return -errno.EMFILE;
    const [one, other] = [
      new UnixDatagramSocket(this.kernel, this.#unixDatagramNames),
      new UnixDatagramSocket(this.kernel, this.#unixDatagramNames),
    ];
    this.#hold([one, other], actor);
    UnixDatagramSocket.join(one, other);
    return [one, other];
  }

  pipe(actor: Actor): [PipeReader, PipeWriter] | number {
    if (this.kernel.isFull(2)) return -errno.EMFILE;
    const { clock, hooks } = this.kernel;
    const reader = new PipeReader(this.kernel);
    const writer = new PipeWriter(this.kernel, reader);
    this.#hold([reader, writer], actor);
    hooks.connectionOpened(clock.time(), writer.id, reader.id);
    return [reader, writer];
  }

  /** Let a service answer at a port of a host, which is added if the settings have none of that name. */
  serve(hostName: string, port: number, serve: Serve): void {
    const host = this.kernel.hosts.add({ name: hostName });
    this.kernel.whenReached(host, () => {
      this.#listen(new TcpSocket(this.#tcp.of(host), "inet"), { host: host.address, port }, serve);
    });
  }

  /** Let built-in hosts answer: by their names, and on the program's machine where the program does not listen. */
  provide(make: MakeBuiltInHosts): void {
    const { kernel } = this;
    const { hooks, clock, hosts } = kernel;
    const noted = new Set<string>();
    const note = (line: string) => {
      if (!noted.has(line)) hooks.outputWritten(clock.time(), "stderr", `${line}\n`, 0, 0, 0);
      noted.add(line);
    };
    const builtIn = make({ seed: this.seed, now: () => kernel.now, note });
    hosts.findMore = (name) => {
      const found = builtIn.named(name);
      if (!found) return;
      keep(found);
      kernel.whenReached(hosts.add({ name }), () => note(found.notice));
      for (const [port, serve] of found.ports) this.serve(name, port, serve);
    };
    const keep = ({ name, onCrash }: BuiltInHost) => onCrash && this.#whenCrashed.set(name, onCrash);
    const near = new Map<string, Host>();
    kernel.serveNear = (address) => {
      const found = builtIn.local(address.port);
      const serve = found?.ports.get(address.port);
      if (!found || !serve) return;
      let host = near.get(found.name);
      if (!host) {
        keep(found);
        near.set(found.name, (host = hosts.addLocal(found.name)));
        kernel.reach(host);
        note(found.notice);
      }
      this.#listen(new TcpSocket(this.#tcp, isV6(address.host) ? "inet6" : "inet", host.id), address, serve);
    };
  }

  #listen(listener: TcpSocket, address: Address, serve: Serve): void {
    listener.reportOpened(noActor, listener.hostId);
    const fault = listener.bind(address, noActor);
    assert(fault === 0, `port ${address.port} of ${address.host} is taken`);
    listener.listen(-1, noActor);
    serveAll(this.kernel, listener, serve);
  }

  /** Let faults come by a plan; the program's stderr says so. */
  planFaults(faults: readonly Fault[]): void {
    const { hooks, clock } = this.kernel;
    planFaults(this, faults, (line) =>
      hooks.outputWritten(clock.time(), "stderr", `Loopscope: ${line}\n`, 0, 0, 0),
    );
  }

  /** Reset all connections of a host; one that is built in forgets everything. */
  crash(hostName: string): void {
    for (const host of this.kernel.hosts.allNamed(hostName)) {
      const near = this.#tcp.ports.owners().filter(({ hostId }) => hostId === host.id);
      for (const socket of [...near, ...this.#tcp.of(host).ports.owners()]) socket.crash();
    }
    this.#whenCrashed.get(hostName)?.();
  }

  /** Let a visitor on the program's machine connect to an address of the program. */
  visit(name: string, address: Address, serve: Serve): void {
    const host = this.kernel.hosts.addLocal(name);
    this.kernel.reach(host);
    const visitor = new TcpSocket(this.#tcp, isV6(address.host) ? "inet6" : "inet", host.id);
    visitor.reportOpened(noActor, host.id);
    visit(this.kernel, visitor, address, serve);
  }

  /** Return an address of each port at which the program listens. */
  listening(): Address[] {
    const byPort = new Map<number, Address>();
    for (const { host, port, owner } of this.#tcp.ports.receiving()) {
      if (owner.hostId === 0 && !byPort.has(port))
        byPort.set(port, { host: this.#tcp.destination(host), port });
    }
    return [...byPort.values()];
  }

  selector(): Selector {
    return new Selector();
  }

  /** Hand new endpoints to the program. */
  #hold<Made extends Endpoint[]>(made: Made, actor: Actor): Made {
    for (const endpoint of made) {
      endpoint.hold();
      endpoint.reportOpened(actor);
    }
    return made;
  }
}
