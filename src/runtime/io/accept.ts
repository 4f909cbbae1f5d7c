/**
 * Connections that come to a listener. Mirrors `_start_serving`, `_accept_connection` and `_accept_connection2` of
 * `asyncio/selector_events.py`: each connection gets its transport in a task of its own.
 */
import { ConnectionAbortedError, OSError } from "../errors/os-errors.ts";
import { named } from "../loop/loop-handle.ts";
import type { Coroutine, SourceLocation } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import type { SocketAddress } from "./addresses.ts";
import type { SelectorEvents } from "./selector-events.ts";
import type { TransportOwner } from "./selector-transport.ts";
import type { Socket } from "./socket.ts";
import { SocketTransport, type StreamProtocol } from "./socket-transport.ts";
import type { TlsStart } from "./tls/ssl-options.ts";
import { makeTlsTransport } from "./tls/tls.ts";

/** Seconds until a listener is asked again, if the system could not give it a connection. */
const RETRY_DELAY = 1;
const OUT_OF_RESOURCES = new Set(["EMFILE", "ENOBUFS"]);

/** What each connection of a listener gets. */
export interface Serving {
  readonly protocolFactory: () => StreamProtocol;
  readonly server: TransportOwner;
  readonly backlog: number;
  /** Null without TLS. */
  readonly tls: TlsStart | null;
}

/** Accept connections of a listener from now on. */
export function startServing(events: SelectorEvents, listener: Socket, serving: Serving): void {
  const accept = named("BaseSelectorEventLoop._accept_connection", () => {
    // One readiness may stand for several connections.
    for (let i = 0; i <= serving.backlog; i++) {
      let connection: Socket | null;
      try {
        connection = listener.accept();
      } catch (exception) {
        if (exception instanceof ConnectionAbortedError) continue;
        if (!(exception instanceof OSError && OUT_OF_RESOURCES.has(exception.code ?? ""))) throw exception;
        events.loop.callExceptionHandler({ message: "socket.accept() out of system resource", exception });
        events.removeReader(listener);
        const again = () => startServing(events, listener, serving);
        events.loop.callLater(RETRY_DELAY, named("BaseSelectorEventLoop._start_serving", again));
        // As CPython does: it asks for each connection that could wait, and reports each time.
        continue;
      }
      if (connection === null) return;
      const peer = peerOf(connection);
      const coroutine = acceptConnection(events, serving, connection, peer);
      const qualname = "BaseSelectorEventLoop._accept_connection2";
      events.loop.publicLoop.createTask(Object.assign(coroutine, { qualname } satisfies SourceLocation));
    }
  });
  events.addReader(listener, accept);
}

/** End to accept connections, and close the listener. */
export function stopServing(events: SelectorEvents, listener: Socket): void {
  events.removeReader(listener);
  listener.close();
}

function peerOf(connection: Socket): SocketAddress | null {
  try {
    return connection.getpeername();
  } catch {
    return null;
  }
}

function* acceptConnection(
  events: SelectorEvents,
  { protocolFactory, server, tls }: Serving,
  connection: Socket,
  peer: SocketAddress | null,
): Coroutine<void> {
  try {
    const protocol = protocolFactory();
    const waiter = events.loop.createFuture<void>();
    const reason = tls ? "handshake" : "connect";
    futureInternals.setWaitReason(waiter as Future<unknown>, { reason, on: connection.fileno });
    const transport = tls
      ? makeTlsTransport(events, connection, protocol, waiter, tls, peer, server)
      : new SocketTransport(events, connection, protocol, waiter, peer, server);
    try {
      yield* waiter;
    } catch (error) {
      transport.close();
      throw error;
    }
  } catch (exception) {
    const message = "Error on transport creation for incoming connection";
    if (events.loop.debug) events.loop.callExceptionHandler({ message, exception });
  }
}
