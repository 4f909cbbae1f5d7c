/**
 * Simulated network of one program, in virtual time. Nothing in it waits: a call that would block returns -EAGAIN or
 * -EINPROGRESS, and its caller lets arrivals happen and calls again. Guests make one a run; the rules are in
 * `docs/network.md`.
 */
import type { Hooks } from "../instrument/instrument.ts";
import type { Clock } from "../loop/clock.ts";
import {
  ANY_V4,
  ANY_V6,
  BROADCAST,
  type Family,
  isOwn,
  isV6,
  LOCALHOST_V4,
  LOCALHOST_V6,
  OWN_ADDRESS,
} from "./address.ts";
import type { Arrivals } from "./arrivals.ts";
import { errno } from "./errno.ts";
import { type Actor, Kernel } from "./kernel.ts";
import { PipeReader, PipeWriter } from "./pipe.ts";
import { Ports } from "./ports.ts";
import { Selector } from "./selector.ts";
import type { NetworkSettings } from "./settings.ts";
import type { Route, TcpHost } from "./tcp-host.ts";
import { TcpSocket } from "./tcp-socket.ts";
import { type UnixNames, UnixSocket } from "./unix-socket.ts";

export class Network implements Arrivals, TcpHost<TcpSocket> {
  readonly kernel: Kernel;
  readonly ports = new Ports<TcpSocket>();
  readonly #unixNames: UnixNames = new Map<string, UnixSocket>();

  constructor(clock: Clock, hooks: Hooks, settings: NetworkSettings, seed: number) {
    this.kernel = new Kernel(clock, hooks, settings, seed);
  }

  nextTime(): number {
    return this.kernel.arrivals.nextTime();
  }

  runDue(now: number): void {
    this.kernel.arrivals.runDue(now);
  }

  /** Make a stream socket. Returns -EMFILE if too many endpoints are open. */
  stream(family: "unix", actor: Actor): UnixSocket | number;
  stream(family: "inet" | "inet6", actor: Actor): TcpSocket | number;
  stream(family: Family, actor: Actor): UnixSocket | TcpSocket | number;
  stream(family: Family, actor: Actor): UnixSocket | TcpSocket | number {
    if (this.#isFull(1)) return -errno.EMFILE;
    const socket =
      family === "unix" ? new UnixSocket(this.kernel, this.#unixNames) : new TcpSocket(this, family);
    socket.reportOpened(actor);
    return socket;
  }

  /** Make two unix stream sockets that are connected (`socketpair`). */
  pair(actor: Actor): [UnixSocket, UnixSocket] | number {
    if (this.#isFull(2)) return -errno.EMFILE;
    const [one, other] = [
      new UnixSocket(this.kernel, this.#unixNames),
      new UnixSocket(this.kernel, this.#unixNames),
    ];
    one.reportOpened(actor);
    other.reportOpened(actor);
    UnixSocket.join(one, other);
    return [one, other];
  }

  pipe(actor: Actor): [PipeReader, PipeWriter] | number {
    if (this.#isFull(2)) return -errno.EMFILE;
    const { clock, hooks } = this.kernel;
    const reader = new PipeReader(this.kernel);
    const writer = new PipeWriter(this.kernel, reader);
    reader.reportOpened(actor);
    writer.reportOpened(actor);
    hooks.connectionOpened(clock.time(), writer.id, reader.id);
    return [reader, writer];
  }

  selector(): Selector {
    return new Selector();
  }

  #isFull(more: number): boolean {
    return this.kernel.openEndpoints + more > this.kernel.settings.maxEndpoints;
  }

  bindFault(host: string, family: Family): number {
    if (isV6(host) && family === "inet") return errno.EAFNOSUPPORT;
    return host === ANY_V4 || host === ANY_V6 || isOwn(host) ? 0 : errno.EADDRNOTAVAIL;
  }

  destination(host: string): string {
    if (host === ANY_V4) return LOCALHOST_V4;
    return host === ANY_V6 ? LOCALHOST_V6 : host;
  }

  route(host: string): Route | number {
    if (isOwn(host)) return { host: 0, link: this.kernel.localhost };
    return isV6(host) || host === BROADCAST ? errno.ENETUNREACH : { host: 0, link: null };
  }

  sourceFor(host: string): string {
    if (host.startsWith("127.")) return LOCALHOST_V4;
    return isV6(host) ? LOCALHOST_V6 : OWN_ADDRESS;
  }
}
