/** Servers that a program starts. Mirrors `create_server` of `asyncio/base_events.py`. */
import { gather } from "../combinators/gather.ts";
import { OSError, osError } from "../errors/os-errors.ts";
import { ValueError } from "../errors/exceptions.ts";
import { sleep } from "../tasks/sleep.ts";
import type { Coroutine, SourceLocation } from "../tasks/coroutine.ts";
import { addressRepr } from "./addresses.ts";
import { type AddressInfo, ensureResolved, type InternetFamily } from "./look-ups.ts";
import type { SelectorEvents } from "./selector-events.ts";
import { beginServing, Server } from "./server.ts";
import { givenSocket } from "./connections.ts";
import type { Socket as ProgramSocket } from "./program-socket.ts";
import { Socket } from "./socket.ts";
import type { StreamProtocol } from "./socket-transport.ts";
import { type ServerTls, serverTls, type TlsStart } from "./tls/ssl-options.ts";

export interface ServerStart extends ServerTls {
  /** Connections that may wait to be accepted; 100 by default. */
  backlog?: number;
  /** False to begin by `server.startServing()`. */
  startServing?: boolean;
}

export interface ListenOptions extends ServerStart {
  /** Family of the addresses to listen at; both by default. */
  family?: InternetFamily;
  /** Share a port that an old connection still has; true by default. */
  reuseAddress?: boolean;
  /** Share a port with other servers that ask for that, too. */
  reusePort?: boolean;
  /** Listener, in place of a host and a port. */
  sock?: ProgramSocket;
}

/** Listen at a host, at several, or at all addresses for null or ""; or by a socket that has its address. */
export function* createServer(
  events: SelectorEvents,
  protocolFactory: () => StreamProtocol,
  host: string | readonly string[] | null,
  port: number | null,
  options: ListenOptions = {},
): Coroutine<Server> {
  const tls = serverTls(options);
  const sockets = options.sock
    ? [givenSocket(options.sock, host, port)]
    : yield* listenersAt(events, host, port, options);
  return yield* serve(events, protocolFactory, sockets, options, tls);
}

/** Make the listeners of all addresses of hosts. */
function* listenersAt(
  events: SelectorEvents,
  host: string | readonly string[] | null,
  port: number | null,
  { family, reuseAddress = true, reusePort = false }: ListenOptions,
): Coroutine<Socket[]> {
  if (host === null && port === null) throw new ValueError("Neither host/port nor sock were specified");
  const hosts = host === "" || host === null ? [null] : typeof host === "string" ? [host] : host;
  const lookUps = hosts.map((each) => named(events, each, port, family));
  const infos = unique((yield* gather(lookUps)).flat());
  const sockets: Socket[] = [];
  try {
    for (const info of infos) {
      const socket = opened(events, info);
      if (!socket) continue;
      sockets.push(socket);
      socket.setOptions({ reuseAddress, reusePort, v6Only: info.family === "inet6" });
      if (!(yield* bind(events, socket, info))) sockets.pop();
    }
    if (sockets.length === 0) {
      const places = infos.map(({ address }) => addressRepr(address)).join(", ");
      throw new OSError(`could not bind on any address out of [${places}]`);
    }
  } catch (error) {
    for (const socket of sockets) socket.close();
    throw error;
  }
  return sockets;
}

/** Make the server of listeners. */
export function* serve(
  events: SelectorEvents,
  protocolFactory: () => StreamProtocol,
  sockets: readonly Socket[],
  { backlog = 100, startServing = true, ...options }: ServerStart,
  tls: TlsStart | null = serverTls(options),
): Coroutine<Server> {
  const server = new Server({ events, sockets, protocolFactory, backlog, tls });
  if (startServing) {
    beginServing(server);
    // One iteration, in which the listeners join the selector.
    yield* sleep(0);
  }
  return server;
}

function named(
  events: SelectorEvents,
  host: string | null,
  port: number | null,
  family: InternetFamily | undefined,
): Coroutine<AddressInfo[]> {
  const options = { type: "stream", passive: true, ...(family && { family }) } as const;
  const qualname = "BaseEventLoop._create_server_getaddrinfo";
  const coroutine = ensureResolved(events, host, port, options);
  return Object.assign(coroutine, { qualname } satisfies SourceLocation);
}

/** Several names may stand for one address. */
function unique(infos: readonly AddressInfo[]): AddressInfo[] {
  return [...new Map(infos.map((info) => [addressRepr(info.address), info])).values()];
}

/** Open a listener's socket; return null if the system has none: CPython takes it for a family that is not there. */
function opened({ program }: SelectorEvents, { family }: AddressInfo): Socket | null {
  try {
    return Socket.open(program, family, "stream");
  } catch (error) {
    if (error instanceof OSError) return null;
    throw error;
  }
}

/** Bind a listener; return false for an address that this host does not have. */
function* bind(events: SelectorEvents, socket: Socket, { address }: AddressInfo): Coroutine<boolean> {
  try {
    socket.bind(address);
    yield* socket.reserved(events);
    return true;
  } catch (error) {
    if (!(error instanceof OSError) || error.errno === null) throw error;
    if (error.code === "EADDRNOTAVAIL") {
      socket.close();
      return false;
    }
    const text = error.message.toLowerCase();
    throw osError(error.errno, `error while attempting to bind on address ${addressRepr(address)}: ${text}`);
  }
}
