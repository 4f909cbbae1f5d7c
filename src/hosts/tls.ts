/**
 * The server's half of simulated TLS under a service: records on the wire, and the service's bytes in them. Nothing is encrypted; the
 * certificate is of the simulated CA, for the host's name. Called by hosts that answer at a port of TLS.
 */
import { EPOCH_MS } from "../base/epoch.ts";
import type { Connection, Serve, Service } from "../runtime/network/service.ts";
import { ERROR, NAME, TlsConnection } from "../runtime/network/tls/connection.ts";
import type { TlsSettings } from "../runtime/network/tls/handshake.ts";
import { standInFor } from "../runtime/network/tls/stand-in.ts";
import { ByteBuffer } from "./byte-buffer.ts";

/** Most bytes that are read at once: the payload of a record. */
const PIECE = 16_384;

/** Serve connections over TLS. `now` returns virtual seconds. */
export function serveTls(host: string, now: () => number, serve: Serve): Serve {
  return (connection) => new TlsService(host, now, serve, connection);
}

class TlsService implements Service {
  readonly #tls: TlsConnection;
  readonly #buffer = new ByteBuffer();
  readonly #inner: Connection;
  #service: Service | null = null;
  #isOver = false;

  constructor(
    host: string,
    now: () => number,
    readonly serve: Serve,
    readonly connection: Connection,
  ) {
    const settings: TlsSettings = {
      isServer: true,
      hostname: null,
      checksHostname: false,
      versions: ["TLSv1.2", "TLSv1.3"],
      alpn: ["http/1.1"],
      verify: "none",
      partialChain: false,
      commonName: true,
      chain: [standInFor(`${host}.pem`)],
      trusted: [],
      asksForName: false,
      tickets: 2,
    };
    this.#tls = new TlsConnection(settings, () => EPOCH_MS + 1000 * now());
    this.#inner = {
      peer: connection.peer,
      send: (bytes) => {
        this.#tls.write(bytes);
        this.#flush();
      },
      end: () => {
        this.#isOver = true;
        this.#tls.shutdown();
        this.#flush();
        connection.end();
      },
      abort: () => connection.abort(),
      after: (seconds, then) => connection.after(seconds, then),
    };
  }

  received(bytes: Uint8Array): void {
    this.#buffer.push(bytes);
    this.#advance();
  }

  ended(): void {
    this.#service?.ended?.();
    if (!this.#isOver) this.#inner.end();
  }

  failed(error: number): void {
    this.#service?.failed?.(error);
  }

  #flush(): void {
    const bytes = this.#tls.take(Infinity);
    if (bytes.length > 0) this.connection.send(bytes);
  }

  /** Call until it is done, or bytes are lacking; return its result, or null then. */
  #call(call: () => number): number | null {
    for (;;) {
      const result = call();
      this.#flush();
      if (result >= 0) return result;
      if (result === NAME) continue;
      if (result === ERROR || this.#buffer.size === 0) {
        if (result === ERROR) this.#fail();
        return null;
      }
      this.#tls.feed(this.#buffer.take(-result));
    }
  }

  #fail(): void {
    this.#isOver = true;
    this.connection.end();
  }

  #advance(): void {
    if (this.#isOver) return;
    if (!this.#service) {
      if (this.#call(() => this.#tls.handshake()) === null) return;
      this.#service = this.serve(this.#inner);
    }
    const target = new Uint8Array(PIECE);
    while (!this.#isOver) {
      const count = this.#call(() => this.#tls.read(target));
      if (count === null) return;
      if (count === 0) {
        // The client's close_notify.
        if (this.#service.ended) this.#service.ended();
        else this.#inner.end();
        return;
      }
      this.#service.received?.(target.slice(0, count));
    }
  }
}
