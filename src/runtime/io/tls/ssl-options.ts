/** Options of TLS for connections and servers, and their checks. Mirrors those of `asyncio/base_events.py`, with its wording. */
import { ValueError } from "../../errors/exceptions.ts";
import type { SSLContext } from "./ssl-context.ts";

export interface SSLTimeouts {
  /** Seconds that the handshake may take; 60 by default. */
  sslHandshakeTimeout?: number;
  /** Seconds that the end may take; 30 by default. */
  sslShutdownTimeout?: number;
}

/** Options of a client. */
export interface ClientTls extends SSLTimeouts {
  /** Context of a connection with TLS; true for the default one. */
  ssl?: SSLContext | boolean | null;
  /** Name that the server's certificate must have; that of the host by default, and "" for any. */
  serverHostname?: string;
}

/** Options of a server. */
export interface ServerTls extends SSLTimeouts {
  /** Context of connections with TLS. */
  ssl?: SSLContext | null;
}

/** Options of `startTls`. */
export interface StartTlsOptions extends SSLTimeouts {
  /** A client's name for the server, which its certificate must have. */
  serverHostname?: string;
}

/** What a connection needs to begin TLS. */
export interface TlsStart extends SSLTimeouts {
  /** Null for a client's default. */
  readonly context: SSLContext | null;
  readonly isServer: boolean;
  readonly hostname: string | null;
}

/** Seconds of a handshake as CPython writes them: `SSL_HANDSHAKE_TIMEOUT`. */
export const SSL_HANDSHAKE_TIMEOUT = 60;
export const SSL_SHUTDOWN_TIMEOUT = 30;

/** Throw ValueError for timeouts without TLS. */
function checkTimeouts({ sslHandshakeTimeout, sslShutdownTimeout }: SSLTimeouts): void {
  if (sslHandshakeTimeout !== undefined)
    throw new ValueError("ssl_handshake_timeout is only meaningful with ssl");
  if (sslShutdownTimeout !== undefined)
    throw new ValueError("ssl_shutdown_timeout is only meaningful with ssl");
}

/** Return what a client begins TLS with; null without TLS. Throws ValueError for options that do not fit. */
export function clientTls(options: ClientTls, host: string | null): TlsStart | null {
  const { ssl, serverHostname } = options;
  if (!ssl) {
    if (serverHostname !== undefined) throw new ValueError("server_hostname is only meaningful with ssl");
    checkTimeouts(options);
    return null;
  }
  if (serverHostname === undefined && !host)
    throw new ValueError("You must set server_hostname when using ssl without a host");
  const hostname = serverHostname ?? host;
  return { ...timeoutsOf(options), context: ssl === true ? null : ssl, isServer: false, hostname };
}

/** Return what a server begins TLS with; null without TLS. Throws TypeError or ValueError for options that do not fit. */
export function serverTls(options: ServerTls): TlsStart | null {
  const { ssl } = options;
  if (typeof ssl === "boolean") throw new TypeError("ssl argument must be an SSLContext or None");
  if (ssl) return { ...timeoutsOf(options), context: ssl, isServer: true, hostname: null };
  checkTimeouts(options);
  return null;
}

/** Return the timeouts of options. */
export function timeoutsOf({ sslHandshakeTimeout, sslShutdownTimeout }: SSLTimeouts): SSLTimeouts {
  return {
    ...(sslHandshakeTimeout !== undefined && { sslHandshakeTimeout }),
    ...(sslShutdownTimeout !== undefined && { sslShutdownTimeout }),
  };
}
