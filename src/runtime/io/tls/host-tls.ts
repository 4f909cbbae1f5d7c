/**
 * TLS of a host, in place of the simulated one: the host turns a socket that is connected into one with TLS, below the transport, which
 * stays a plain one. Called where a socket has `secure` (`runtime/node`).
 */
import { ConnectionAbortedError } from "../../errors/os-errors.ts";
import type { LoopInternals } from "../../loop/loop-internals.ts";
import type { Future } from "../../tasks/future.ts";
import type { SocketAddress } from "../addresses.ts";
import type { SelectorEvents } from "../selector-events.ts";
import type { TransportOwner } from "../selector-transport.ts";
import type { Socket } from "../socket.ts";
import { SocketTransport, type StreamProtocol } from "../socket-transport.ts";
import type { Transport } from "../transports.ts";
import { createDefaultContext, type SSLContext } from "./ssl-context.ts";
import { failureText } from "./ssl-errors.ts";
import { SSLObject, type TlsView } from "./ssl-object.ts";
import { SSL_HANDSHAKE_TIMEOUT, type TlsStart } from "./ssl-options.ts";

/** What a host does the handshake by. */
export interface HostTlsStart {
  readonly context: SSLContext;
  readonly isServer: boolean;
  /** A client's name for the server; null for none. */
  readonly hostname: string | null;
}

/** Endpoint that a host can give TLS. */
export interface SecurableEndpoint {
  /** Do the handshake; resolves with what it found. Rejects with the error of `ssl` or of the system. */
  secure(start: HostTlsStart): Promise<TlsView<SSLContext>>;
}

/** Return the endpoint of a socket if its host has TLS; null for simulated TLS. */
export function securable({ endpoint }: Socket): SecurableEndpoint | null {
  return "secure" in endpoint ? (endpoint as unknown as SecurableEndpoint) : null;
}

/** Do the handshake of an endpoint; settle the waiter after it. `then` gets what is known of the connection before that. */
export function secureEndpoint(
  loop: LoopInternals,
  endpoint: SecurableEndpoint,
  id: number,
  { context, isServer, hostname, sslHandshakeTimeout }: TlsStart,
  waiter: Future<void>,
  then: (info: object) => void,
): void {
  const name = isServer ? null : hostname || null;
  const sslcontext = context ?? createDefaultContext();
  if (context === null && name === null) sslcontext.checkHostname = false;
  const { hooks, clock } = loop;
  hooks.handshakeStarted(clock.time(), id, isServer ? "server" : "client", name ?? "", loop.currentTaskId, 0);
  const seconds = sslHandshakeTimeout ?? SSL_HANDSHAKE_TIMEOUT;
  const fail = (error: Error): void => {
    timer.cancel();
    if (loop.isClosed() || waiter.done()) return;
    hooks.handshakeFailed(clock.time(), id, failureText(error));
    waiter.setException(error);
  };
  const timer = loop.callLater(seconds, () => {
    const text = `SSL handshake is taking longer than ${seconds} seconds: aborting the connection`;
    fail(new ConnectionAbortedError(text));
  });
  const succeed = (view: TlsView<SSLContext>): void => {
    timer.cancel();
    if (loop.isClosed() || waiter.done()) return;
    hooks.handshakeFinished(clock.time(), id, view.negotiated.version ?? "", view.negotiated.alpn ?? "");
    const sslObject = new SSLObject<SSLContext>(view);
    const [peercert, cipher] = [sslObject.getpeercert(), sslObject.cipher()];
    then({ sslcontext, peercert, cipher, compression: null, sslObject });
  };
  const inLoop = (call: () => void): void => {
    if (!loop.isClosed()) loop.callSoonThreadsafe(call);
  };
  endpoint.secure({ context: sslcontext, isServer, hostname: name }).then(
    (view) => inLoop(() => succeed(view)),
    (error: Error) => inLoop(() => fail(error)),
  );
}

/** Transport of a connection with a host's TLS; the plain transport below is made after the handshake. */
export class HostTlsTransport {
  readonly #socket: Socket;
  #transport: SocketTransport | null = null;

  constructor(
    events: SelectorEvents,
    endpoint: SecurableEndpoint,
    socket: Socket,
    protocol: StreamProtocol,
    waiter: Future<void>,
    start: TlsStart,
    peername?: SocketAddress | null,
    server: TransportOwner | null = null,
  ) {
    this.#socket = socket;
    secureEndpoint(events.loop, endpoint, socket.fileno, start, waiter, (info) => {
      this.#transport = new SocketTransport(events, socket, protocol, waiter, peername, server);
      Object.assign(this.#transport.extra, info);
    });
  }

  /** Transport for programs, which is there when the waiter is done. */
  get publicTransport(): Transport {
    return this.#transport!.publicTransport;
  }

  close(): void {
    if (this.#transport) this.#transport.close();
    else this.#socket.close();
  }
}
