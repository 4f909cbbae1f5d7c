/**
 * Connections that a program asks for. Mirrors `create_connection`, `_connect_sock` and `_create_connection_transport` of
 * `asyncio/base_events.py`, and `sock_connect` of `asyncio/selector_events.py`. Left out: happy eyeballs.
 */
import { OSError, osError } from "../errors/os-errors.ts";
import { ExceptionGroup } from "../errors/exception-group.ts";
import { ValueError } from "../errors/exceptions.ts";
import { named } from "../loop/loop-handle.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { addressRepr, type HostAndPort, type SocketAddress } from "./addresses.ts";
import { type AddressInfo, ensureResolved, type InternetFamily } from "./look-ups.ts";
import type { SelectorEvents, Watcher } from "./selector-events.ts";
import { type Socket as ProgramSocket, systemSocketOf } from "./program-socket.ts";
import { Socket } from "./socket.ts";
import { SocketTransport, type StreamProtocol } from "./socket-transport.ts";
import { type ClientTls, clientTls, type TlsStart } from "./tls/ssl-options.ts";
import { makeTlsTransport } from "./tls/tls.ts";
import type { Transport } from "./transports.ts";

export interface ConnectionOptions extends ClientTls {
  /** Family of the addresses to try; both by default. */
  family?: InternetFamily;
  /** Own address of the connection; any free one by default. */
  localAddr?: HostAndPort;
  /** Throw an ExceptionGroup of the errors of all addresses, in place of one error. */
  allErrors?: boolean;
  /** Socket that is connected, in place of a host and a port. */
  sock?: ProgramSocket;
}

/** Connect a socket. Throws OSError: ConnectionRefusedError, TimeoutError and others. */
export function* sockConnect(
  events: SelectorEvents,
  socket: Socket,
  address: SocketAddress,
): Coroutine<void> {
  const future = events.loop.createFuture<void>();
  futureInternals.setWaitReason(future as Future<unknown>, { reason: "connect", on: socket.fileno });
  beginToConnect(events, future, socket, address);
  yield* future;
}

function beginToConnect(
  events: SelectorEvents,
  future: Future<void>,
  socket: Socket,
  address: SocketAddress,
): void {
  try {
    if (socket.connect(address)) return future.setResult();
  } catch (error) {
    return future.setException(error);
  }
  const answered = named("BaseSelectorEventLoop._sock_connect_cb", () => {
    if (future.done()) return;
    const error = socket.takeError();
    if (error === 0) future.setResult();
    else future.setException(osError(error, `Connect call failed ${addressRepr(address)}`));
  });
  const watcher: Watcher = events.addWriter(socket, answered);
  future.addDoneCallback(
    named("BaseSelectorEventLoop._sock_write_done", () => {
      if (!watcher.isCancelled) events.removeWriter(socket);
    }),
  );
}

function* connectSocket(
  events: SelectorEvents,
  errors: OSError[],
  { family, address }: AddressInfo,
  locals: readonly AddressInfo[] | null,
): Coroutine<Socket> {
  let socket: Socket | null = null;
  try {
    socket = Socket.open(events.program, family, "stream");
    if (locals) bindToOne(socket, errors, locals, family);
    yield* sockConnect(events, socket, address);
    return socket;
  } catch (error) {
    if (error instanceof OSError) errors.push(error);
    socket?.close();
    throw error;
  }
}

/** Bind to the first local address of the family that is free. */
function bindToOne(
  socket: Socket,
  errors: OSError[],
  locals: readonly AddressInfo[],
  family: InternetFamily,
): void {
  for (const local of locals.filter((info) => info.family === family)) {
    try {
      return socket.bind(local.address);
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      const [place, text] = [addressRepr(local.address), error.message.toLowerCase()];
      const message = `error while attempting to bind on address ${place}: ${text}`;
      errors.push(osError(error.errno ?? 0, message));
    }
  }
  throw errors.pop() ?? new OSError(`no matching local address with family=${family} found`);
}

/**
 * Connect to a host, or take a socket that is connected; return the transport and the protocol that `protocolFactory` makes.
 */
export function* createConnection<P extends StreamProtocol>(
  events: SelectorEvents,
  protocolFactory: () => P,
  host: string | null,
  port: number | null,
  options: ConnectionOptions = {},
): Coroutine<[Transport, P]> {
  const tls = clientTls(options, host);
  const socket = options.sock
    ? givenSocket(options.sock, host, port)
    : yield* connectToHost(events, host, port, options);
  return yield* createConnectionTransport(events, socket, protocolFactory, tls);
}

/** Return the system's socket of one that a program gives in place of a host and a port. Throws ValueError for both. */
export function givenSocket(sock: ProgramSocket, host: unknown, port: number | null): Socket {
  if (host !== null || port !== null)
    throw new ValueError("host/port and sock can not be specified at the same time");
  if (sock.type !== "stream") throw new ValueError(`A Stream Socket was expected, got ${sock.toString()}`);
  return systemSocketOf(sock);
}

/** Connect to the first address of a host that answers. */
function* connectToHost(
  events: SelectorEvents,
  host: string | null,
  port: number | null,
  { family, localAddr, allErrors = false }: ConnectionOptions,
): Coroutine<Socket> {
  if (host === null && port === null)
    throw new ValueError("host and port was not specified and no sock specified");
  const options = { type: "stream", ...(family && { family }) } as const;
  const infos = yield* ensureResolved(events, host, port, options);
  const locals = localAddr ? yield* ensureResolved(events, localAddr[0], localAddr[1], options) : null;
  const errors: OSError[] = [];
  for (const info of infos) {
    try {
      return yield* connectSocket(events, errors, info, locals);
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
    }
  }
  throw oneErrorOf(errors, allErrors);
}

function oneErrorOf(errors: readonly OSError[], all: boolean): Error {
  if (all) return new ExceptionGroup("create_connection failed", errors);
  const [first] = errors;
  if (!first) return new OSError("getaddrinfo() returned empty list");
  // One error stands for several with the same words.
  if (errors.every(({ message }) => message === first.message)) return first;
  return new OSError(`Multiple exceptions: ${errors.map(({ message }) => message).join(", ")}`);
}

/** Make the transport of a socket that is connected, after the handshake if it has TLS. */
export function* createConnectionTransport<P extends StreamProtocol>(
  events: SelectorEvents,
  socket: Socket,
  protocolFactory: () => P,
  tls: TlsStart | null,
): Coroutine<[Transport, P]> {
  const protocol = protocolFactory();
  const waiter = events.loop.createFuture<void>();
  const reason = tls ? "handshake" : "connect";
  futureInternals.setWaitReason(waiter as Future<unknown>, { reason, on: socket.fileno });
  const transport = tls
    ? makeTlsTransport(events, socket, protocol, waiter, tls)
    : new SocketTransport(events, socket, protocol, waiter);
  try {
    yield* waiter;
  } catch (error) {
    transport.close();
    throw error;
  }
  return [transport.publicTransport, protocol];
}
