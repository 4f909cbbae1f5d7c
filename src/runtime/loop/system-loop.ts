/**
 * What a loop has of an operating system: connections and servers, datagrams, sockets, pipes, look-ups of names, processes, signals. Mirrors
 * these methods of `BaseEventLoop`, `BaseSelectorEventLoop` and `_UnixSelectorEventLoop`; the work is done in `io/`. `EventLoop`
 * extends it.
 */
import { copyContext } from "../contexts/contextvars.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type CallbackOptions, loopInternals, type LoopInternals } from "./loop-internals.ts";
import type { Loop } from "./running-loop.ts";
import type { ConnectionOptions } from "../io/connections.ts";
import type { DatagramOptions } from "../io/datagrams.ts";
import {
  bindUnixSocket,
  connectProgramSocket,
  connectReadPipe,
  connectWritePipe,
  createConnection,
  createDatagramEndpoint,
  createServer,
  createUnixConnection,
  getaddrinfo,
  selectorEventsOf,
  serve,
  sockAccept,
  sockRecv,
  sockRecvfrom,
  sockRecvfromInto,
  sockRecvInto,
  sockSendall,
  sockSendto,
  systemSocketOf,
} from "../io/io.ts";
import type { SocketAddress } from "../io/addresses.ts";
import type { AddressInfo, LookUpOptions } from "../io/look-ups.ts";
import type { ReadProtocol } from "../io/pipe-transports.ts";
import type { ReadPipe, WritePipe } from "../io/pipes.ts";
import type { PopenOptions } from "../io/processes/popen.ts";
import {
  PIPE,
  subprocessExec,
  subprocessShell,
  type SubprocessTransport,
} from "../io/processes/processes.ts";
import type { DatagramProtocol, SubprocessProtocol } from "../io/protocols.ts";
import type { SelectorEvents } from "../io/selector-events.ts";
import type { Socket } from "../io/program-socket.ts";
import type { Server } from "../io/server.ts";
import type { ListenOptions, ServerStart } from "../io/servers.ts";
import { setHandler, type Signal } from "../io/signals.ts";
import type { StreamProtocol } from "../io/socket-transport.ts";
import type { Bytes } from "../io/bytes.ts";
import type { StartTls } from "../io/tls/begin-tls.ts";
import type { SSLContext } from "../io/tls/ssl-context.ts";
import type { ClientTls } from "../io/tls/ssl-options.ts";
import { startTls } from "../io/tls/tls.ts";
import type {
  AnyProtocol,
  DatagramTransport,
  ReadTransport,
  Transport,
  WriteTransport,
} from "../io/transports.ts";

const NO_FILES =
  "A program in TypeScript has no files to send. Send bytes: writer.write(bytes), sockSendall(sock, bytes).";

/** The streams of a process, unless a program asks for others. */
const allPipes = () => ({ stdin: PIPE, stdout: PIPE, stderr: PIPE }) as const;

const internalsOf = (loop: SystemLoop): LoopInternals => loopInternals(loop as unknown as Loop);

export abstract class SystemLoop {
  readonly #signalHandlers = new Map<Signal, () => void>();

  get #events(): SelectorEvents {
    return selectorEventsOf(internalsOf(this));
  }

  /**
   * Connect to a host and a port; return the transport and the protocol that `protocolFactory` makes. Throws OSError:
   * ConnectionRefusedError if no server listens there, `gaierror` for a name that is not known. Mirrors
   * `BaseEventLoop.create_connection`.
   */
  createConnection<P extends StreamProtocol>(
    protocolFactory: () => P,
    host: string | null,
    port: number | null,
    options: ConnectionOptions = {},
  ): Coroutine<[Transport, P]> {
    return createConnection(this.#events, protocolFactory, host, port, options);
  }

  /**
   * Start a server that makes a protocol for each connection. Without a host it listens at all addresses. Throws OSError
   * if an address is in use. Mirrors `BaseEventLoop.create_server`.
   */
  createServer(
    protocolFactory: () => StreamProtocol,
    host: string | readonly string[] | null,
    port: number | null,
    options: ListenOptions = {},
  ): Coroutine<Server> {
    return createServer(this.#events, protocolFactory, host, port, options);
  }

  /**
   * Open an endpoint for datagrams; return the transport and the protocol that `protocolFactory` makes. Throws OSError if
   * the own address is in use. Mirrors `BaseEventLoop.create_datagram_endpoint`.
   */
  createDatagramEndpoint<P extends DatagramProtocol>(
    protocolFactory: () => P,
    options: DatagramOptions = {},
  ): Coroutine<[DatagramTransport, P]> {
    return createDatagramEndpoint(this.#events, protocolFactory, options);
  }

  /** `createConnection` to the unix socket of a path. Throws OSError: FileNotFoundError if there is none. */
  createUnixConnection<P extends StreamProtocol>(
    protocolFactory: () => P,
    path: string,
    options: ClientTls = {},
  ): Coroutine<[Transport, P]> {
    return createUnixConnection(this.#events, protocolFactory, path, options);
  }

  /** `createServer` at the path of a unix socket, whose file it makes and removes. */
  *createUnixServer(
    protocolFactory: () => StreamProtocol,
    path: string,
    options: ServerStart = {},
  ): Coroutine<Server> {
    const events = this.#events;
    return yield* serve(events, protocolFactory, [yield* bindUnixSocket(events, path)], options);
  }

  /**
   * Begin TLS on a connection, whose bytes have been plain so far. Return the transport that `protocol` must use from now on.
   * Throws SSLError. Mirrors `BaseEventLoop.start_tls`.
   */
  startTls(
    transport: Transport,
    protocol: StreamProtocol,
    sslcontext: SSLContext,
    options: StartTls = {},
  ): Coroutine<Transport> {
    return startTls(internalsOf(this), transport, protocol, sslcontext, options);
  }

  /** Make a transport of the end of a pipe that reads. Mirrors `connect_read_pipe`. */
  connectReadPipe<P extends ReadProtocol>(
    protocolFactory: () => P,
    pipe: ReadPipe,
  ): Coroutine<[ReadTransport, P]> {
    return connectReadPipe(this.#events, protocolFactory, pipe);
  }

  /** Make a transport of the end of a pipe that writes. Mirrors `connect_write_pipe`. */
  connectWritePipe<P extends AnyProtocol>(
    protocolFactory: () => P,
    pipe: WritePipe,
  ): Coroutine<[WriteTransport, P]> {
    return connectWritePipe(this.#events, protocolFactory, pipe);
  }

  /**
   * Start a program; return its transport and the protocol that `protocolFactory` makes. Its streams are pipes by default. Throws
   * OSError: FileNotFoundError for a program that is not there. Mirrors `BaseEventLoop.subprocess_exec`.
   */
  *subprocessExec<P extends SubprocessProtocol>(
    protocolFactory: () => P,
    program: string,
    args: readonly string[] = [],
    options: PopenOptions = {},
  ): Coroutine<[SubprocessTransport, P]> {
    const streams = { ...allPipes(), ...options };
    const made = yield* subprocessExec(this.#events, protocolFactory, program, args, streams);
    return [made[0].publicTransport, made[1]];
  }

  /** `subprocessExec` of a shell that runs a command line. Mirrors `BaseEventLoop.subprocess_shell`. */
  *subprocessShell<P extends SubprocessProtocol>(
    protocolFactory: () => P,
    cmd: string,
    options: PopenOptions = {},
  ): Coroutine<[SubprocessTransport, P]> {
    const made = yield* subprocessShell(this.#events, protocolFactory, cmd, { ...allPipes(), ...options });
    return [made[0].publicTransport, made[1]];
  }

  /** Receive up to `count` bytes from a socket; none at the end of the stream. Mirrors `sock_recv`. */
  sockRecv(sock: Socket, count: number): Coroutine<Uint8Array> {
    return sockRecv(this.#events, sock, count);
  }

  /** `sockRecv` into a buffer; return the number of bytes. */
  sockRecvInto(sock: Socket, buffer: Uint8Array): Coroutine<number> {
    return sockRecvInto(this.#events, sock, buffer);
  }

  /** Receive a datagram of up to `count` bytes, and where it came from. Mirrors `sock_recvfrom`. */
  sockRecvfrom(sock: Socket, count: number): Coroutine<[data: Uint8Array, address: SocketAddress]> {
    return sockRecvfrom(this.#events, sock, count);
  }

  /** `sockRecvfrom` into a buffer; return the number of bytes, and where they came from. */
  sockRecvfromInto(sock: Socket, buffer: Uint8Array): Coroutine<[count: number, address: SocketAddress]> {
    return sockRecvfromInto(this.#events, sock, buffer);
  }

  /** Send all bytes by a socket; wait while its buffer is full. Mirrors `sock_sendall`. */
  sockSendall(sock: Socket, data: Bytes): Coroutine<void> {
    return sockSendall(this.#events, sock, data);
  }

  /** Send a datagram to an address; return the number of its bytes. Mirrors `sock_sendto`. */
  sockSendto(sock: Socket, data: Bytes, address: SocketAddress): Coroutine<number> {
    return sockSendto(this.#events, sock, data, address);
  }

  /** Connect a socket to an address, or to a name and a port. Throws OSError. Mirrors `sock_connect`. */
  sockConnect(sock: Socket, address: SocketAddress): Coroutine<void> {
    return connectProgramSocket(this.#events, sock, address);
  }

  /** Wait for a connection to a socket that listens; return its socket and its address. Mirrors `sock_accept`. */
  sockAccept(sock: Socket): Coroutine<[connection: Socket, address: SocketAddress]> {
    return sockAccept(this.#events, sock);
  }

  /** Not there, as a program has no files. Throws RuntimeError. */
  sendfile(): never {
    throw new RuntimeError(NO_FILES);
  }

  /** Not there, as a program has no files. Throws RuntimeError. */
  sockSendfile(): never {
    throw new RuntimeError(NO_FILES);
  }

  /** Call `callback` in each iteration in which a socket can be read, in place of the callback before. */
  addReader(sock: Socket, callback: () => void): void {
    this.#events.addReader(systemSocketOf(sock), callback);
  }

  /** Remove the callback of `addReader`; return false if there was none. */
  removeReader(sock: Socket): boolean {
    return this.#events.removeReader(systemSocketOf(sock));
  }

  /** Call `callback` in each iteration in which a socket can be written, in place of the callback before. */
  addWriter(sock: Socket, callback: () => void): void {
    this.#events.addWriter(systemSocketOf(sock), callback);
  }

  /** Remove the callback of `addWriter`; return false if there was none. */
  removeWriter(sock: Socket): boolean {
    return this.#events.removeWriter(systemSocketOf(sock));
  }

  /** Look up the addresses of a host. Throws OSError: `gaierror` for a name that is not known. */
  getaddrinfo(
    host: string | null,
    port: number | null,
    options: LookUpOptions = {},
  ): Coroutine<AddressInfo[]> {
    return getaddrinfo(this.#events, host, port, options);
  }

  /**
   * Call `callback` in the loop when the program gets a signal, such as "SIGINT" or "SIGTERM", in place of what would happen
   * otherwise. Throws ValueError for an unknown signal, RuntimeError for one that cannot be caught. Mirrors
   * `_UnixSelectorEventLoop.add_signal_handler`.
   */
  addSignalHandler(signal: Signal, callback: () => void, options: CallbackOptions = {}): void {
    const internals = internalsOf(this);
    internals.checkClosed();
    const context = options.context ?? copyContext();
    const handler = () => void internals.callSoonThreadsafe(callback, { ...options, context });
    if (this.#signalHandlers.size === 0) internals.whenClosed(() => this.#removeSignalHandlers());
    setHandler(signal, handler, !internals.clock.jumps);
    this.#signalHandlers.set(signal, handler);
  }

  /** Remove the handler of a signal; return false if there was none. */
  removeSignalHandler(signal: Signal): boolean {
    if (!this.#signalHandlers.delete(signal)) return false;
    setHandler(signal, null);
    return true;
  }

  #removeSignalHandlers(): void {
    for (const signal of [...this.#signalHandlers.keys()]) this.removeSignalHandler(signal);
  }
}
