/**
 * One side of a TLS connection between two buffers: bytes of the wire go into `incoming` and come out of `outgoing`. No call waits:
 * one that needs more of the wire returns null. Mirrors `_ssl._SSLSocket` on two `MemoryBIO`s. A protocol drives it
 * (`ssl-protocol.ts`); a program sees its `SSLObject`.
 *
 * Invariant: a call takes no more of `incoming` than it needs, and all that it has to send is in `outgoing` afterwards.
 */
import { ValueError } from "../../errors/exceptions.ts";
import { alert } from "../../network/tls/alerts.ts";
import { ERROR, NAME, TlsConnection } from "../../network/tls/connection.ts";
import { ByteBuffer } from "../byte-buffer.ts";
import { tlsSettings, type SSLContext } from "./ssl-context.ts";
import { SSLError, sslError, type TlsCall } from "./ssl-errors.ts";
import { SSLObject } from "./ssl-object.ts";

export interface TlsBuffersOptions {
  readonly isServer: boolean;
  /** A client's name for the server; null for none. */
  readonly hostname: string | null;
  /** Return milliseconds since 1970. */
  readonly now: () => number;
  /** Called with the error of a program's `sniCallback`. */
  readonly onCallbackError: (error: unknown) => void;
}

export class TlsBuffers {
  readonly incoming = new ByteBuffer();
  readonly outgoing = new ByteBuffer();
  readonly object: SSLObject<SSLContext> = new SSLObject<SSLContext>(this);
  readonly #options: TlsBuffersOptions;
  readonly #connection: TlsConnection;
  #context: SSLContext;

  /** Throws SSLError for a context of the other side, ValueError for a name that cannot be. */
  constructor(context: SSLContext, options: TlsBuffersOptions) {
    const { isServer, hostname, now } = options;
    if (isServer !== (context.protocol === "server")) {
      const [side, protocol, line] = isServer ? ["server", "CLIENT", 812] : ["client", "SERVER", 819];
      const text = `Cannot create a ${side} socket with a PROTOCOL_TLS_${protocol} context (_ssl.c:${line})`;
      throw new SSLError(0, text);
    }
    if (hostname?.startsWith("."))
      throw new ValueError("server_hostname cannot be an empty string or start with a leading dot.");
    this.#options = options;
    this.#context = context;
    this.#connection = new TlsConnection(tlsSettings(context, isServer, hostname), now);
  }

  get context(): SSLContext {
    return this.#context;
  }

  set context(context: SSLContext) {
    const { isServer, hostname } = this.#options;
    this.#context = context;
    this.#connection.settings = tlsSettings(context, isServer, hostname);
  }

  get isServer(): boolean {
    return this.#options.isServer;
  }

  get hostname(): string | null {
    return this.#options.hostname;
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  get negotiated(): TlsConnection["negotiated"] {
    return this.#connection.negotiated;
  }

  /** Do the handshake, as far as it goes; return null if it is not over. Throws SSLError. */
  handshake(): number | null {
    return this.#drive("handshake", () => this.#connection.handshake());
  }

  /** Read into `target`; return the number of bytes, 0 after the other end's close_notify. Throws SSLError. */
  read(target: Uint8Array): number | null {
    return this.#drive("read", () => this.#connection.read(target));
  }

  /** Write all bytes. Throws SSLError. */
  write(data: Uint8Array): void {
    this.#drive("write", () => this.#connection.write(data));
  }

  /** Send close_notify, once; return null while that of the other end is not there. Throws SSLError. */
  shutdown(): number | null {
    return this.#drive("shutdown", () => this.#connection.shutdown());
  }

  /** Call the connection until it is done, or needs bytes that are not there. */
  #drive(name: TlsCall, call: () => number): number | null {
    for (;;) {
      const result = call();
      if (result === NAME) {
        this.#askForName();
        continue;
      }
      const sent = this.#connection.take(Infinity);
      if (sent.length > 0) this.outgoing.append(sent);
      if (result === ERROR) throw sslError(this.#connection.error!, name);
      if (result >= 0) return result;
      if (this.incoming.length === 0) return null;
      this.#connection.feed(this.incoming.take(-result));
    }
  }

  /** Call the program's function for the name that a client asks for. It may set another context. */
  #askForName(): void {
    const { name } = this.#connection.negotiated;
    let answer: number | void;
    try {
      answer = this.#context.sniCallback?.(this.object, name, this.#context);
    } catch (error) {
      this.#options.onCallbackError(error);
      answer = alert.handshakeFailure;
    }
    if (typeof answer === "number") this.#connection.refuse(answer);
  }
}
