/**
 * Socket of a program: an endpoint of the simulated network, and errors as the operating system's. No call waits: one that
 * would returns null. Mirrors `socket.socket` with a timeout of 0, as asyncio uses it. Internal: programs get a
 * `TransportSocket`.
 */
import type { Family } from "../network/address.ts";
import type { DatagramSocket } from "../network/datagram-socket.ts";
import { errno } from "../network/errno.ts";
import type { Actor } from "../network/kernel.ts";
import type { Network } from "../network/network.ts";
import type { StreamSocket } from "../network/stream-socket.ts";
import type { TcpSocket } from "../network/tcp-socket.ts";
import type { UdpSocket } from "../network/udp-socket.ts";
import type { UnixDatagramSocket } from "../network/unix-datagram-socket.ts";
import type { UnixSocket } from "../network/unix-socket.ts";
import { check, osError } from "../errors/os-errors.ts";
import { currentLine } from "../instrument/source-location.ts";
import { type LoopInternals, runningLoopInternals } from "../loop/loop-internals.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { fromKernel, type SocketAddress, toKernel } from "./addresses.ts";
import type { SocketPaths } from "./socket-paths.ts";

/** The network of a program, with the files of its unix sockets. */
export interface ProgramNetwork {
  readonly network: Network;
  readonly paths: SocketPaths;
}

export type SocketType = "stream" | "datagram";

type KernelSocket = (TcpSocket | UnixSocket | UdpSocket | UnixDatagramSocket) & {
  reserve?(): Promise<number>;
};

/** Bytes that one call receives at most: `max_size` of asyncio's transports. */
export const MAX_SIZE = 256 * 1024;
/** Numbers of SHUT_RD, SHUT_WR and SHUT_RDWR. */
const DIRECTIONS = { read: 0, write: 1, both: 2 } as const;
let buffer: Uint8Array | null = null;

/** Return the memory into which calls receive, `MAX_SIZE` bytes. */
export function scratch(): Uint8Array {
  return (buffer ??= new Uint8Array(MAX_SIZE));
}

/** Return the task and the line that call. */
export function actor(): Actor {
  return { task: runningLoopInternals()?.currentTaskId ?? 0, line: currentLine };
}

/** Return null for a call that would have to wait, and throw the error of another that failed. */
export function unlessBlocked(result: number): number | null {
  return result === -errno.EAGAIN ? null : check(result);
}

export class Socket {
  #isClosed = false;
  /** File of a unix socket that was bound to a path. */
  #file: { path: string; number: number } | null = null;

  private constructor(
    readonly endpoint: KernelSocket,
    readonly family: Family,
    readonly type: SocketType,
    readonly paths: SocketPaths,
  ) {}

  /** Open a socket. Throws OSError if too many are open. */
  static open({ network, paths }: ProgramNetwork, family: Family, type: SocketType): Socket {
    const made = type === "stream" ? network.stream(family, actor()) : network.datagrams(family, actor());
    if (typeof made === "number") throw osError(-made);
    return new Socket(made as KernelSocket, family, type, paths);
  }

  /** Open two unix sockets that are connected. */
  static pair({ network, paths }: ProgramNetwork): [Socket, Socket] {
    const made = network.pair(actor());
    if (typeof made === "number") throw osError(-made);
    const [one, other] = made;
    return [new Socket(one, "unix", "stream", paths), new Socket(other, "unix", "stream", paths)];
  }

  /** Id of the endpoint in a trace; -1 once the socket is closed, as a descriptor. */
  get fileno(): number {
    return this.#isClosed ? -1 : this.endpoint.id;
  }

  /** The endpoint of a stream. */
  get #stream(): StreamSocket {
    return this.endpoint as StreamSocket;
  }

  get #datagrams(): DatagramSocket {
    return this.endpoint as DatagramSocket;
  }

  setOptions(options: Partial<Record<"reuseAddress" | "reusePort" | "v6Only" | "broadcast", boolean>>): void {
    if ("options" in this.endpoint) Object.assign(this.endpoint.options, options);
  }

  bind(address: SocketAddress): void {
    const to = toKernel(address, this.family, "bind");
    const bind = () => this.endpoint.bind(to, actor());
    check(this.family === "unix" ? this.paths.bind(to.host, bind) : bind());
    if (this.family === "unix") this.#noteFile(to.host);
  }

  #noteFile(path: string): void {
    this.#file = { path, number: this.paths.numberOf(path) };
  }

  /** Wait, on a host, until the socket of a listener or of datagrams has its address. Throws OSError. */
  *reserved({ loop }: { loop: LoopInternals }): Coroutine<void> {
    const promise = this.endpoint.reserve?.();
    if (!promise) return;
    const future = loop.createFuture<number>();
    const settle = (result: number) => () => {
      if (!future.done()) future.setResult(result);
    };
    void promise.then((result) => loop.callSoonThreadsafe(settle(result)));
    check(yield* future);
    // The host makes the file now.
    if (this.#file) this.#noteFile(this.#file.path);
  }

  /** Remove the file that `bind` made, unless the path has another by now. */
  removeFile(): void {
    if (this.#file && this.paths.numberOf(this.#file.path) === this.#file.number)
      this.paths.remove(this.#file.path);
  }

  listen(backlog: number): void {
    check(this.#stream.listen(backlog, actor()));
  }

  /** Ask for a connection; return false while that takes time. */
  connect(address: SocketAddress): boolean {
    const to = toKernel(address, this.family, "connect");
    const connect = () => this.endpoint.connect(to, actor());
    const result = this.family === "unix" ? this.paths.find(to.host, connect) : connect();
    if (result === -errno.EINPROGRESS || result === -errno.EAGAIN) return false;
    check(result);
    return true;
  }

  /** Return the error that waits, and clear it; 0 for none. */
  takeError(): number {
    return this.endpoint.takeError();
  }

  /** Take a connection from the listen queue; null if there is none. */
  accept(): Socket | null {
    const made = this.#stream.accept(actor());
    if (typeof made !== "number") return new Socket(made as KernelSocket, this.family, "stream", this.paths);
    unlessBlocked(made);
    return null;
  }

  /** Return what has arrived; null if nothing has, no bytes at the end of the stream. */
  receive(max = MAX_SIZE): Uint8Array | null {
    const into = scratch().subarray(0, max);
    const count = unlessBlocked(this.endpoint.receive(into, actor()));
    return count === null ? null : into.slice(0, count);
  }

  /** Read into `target`; return the number of bytes, null if nothing has arrived. */
  receiveInto(target: Uint8Array): number | null {
    return unlessBlocked(this.endpoint.receive(target, actor()));
  }

  /** Return where the last datagram came from. */
  get sender(): SocketAddress {
    return fromKernel(this.#datagrams.sender, this.family);
  }

  /** Send bytes; return the number of those that fit into the buffer, null if none do. */
  send(bytes: Uint8Array): number | null {
    return unlessBlocked(this.endpoint.send(bytes, actor()));
  }

  /** Send a datagram; return false if it would have to wait. */
  sendTo(bytes: Uint8Array, address: SocketAddress): boolean {
    const to = toKernel(address, this.family, "sendto");
    const send = () => this.#datagrams.sendTo(bytes, to, actor());
    return unlessBlocked(this.family === "unix" ? this.paths.find(to.host, send) : send()) !== null;
  }

  /** End one direction, or both. */
  shutdown(how: keyof typeof DIRECTIONS): void {
    check(this.endpoint.shutdown(DIRECTIONS[how], actor()));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.endpoint.close(actor());
  }

  getsockname(): SocketAddress {
    if (this.#isClosed) throw osError(errno.EBADF);
    return fromKernel(this.endpoint.localAddress(), this.family);
  }

  getpeername(): SocketAddress {
    if (this.#isClosed) throw osError(errno.EBADF);
    const address = this.endpoint.peerAddress();
    if (typeof address === "number") throw osError(-address);
    return fromKernel(address, this.family);
  }
}

/** Public view of a transport's socket: what can be asked, and nothing that changes it. Mirrors `asyncio/trsock.py`. */
export class TransportSocket {
  readonly #socket: Socket;

  /** @internal */
  constructor(socket: Socket) {
    this.#socket = socket;
  }

  get family(): "inet" | "inet6" | "unix" {
    return this.#socket.family;
  }

  get type(): SocketType {
    return this.#socket.type;
  }

  /** Return the number of the endpoint in the trace; -1 once it is closed. */
  fileno(): number {
    return this.#socket.fileno;
  }

  /** Return the socket's own address. Throws OSError if the socket is closed. */
  getsockname(): SocketAddress {
    return this.#socket.getsockname();
  }

  /** Return the address of the other end. Throws OSError without one. */
  getpeername(): SocketAddress {
    return this.#socket.getpeername();
  }

  toString(): string {
    const { family, type } = this.#socket;
    return `<asyncio.TransportSocket fd=${this.#socket.fileno}, family=${family}, type=${type}>`;
  }
}
