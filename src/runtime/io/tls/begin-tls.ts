/**
 * Beginnings of TLS: on a new connection, and on one that has carried plain bytes before. Mirrors `_make_ssl_transport` of
 * `asyncio/selector_events.py` and `start_tls` of `asyncio/base_events.py`.
 */
import { shortRepr } from "../../instrument/repr.ts";
import { named } from "../../loop/loop-handle.ts";
import type { LoopInternals } from "../../loop/loop-internals.ts";
import type { Coroutine } from "../../tasks/coroutine.ts";
import { type Future, futureInternals } from "../../tasks/future.ts";
import type { SocketAddress } from "../addresses.ts";
import { connectionMade } from "../protocols.ts";
import type { SelectorEvents } from "../selector-events.ts";
import type { TransportOwner } from "../selector-transport.ts";
import type { Socket } from "../socket.ts";
import { SocketTransport, type StreamProtocol } from "../socket-transport.ts";
import { endpointOf, streamInternalsOf, Transport } from "../transports.ts";
import { HostTlsTransport, securable, type SecurableEndpoint, secureEndpoint } from "./host-tls.ts";
import { SSLContext } from "./ssl-context.ts";
import { type StartTlsOptions, timeoutsOf, type TlsStart } from "./ssl-options.ts";
import { SSLProtocol } from "./ssl-protocol.ts";
import { SSLTransport } from "./ssl-transport.ts";

/**
 * Make the transport of a socket that is connected; the waiter is done after the handshake. Throws SSLError or ValueError for what
 * does not fit, and closes the socket, as CPython does when its last reference goes.
 */
export function makeTlsTransport(
  events: SelectorEvents,
  socket: Socket,
  protocol: StreamProtocol,
  waiter: Future<void>,
  start: TlsStart,
  peername?: SocketAddress | null,
  server: TransportOwner | null = null,
): SSLTransport | HostTlsTransport {
  const endpoint = securable(socket);
  if (endpoint)
    return new HostTlsTransport(events, endpoint, socket, protocol, waiter, start, peername, server);
  let tls: SSLProtocol;
  try {
    tls = new SSLProtocol(events.loop, protocol, start, waiter, false);
  } catch (error) {
    socket.close();
    throw error;
  }
  new SocketTransport(events, socket, tls, null, peername, server);
  return tls.appTransport;
}

export interface StartTls extends StartTlsOptions {
  /** True for the side that has accepted the connection; false by default. */
  serverSide?: boolean;
}

/** Begin TLS on a connection; return the transport that the protocol must use from then on. Throws what the handshake fails by. */
export function* startTls(
  loop: LoopInternals,
  transport: Transport,
  protocol: StreamProtocol,
  context: SSLContext,
  { serverSide = false, serverHostname, ...timeouts }: StartTls = {},
): Coroutine<Transport> {
  if (!(context instanceof SSLContext)) {
    const text = `sslcontext is expected to be an instance of ssl.SSLContext, got ${shortRepr(context)}`;
    throw new TypeError(text);
  }
  if (!(transport instanceof Transport))
    throw new TypeError(`transport ${shortRepr(transport)} is not supported by start_tls()`);
  const waiter = loop.createFuture<void>();
  const start = {
    ...timeoutsOf(timeouts),
    context,
    isServer: serverSide,
    hostname: serverHostname ?? null,
  };
  const below = streamInternalsOf(transport);
  const endpoint = below instanceof SocketTransport ? securable(below.socket) : null;
  if (endpoint) return yield* startHostTls(loop, transport, endpoint, start, waiter);
  const tls = new SSLProtocol(loop, protocol, start, waiter, true);
  // No bytes may come to the new protocol before its connectionMade.
  transport.pauseReading();
  transport.setProtocol(tls);
  const made = loop.callSoon(connectionMade(tls, transport));
  const isOverTls = below instanceof SSLTransport;
  const className = isOverTls ? "_SSLProtocolTransport" : "_SelectorTransport";
  const resumed = loop.callSoon(named(`${className}.resume_reading`, () => transport.resumeReading()));
  futureInternals.setWaitReason(waiter as Future<unknown>, {
    reason: "handshake",
    on: endpointOf(transport),
  });
  try {
    yield* waiter;
  } catch (error) {
    transport.close();
    made.cancel();
    resumed.cancel();
    throw error;
  }
  return tls.appTransport.publicTransport;
}

/** `startTls` by a host: the transport stays. */
function* startHostTls(
  loop: LoopInternals,
  transport: Transport,
  endpoint: SecurableEndpoint,
  start: TlsStart,
  waiter: Future<void>,
): Coroutine<Transport> {
  transport.pauseReading();
  secureEndpoint(loop, endpoint, endpointOf(transport), start, waiter, (info) => {
    Object.assign(streamInternalsOf(transport).extra, info);
    waiter.setResult();
  });
  try {
    yield* waiter;
  } catch (error) {
    transport.abort();
    throw error;
  }
  transport.resumeReading();
  return transport;
}
