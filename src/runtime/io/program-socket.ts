/**
 * Socket as a program makes and uses it, without a transport: for the calls `sockRecv`, `sockSendall`, … of a loop. Mirrors
 * `socket.socket` after `setblocking(False)`: no call of it waits.
 */
import { RuntimeError } from "../errors/exceptions.ts";
import { osError } from "../errors/os-errors.ts";
import { reportingLoopInternals } from "../loop/loop-internals.ts";
import { errno } from "../network/errno.ts";
import type { SocketAddress } from "./addresses.ts";
import { selectorEventsOf } from "./selector-events.ts";
import { type ProgramNetwork, type SocketType, Socket as SystemSocket } from "./socket.ts";
import { type Bytes, toBytes } from "./bytes.ts";

export interface SocketOptions {
  family?: "inet" | "inet6" | "unix";
  type?: SocketType;
  /** Share a port that an old connection still has. */
  reuseAddress?: boolean;
  /** Share a port with other sockets that ask for that, too. */
  reusePort?: boolean;
  /** Allow datagrams to the address of all, 255.255.255.255. */
  broadcast?: boolean;
}

/** Connections that wait to be accepted, by default. */
const BACKLOG = 128;

/** Return the socket of the system behind a program's. */
export let systemSocketOf: (socket: Socket) => SystemSocket;

/** Return the network of the program that makes a socket or a pipe. Throws RuntimeError where no loop runs. */
export function programNetwork(): ProgramNetwork {
  const loop = reportingLoopInternals();
  if (!loop) throw new RuntimeError("no running event loop");
  return selectorEventsOf(loop).program;
}

export class Socket {
  readonly #socket: SystemSocket;

  static {
    systemSocketOf = (socket) => socket.#socket;
  }

  /** Open a socket: TCP over IPv4 by default. Throws OSError if too many are open. */
  constructor(options?: SocketOptions);
  /** @internal */
  constructor(accepted: SystemSocket);
  constructor(given: SocketOptions | SystemSocket = {}) {
    if (given instanceof SystemSocket) {
      this.#socket = given;
      return;
    }
    const { family = "inet", type = "stream", ...options } = given;
    this.#socket = SystemSocket.open(programNetwork(), family, type);
    this.#socket.setOptions(options);
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

  /** Give the socket its own address; port 0 for any free one. Throws OSError if the address is in use. */
  bind(address: SocketAddress): void {
    this.#socket.bind(address);
  }

  /** Let connections come, of which up to `backlog` + 1 wait to be accepted. */
  listen(backlog = BACKLOG): void {
    this.#socket.listen(backlog);
  }

  /** Receive what is there, `count` bytes at most. Throws BlockingIOError if nothing is. */
  recv(count: number): Uint8Array {
    return this.#socket.receive(count) ?? wouldBlock();
  }

  /** Send as many bytes as fit; return their number. Throws BlockingIOError if none do. */
  send(data: Bytes): number {
    return this.#socket.send(toBytes(data)) ?? wouldBlock();
  }

  /** End the stream to the other end ("write"), that from it ("read"), or both. */
  shutdown(how: "read" | "write" | "both"): void {
    this.#socket.shutdown(how);
  }

  close(): void {
    this.#socket.close();
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
    return `<Socket fd=${this.fileno()}, family=${this.family}, type=${this.type}>`;
  }
}

function wouldBlock(): never {
  throw osError(errno.EAGAIN);
}

/** Make two unix sockets that are connected to each other. Mirrors `socket.socketpair`. */
export function socketPair(): [Socket, Socket] {
  const [one, other] = SystemSocket.pair(programNetwork());
  return [new Socket(one), new Socket(other)];
}
