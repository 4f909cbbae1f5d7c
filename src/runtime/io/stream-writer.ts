/** Stream of bytes to write by coroutines. Mirrors `StreamWriter` of `asyncio/streams.py`. */
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { sleep } from "../tasks/sleep.ts";
import type { StreamReader } from "./stream-reader.ts";
import type { Bytes } from "./bytes.ts";
import { requireLoopInternals } from "../loop/loop-internals.ts";
import type { StreamProtocol } from "./socket-transport.ts";
import type { SSLContext } from "./tls/ssl-context.ts";
import { timeoutsOf, type StartTlsOptions } from "./tls/ssl-options.ts";
import { startTls } from "./tls/tls.ts";
import { endpointOf, type ExtraInfo, type Transport, type WriteTransport } from "./transports.ts";

/** Part of a stream's protocol that its writer uses. */
export interface WriterProtocol {
  /** Wait while writing is paused; `endpoint` is that of the transport. */
  drained(endpoint: number): Coroutine<void>;
  /** Return a future that is done when the connection is closed. */
  closed(): Future<void>;
  /** True if the protocol is a server's. */
  readonly isServerSide: boolean;
  /** Continue on another transport. */
  replaceTransport(transport: Transport): void;
}

export class StreamWriter {
  #transport: Transport | WriteTransport;
  readonly #protocol: WriterProtocol;
  readonly #reader: StreamReader | null;

  /** `reader` is that of the same connection; null for the input of a process. */
  constructor(transport: Transport | WriteTransport, protocol: WriterProtocol, reader: StreamReader | null) {
    this.#transport = transport;
    this.#protocol = protocol;
    this.#reader = reader;
  }

  /** Transport of the connection; of a pipe, a `WriteTransport`. */
  get transport(): Transport {
    return this.#transport as Transport;
  }

  /** Send bytes, without waiting; a string is sent in UTF-8. Await `drain` after it, so that the buffer cannot grow. */
  write(data: Bytes): void {
    this.#transport.write(data);
  }

  writelines(data: Iterable<Bytes>): void {
    this.#transport.writelines(data);
  }

  /** End this side of the connection when the buffer is empty; the other side stays open. */
  writeEof(): void {
    this.#transport.writeEof();
  }

  canWriteEof(): boolean {
    return this.#transport.canWriteEof();
  }

  /** Close the connection when the buffer is empty. Await `waitClosed` to know when that is. */
  close(): void {
    this.#transport.close();
  }

  isClosing(): boolean {
    return this.#transport.isClosing();
  }

  /** Wait until the connection is closed. Throws the error that it was lost by. */
  *waitClosed(): Coroutine<void> {
    const closed = this.#protocol.closed();
    futureInternals.setWaitReason(closed as Future<unknown>, {
      reason: "close",
      on: endpointOf(this.#transport),
    });
    yield* closed;
  }

  /** Return what is known of the transport: "sockname", "peername" or "socket", "peercert" of TLS; `fallback` for another name. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K];
  getExtraInfo(name: string, fallback?: unknown): unknown;
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return this.#transport.getExtraInfo(name, fallback);
  }

  /** Wait while the buffer is over its high-water mark. Throws the connection's error if there is one. */
  *drain(): Coroutine<void> {
    const exception = this.#reader?.exception() ?? null;
    if (exception !== null) throw exception;
    // The protocol hears of an error before this continues.
    if (this.#transport.isClosing()) yield* sleep(0);
    yield* this.#protocol.drained(endpointOf(this.#transport));
  }

  /**
   * Begin TLS on the connection; what was written before leaves first. A server's writer is the server's side. Throws SSLError.
   */
  *startTls(context: SSLContext, { serverHostname, ...timeouts }: StartTlsOptions = {}): Coroutine<void> {
    const serverSide = this.#protocol.isServerSide;
    yield* this.drain();
    const loop = requireLoopInternals();
    const protocol = this.#protocol as WriterProtocol & StreamProtocol;
    const transport = yield* startTls(loop, this.#transport as Transport, protocol, context, {
      ...timeoutsOf(timeouts),
      serverSide,
      ...(serverHostname !== undefined && { serverHostname }),
    });
    this.#transport = transport;
    protocol.replaceTransport(transport);
  }

  toString(): string {
    const reader = this.#reader ? ` reader=${this.#reader.toString()}` : "";
    return `<StreamWriter transport=${this.#transport.toString()}${reader}>`;
  }
}
