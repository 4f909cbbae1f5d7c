/**
 * Protocol between a transport and a stream: it feeds the reader, and lets writers wait while the transport's buffer is
 * full. Mirrors `StreamReaderProtocol` of `asyncio/streams.py`.
 */
import { named } from "../loop/loop-handle.ts";
import { type LoopInternals, requireLoopInternals } from "../loop/loop-internals.ts";
import { type Coroutine, isCoroutine } from "../tasks/coroutine.ts";
import type { Future } from "../tasks/future.ts";
import { Protocol } from "./protocols.ts";
import { finish, StreamFlow } from "./stream-flow.ts";
import type { StreamReader } from "./stream-reader.ts";
import { StreamWriter, type WriterProtocol } from "./stream-writer.ts";
import type { Transport } from "./transports.ts";

/** Function that a server calls for each connection. A coroutine that it returns becomes a task. */
export type ClientConnected = (reader: StreamReader, writer: StreamWriter) => unknown;

const callbackName = "StreamReaderProtocol.connection_made.<locals>.callback";

export class StreamReaderProtocol extends Protocol implements WriterProtocol {
  readonly #loop: LoopInternals = requireLoopInternals();
  readonly #reader: StreamReader;
  readonly #clientConnected: ClientConnected | null;
  readonly #closed: Future<void> = this.#loop.createFuture();
  readonly #flow = new StreamFlow(this.#loop);
  /** TLS has one end for both directions. */
  #isOverTls = false;

  constructor(reader: StreamReader, clientConnected: ClientConnected | null = null) {
    super();
    this.#reader = reader;
    this.#clientConnected = clientConnected;
  }

  override connectionMade(transport: Transport): void {
    this.#reader.setTransport(transport);
    this.replaceTransport(transport);
    if (!this.#clientConnected) return;
    const writer = new StreamWriter(transport, this, this.#reader);
    const coroutine = this.#clientConnected(this.#reader, writer);
    if (!isCoroutine(coroutine)) return;
    const task = this.#loop.publicLoop.createTask(coroutine);
    task.addDoneCallback(
      named(callbackName, () => {
        const exception = task.cancelled() ? null : task.exception();
        if (exception !== null) {
          const message = "Unhandled exception in client_connected_cb";
          this.#loop.callExceptionHandler({ message, exception });
        }
        if (task.cancelled() || exception !== null) transport.close();
      }),
    );
  }

  /** True if the protocol is a server's. */
  get isServerSide(): boolean {
    return this.#clientConnected !== null;
  }

  /** Continue on another transport, that of TLS. */
  replaceTransport(transport: Transport): void {
    this.#isOverTls = transport.getExtraInfo("sslcontext") !== null;
  }

  override connectionLost(error: Error | null): void {
    if (error === null) this.#reader.feedEof();
    else this.#reader.setException(error);
    finish(this.#closed, error);
    // The program may never ask whether the connection is closed.
    if (error !== null && !this.#closed.cancelled()) this.#closed.exception();
    this.#flow.connectionLost(error);
  }

  override dataReceived(data: Uint8Array): void {
    this.#reader.feedData(data);
  }

  override eofReceived(): boolean {
    this.#reader.feedEof();
    return !this.#isOverTls;
  }

  override pauseWriting(): void {
    this.#flow.pauseWriting();
  }

  override resumeWriting(): void {
    this.#flow.resumeWriting();
  }

  /** Wait while writing is paused; `endpoint` is that of the transport. Throws ConnectionResetError if the connection is lost. */
  drained(endpoint: number): Coroutine<void> {
    return this.#flow.drained(endpoint);
  }

  /** Return a future that is done when the connection is closed. */
  closed(): Future<void> {
    return this.#closed;
  }
}
