/**
 * Event loop with asyncio's interface, for programs in TypeScript. Mirrors `AbstractEventLoop` of `asyncio/events.py`,
 * without the methods that need an operating system. It is the public object of a loop: its `LoopInternals` do the work.
 */
import { shutdownAsyncgens } from "../asyncgen/asyncgen-hooks.ts";
import { copyContext } from "../contexts/contextvars.ts";
import type { Clock } from "./clock.ts";
import type { Awaitable, Coroutine, SourceLocation } from "../tasks/coroutine.ts";
import { defaultExceptionHandler, type ExceptionContext } from "./exception-handler.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import type { Future } from "../tasks/future.ts";
import type { Handle, TimerHandle } from "./handle.ts";
import type { Instrument } from "../instrument/instrument.ts";
import { type CallbackOptions, LoopInternals } from "./loop-internals.ts";
import { loopHost } from "./loop-host.ts";
import { setInternalsOf } from "./running-loop.ts";
import { Task, type TaskOptions } from "../tasks/task.ts";
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
import type { DatagramProtocol } from "../io/protocols.ts";
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

export type { CallbackOptions };

type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** Function that makes the tasks of a loop in place of `Task`'s constructor. */
export type TaskFactory = (
  loop: EventLoop,
  coroutine: Coroutine<unknown>,
  options: TaskOptions,
) => Task<unknown>;

const NO_FILES =
  "A program in TypeScript has no files to send. Send bytes: writer.write(bytes), sockSendall(sock, bytes).";

export class EventLoop {
  readonly #internals: LoopInternals;
  #taskFactory: TaskFactory | null = null;
  #exceptionHandler: ExceptionHandler | null = null;
  readonly #signalHandlers = new Map<Signal, () => void>();

  constructor();
  /**
   * @internal
   * @param instrument hooks that the loop calls; none by default.
   * @param clock the loop's time; a virtual clock by default.
   */
  constructor(instrument?: Instrument, clock?: Clock);
  constructor(instrument?: Instrument, clock?: Clock) {
    const host = loopHost();
    this.#internals = new LoopInternals(this, host?.instrument ?? instrument, host?.clock ?? clock, host);
    this.#internals.hasOwnTime = this.time !== EventLoop.prototype.time;
  }

  static {
    setInternalsOf((loop) => (loop as EventLoop).#internals);
  }

  /** Return the loop's time in seconds. */
  time(): number {
    return this.#internals.readTime();
  }

  /** Schedule `callback` for the next iteration, behind the ready handles. Throws RuntimeError on a closed loop. */
  callSoon(callback: () => void, options?: CallbackOptions): Handle {
    return this.#internals.callSoon(callback, options).publicHandle;
  }

  /** `callSoon` from outside of the loop, such as from a browser event: wake the loop if it waits. */
  callSoonThreadsafe(callback: () => void, options?: CallbackOptions): Handle {
    return this.#internals.callSoonThreadsafe(callback, options).publicHandle;
  }

  /** Schedule `callback` for `delay` seconds from now. Throws RuntimeError on a closed loop. */
  callLater(delay: number, callback: () => void, options?: CallbackOptions): TimerHandle {
    return this.#internals.callLater(delay, callback, options).publicHandle;
  }

  /** Schedule `callback` for `when`, in seconds of `time()`. Throws RuntimeError on a closed loop. */
  callAt(when: number, callback: () => void, options?: CallbackOptions): TimerHandle {
    return this.#internals.callAt(when, callback, options).publicHandle;
  }

  /**
   * Run until `stop()`. Throws Deadlock if nothing can run again, Livelock if callbacks spin at one instant, RuntimeError
   * while a loop runs, and RuntimeError on the host's clock, where `runForeverOnHost` must be used.
   * Mirrors `run_forever` of `BaseEventLoop` in `asyncio/base_events.py`.
   */
  runForever(): void {
    this.#internals.runForever();
  }

  /**
   * Run until the future, or the task made of a coroutine, is done; return its result or throw its exception.
   * Throws RuntimeError if the loop is stopped before that. Mirrors `BaseEventLoop.run_until_complete`.
   */
  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    return this.#internals.runUntilComplete(awaitable);
  }

  /** End `runForever` after the running iteration. Before a run, limit that run to one iteration. */
  stop(): void {
    this.#internals.stop();
  }

  isRunning(): boolean {
    return this.#internals.isRunning();
  }

  isClosed(): boolean {
    return this.#internals.isClosed();
  }

  /**
   * Drop every scheduled handle, and report each exception never retrieved and each pending task to the exception
   * handler. (CPython reports them as garbage is collected, which no TypeScript program can observe.)
   * Throws RuntimeError while the loop runs. Mirrors `BaseEventLoop.close`.
   */
  close(): void {
    this.#internals.close();
  }

  createFuture<T>(): Future<T> {
    return this.#internals.createFuture();
  }

  /** Return a new task that drives `coroutine`, made by the task factory if one is set. */
  createTask<T>(coroutine: Coroutine<T>, options: TaskOptions = {}): Task<T> {
    this.#internals.checkClosed();
    if (this.#taskFactory) return this.#taskFactory(this, coroutine, options) as Task<T>;
    return new Task(coroutine, this, options);
  }

  /** Set the function that makes tasks from now on; null for `Task`'s constructor. */
  setTaskFactory(factory: TaskFactory | null): void {
    this.#taskFactory = factory;
  }

  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory;
  }

  setExceptionHandler(handler: ExceptionHandler | null): void {
    this.#exceptionHandler = handler;
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler;
  }

  /** Write the context to the console, where CPython writes to its logger. */
  defaultExceptionHandler(context: ExceptionContext): void {
    if (!this.#internals.writeException(context)) defaultExceptionHandler(context);
  }

  /**
   * Report an error that no task awaits, to the exception handler if one is set. An error of that handler is reported
   * to the default one. Mirrors `BaseEventLoop.call_exception_handler`.
   */
  callExceptionHandler(context: ExceptionContext): void {
    const handler = this.#exceptionHandler;
    if (!handler) return this.defaultExceptionHandler(context);
    const about = context.task ?? context.future;
    try {
      // A report about a task runs in the task's context. (A report about a handle is made inside its context already.)
      if (about instanceof Task) about.getContext().run(() => handler(this, context));
      else handler(this, context);
    } catch (exception) {
      this.defaultExceptionHandler({ message: "Unhandled error in exception handler", exception, context });
    }
  }

  getDebug(): boolean {
    return this.#internals.debug;
  }

  /** Turn debug mode on or off: it warns of slow callbacks, see `slowCallbackDuration`. */
  setDebug(enabled: boolean): void {
    this.#internals.debug = enabled;
  }

  /** Seconds of the loop's time from which debug mode calls a callback slow. */
  get slowCallbackDuration(): number {
    return this.#internals.slowCallbackDuration;
  }

  set slowCallbackDuration(seconds: number) {
    this.#internals.slowCallbackDuration = seconds;
  }

  /** Close every asynchronous generator that was started on this loop and is not finished. */
  shutdownAsyncgens(): Coroutine<void> {
    return withName("BaseEventLoop.shutdown_asyncgens", shutdownAsyncgens(this.#internals));
  }

  /** Wait for the look-ups of names to end, which CPython makes in threads. `run` awaits it, as CPython's `run` does. */
  shutdownDefaultExecutor(): Coroutine<void> {
    const events = this.#internals.selector as SelectorEvents | null;
    return withName(
      "BaseEventLoop.shutdown_default_executor",
      events ? events.backgroundCalls.shutdown() : nothing(),
    );
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
    return createConnection(selectorEventsOf(this.#internals), protocolFactory, host, port, options);
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
    return createServer(selectorEventsOf(this.#internals), protocolFactory, host, port, options);
  }

  /**
   * Open an endpoint for datagrams; return the transport and the protocol that `protocolFactory` makes. Throws OSError if
   * the own address is in use. Mirrors `BaseEventLoop.create_datagram_endpoint`.
   */
  createDatagramEndpoint<P extends DatagramProtocol>(
    protocolFactory: () => P,
    options: DatagramOptions = {},
  ): Coroutine<[DatagramTransport, P]> {
    return createDatagramEndpoint(selectorEventsOf(this.#internals), protocolFactory, options);
  }

  /** `createConnection` to the unix socket of a path. Throws OSError: FileNotFoundError if there is none. */
  createUnixConnection<P extends StreamProtocol>(
    protocolFactory: () => P,
    path: string,
    options: ClientTls = {},
  ): Coroutine<[Transport, P]> {
    return createUnixConnection(selectorEventsOf(this.#internals), protocolFactory, path, options);
  }

  /** `createServer` at the path of a unix socket, whose file it makes and removes. */
  *createUnixServer(
    protocolFactory: () => StreamProtocol,
    path: string,
    options: ServerStart = {},
  ): Coroutine<Server> {
    const events = selectorEventsOf(this.#internals);
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
    return startTls(this.#internals, transport, protocol, sslcontext, options);
  }

  /** Make a transport of the end of a pipe that reads. Mirrors `connect_read_pipe`. */
  connectReadPipe<P extends ReadProtocol>(
    protocolFactory: () => P,
    pipe: ReadPipe,
  ): Coroutine<[ReadTransport, P]> {
    return connectReadPipe(selectorEventsOf(this.#internals), protocolFactory, pipe);
  }

  /** Make a transport of the end of a pipe that writes. Mirrors `connect_write_pipe`. */
  connectWritePipe<P extends AnyProtocol>(
    protocolFactory: () => P,
    pipe: WritePipe,
  ): Coroutine<[WriteTransport, P]> {
    return connectWritePipe(selectorEventsOf(this.#internals), protocolFactory, pipe);
  }

  /** Receive up to `count` bytes from a socket; none at the end of the stream. Mirrors `sock_recv`. */
  sockRecv(sock: Socket, count: number): Coroutine<Uint8Array> {
    return sockRecv(selectorEventsOf(this.#internals), sock, count);
  }

  /** `sockRecv` into a buffer; return the number of bytes. */
  sockRecvInto(sock: Socket, buffer: Uint8Array): Coroutine<number> {
    return sockRecvInto(selectorEventsOf(this.#internals), sock, buffer);
  }

  /** Receive a datagram of up to `count` bytes, and where it came from. Mirrors `sock_recvfrom`. */
  sockRecvfrom(sock: Socket, count: number): Coroutine<[data: Uint8Array, address: SocketAddress]> {
    return sockRecvfrom(selectorEventsOf(this.#internals), sock, count);
  }

  /** `sockRecvfrom` into a buffer; return the number of bytes, and where they came from. */
  sockRecvfromInto(sock: Socket, buffer: Uint8Array): Coroutine<[count: number, address: SocketAddress]> {
    return sockRecvfromInto(selectorEventsOf(this.#internals), sock, buffer);
  }

  /** Send all bytes by a socket; wait while its buffer is full. Mirrors `sock_sendall`. */
  sockSendall(sock: Socket, data: Bytes): Coroutine<void> {
    return sockSendall(selectorEventsOf(this.#internals), sock, data);
  }

  /** Send a datagram to an address; return the number of its bytes. Mirrors `sock_sendto`. */
  sockSendto(sock: Socket, data: Bytes, address: SocketAddress): Coroutine<number> {
    return sockSendto(selectorEventsOf(this.#internals), sock, data, address);
  }

  /** Connect a socket to an address, or to a name and a port. Throws OSError. Mirrors `sock_connect`. */
  sockConnect(sock: Socket, address: SocketAddress): Coroutine<void> {
    return connectProgramSocket(selectorEventsOf(this.#internals), sock, address);
  }

  /** Wait for a connection to a socket that listens; return its socket and its address. Mirrors `sock_accept`. */
  sockAccept(sock: Socket): Coroutine<[connection: Socket, address: SocketAddress]> {
    return sockAccept(selectorEventsOf(this.#internals), sock);
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
    selectorEventsOf(this.#internals).addReader(systemSocketOf(sock), callback);
  }

  /** Remove the callback of `addReader`; return false if there was none. */
  removeReader(sock: Socket): boolean {
    return selectorEventsOf(this.#internals).removeReader(systemSocketOf(sock));
  }

  /** Call `callback` in each iteration in which a socket can be written, in place of the callback before. */
  addWriter(sock: Socket, callback: () => void): void {
    selectorEventsOf(this.#internals).addWriter(systemSocketOf(sock), callback);
  }

  /** Remove the callback of `addWriter`; return false if there was none. */
  removeWriter(sock: Socket): boolean {
    return selectorEventsOf(this.#internals).removeWriter(systemSocketOf(sock));
  }

  /** Look up the addresses of a host. Throws OSError: `gaierror` for a name that is not known. */
  getaddrinfo(
    host: string | null,
    port: number | null,
    options: LookUpOptions = {},
  ): Coroutine<AddressInfo[]> {
    return getaddrinfo(selectorEventsOf(this.#internals), host, port, options);
  }

  /**
   * Call `callback` in the loop when the program gets a signal, such as "SIGINT" or "SIGTERM", in place of what would happen
   * otherwise. Throws ValueError for an unknown signal, RuntimeError for one that cannot be caught. Mirrors
   * `_UnixSelectorEventLoop.add_signal_handler`.
   */
  addSignalHandler(signal: Signal, callback: () => void, options: CallbackOptions = {}): void {
    const internals = this.#internals;
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

  toString(): string {
    const state = `running=${pythonBool(this.isRunning())} closed=${pythonBool(this.isClosed())}`;
    return `<${this.constructor.name} ${state} debug=${pythonBool(this.getDebug())}>`;
  }
}

function* nothing(): Coroutine<void> {}

/** Give a coroutine of asyncio the name that it has in CPython. */
function withName<T>(qualname: string, coroutine: Coroutine<T>): Coroutine<T> {
  return Object.assign(coroutine, { qualname } satisfies SourceLocation);
}

function pythonBool(value: boolean): string {
  return value ? "True" : "False";
}
