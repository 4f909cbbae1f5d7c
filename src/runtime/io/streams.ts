/** Connections and servers by streams. Mirrors the functions of `asyncio/streams.py`. */
import { requireLoopInternals } from "../loop/loop-internals.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type ConnectionOptions, createConnection } from "./connections.ts";
import { selectorEventsOf } from "./selector-events.ts";
import type { Server } from "./server.ts";
import { createServer, type ListenOptions, serve, type ServerStart } from "./servers.ts";
import { type ClientConnected, StreamReaderProtocol } from "./stream-protocol.ts";
import { StreamReader, type StreamReaderOptions } from "./stream-reader.ts";
import { StreamWriter } from "./stream-writer.ts";
import type { ClientTls } from "./tls/ssl-options.ts";
import type { Transport } from "./transports.ts";
import { bindUnixSocket, createUnixConnection } from "./unix-events.ts";

/** Streams of a connection. */
export type Streams = [reader: StreamReader, writer: StreamWriter];

/**
 * Connect to a host and a port, and return the streams of the connection:
 *
 *     const [reader, writer] = yield* openConnection("127.0.0.1", 8888);
 *
 * Throws OSError: ConnectionRefusedError if no server listens there, `gaierror` for a name that is not known. Mirrors
 * `open_connection`.
 */
export function* openConnection(
  host: string | null,
  port: number | null,
  { limit, ...options }: ConnectionOptions & StreamReaderOptions = {},
): Coroutine<Streams> {
  const events = selectorEventsOf(requireLoopInternals());
  const { reader, protocol } = newStream(limit);
  const [transport] = yield* createConnection(events, () => protocol, host, port, options);
  return streamsOf(transport, protocol, reader);
}

/**
 * Start a server that calls `clientConnected(reader, writer)` for each connection; if that is an async function, each call
 * is a task of its own. Without a host it listens at all addresses. Throws OSError if an address is in use. Mirrors
 * `start_server`.
 */
export function* startServer(
  clientConnected: ClientConnected,
  host: string | readonly string[] | null,
  port: number | null,
  { limit, ...options }: ListenOptions & StreamReaderOptions = {},
): Coroutine<Server> {
  const events = selectorEventsOf(requireLoopInternals());
  const factory = () => newStream(limit, clientConnected).protocol;
  return yield* createServer(events, factory, host, port, options);
}

/** `openConnection` to the unix socket of a path. Throws OSError: FileNotFoundError if there is none. */
export function* openUnixConnection(
  path: string,
  { limit, ...options }: ClientTls & StreamReaderOptions = {},
): Coroutine<Streams> {
  const events = selectorEventsOf(requireLoopInternals());
  const { reader, protocol } = newStream(limit);
  const [transport] = yield* createUnixConnection(events, () => protocol, path, options);
  return streamsOf(transport, protocol, reader);
}

/** `startServer` at the path of a unix socket. */
export function* startUnixServer(
  clientConnected: ClientConnected,
  path: string,
  { limit, ...options }: ServerStart & StreamReaderOptions = {},
): Coroutine<Server> {
  const events = selectorEventsOf(requireLoopInternals());
  const factory = () => newStream(limit, clientConnected).protocol;
  return yield* serve(events, factory, [yield* bindUnixSocket(events, path)], options);
}

function newStream(
  limit: number | undefined,
  clientConnected: ClientConnected | null = null,
): { reader: StreamReader; protocol: StreamReaderProtocol } {
  const reader = new StreamReader(limit === undefined ? {} : { limit });
  return { reader, protocol: new StreamReaderProtocol(reader, clientConnected) };
}

function streamsOf(transport: Transport, protocol: StreamReaderProtocol, reader: StreamReader): Streams {
  return [reader, new StreamWriter(transport, protocol, reader)];
}
