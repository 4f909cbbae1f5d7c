/**
 * Unix sockets. Mirrors `create_unix_connection`, `create_unix_server` and `_stop_serving` of `asyncio/unix_events.py`: a
 * server takes the place of a file that an old one left, and removes its own when it is closed.
 */
import { OSError, osError } from "../errors/os-errors.ts";
import { ValueError } from "../errors/exceptions.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { textRepr } from "../instrument/text-repr.ts";
import { createConnectionTransport, sockConnect } from "./connections.ts";
import type { SelectorEvents } from "./selector-events.ts";
import { Socket } from "./socket.ts";
import { MAX_PATH } from "./socket-paths.ts";
import type { StreamProtocol } from "./socket-transport.ts";
import { type ClientTls, clientTls } from "./tls/ssl-options.ts";
import type { Transport } from "./transports.ts";

/** Connect to the socket of a path. Throws OSError: FileNotFoundError, ConnectionRefusedError. */
export function* createUnixConnection<P extends StreamProtocol>(
  events: SelectorEvents,
  protocolFactory: () => P,
  path: string,
  options: ClientTls = {},
): Coroutine<[Transport, P]> {
  if (options.ssl && options.serverHostname === undefined)
    throw new ValueError("you have to pass server_hostname when using ssl");
  const tls = clientTls(options, null);
  const socket = Socket.open(events.program, "unix", "stream");
  try {
    checkPath(path);
    yield* sockConnect(events, socket, path);
  } catch (error) {
    socket.close();
    throw error;
  }
  return yield* createConnectionTransport(events, socket, protocolFactory, tls);
}

/** Return a socket bound to a path, in place of one that was closed. Throws OSError if the path is in use. */
export function* bindUnixSocket(events: SelectorEvents, path: string): Coroutine<Socket> {
  const socket = Socket.open(events.program, "unix", "stream");
  try {
    checkPath(path);
    if (!path.startsWith("\0")) events.program.paths.remove(path);
    socket.bind(path);
    yield* socket.reserved(events);
  } catch (error) {
    socket.close();
    if (!(error instanceof OSError) || error.code !== "EADDRINUSE") throw error;
    throw osError(error.errno as number, `Address ${textRepr(path)} is already in use`);
  }
  return socket;
}

function checkPath(path: string): void {
  if (new TextEncoder().encode(path).length > MAX_PATH) throw new OSError("AF_UNIX path too long");
}
