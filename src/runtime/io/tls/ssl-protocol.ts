/**
 * Protocol between a socket's transport and a program's protocol: it does the handshake, turns bytes of the wire into the program's
 * and back, and ends both in order. Mirrors `SSLProtocol` of `asyncio/sslproto.py`, callback for callback; the calls of the
 * program's protocol are in `ssl-app-side.ts`.
 *
 *     UNWRAPPED ─▶ DO_HANDSHAKE ─▶ WRAPPED ─▶ FLUSHING ─▶ SHUTDOWN      each ─▶ UNWRAPPED, as the connection is lost
 */
import { ConnectionAbortedError, ConnectionResetError, OSError } from "../../errors/os-errors.ts";
import { CancelledError, RuntimeError, TimeoutError, ValueError } from "../../errors/exceptions.ts";
import { currentLine } from "../../instrument/source-location.ts";
import { EPOCH_MS } from "../../../base/epoch.ts";
import { type CallbackTimerHandle, named } from "../../loop/loop-handle.ts";
import type { LoopInternals } from "../../loop/loop-internals.ts";
import type { Future } from "../../tasks/future.ts";
import { WaterMarks } from "../flow-control.ts";
import { BufferedProtocol } from "../protocols.ts";
import { scratch } from "../socket.ts";
import type { StreamProtocol } from "../socket-transport.ts";
import { streamInternalsOf, type StreamTransportInternals, type Transport } from "../transports.ts";
import { SSLAppSide } from "./ssl-app-side.ts";
import { createDefaultContext } from "./ssl-context.ts";
import { failureText, SSLCertVerificationError, SSLError } from "./ssl-errors.ts";
import { SSL_HANDSHAKE_TIMEOUT, SSL_SHUTDOWN_TIMEOUT, type TlsStart } from "./ssl-options.ts";
import { SSLTransport } from "./ssl-transport.ts";
import { TlsBuffers } from "./tls-buffers.ts";

type State = "UNWRAPPED" | "DO_HANDSHAKE" | "WRAPPED" | "FLUSHING" | "SHUTDOWN";

/** States that may follow each, besides UNWRAPPED. */
const NEXT: Readonly<Record<State, State | null>> = {
  UNWRAPPED: "DO_HANDSHAKE",
  DO_HANDSHAKE: "WRAPPED",
  WRAPPED: "FLUSHING",
  FLUSHING: "SHUTDOWN",
  SHUTDOWN: null,
};

/** Marks of bytes to write and to read (`FLOW_CONTROL_HIGH_WATER_SSL_WRITE`, `…_READ`). */
const WRITE_HIGH_WATER = 512 * 1024;
const READ_HIGH_WATER = 256 * 1024;

/** Writes after the connection was lost, from which each is warned of (`LOG_THRESHOLD_FOR_CONNLOST_WRITES`). */
const LOST_WRITES_TO_WARN = 5;

export class SSLProtocol extends BufferedProtocol {
  readonly app: SSLAppSide;
  readonly appTransport: SSLTransport;
  readonly outgoingMarks = new WaterMarks(WRITE_HIGH_WATER);
  readonly #incomingMarks = new WaterMarks(READ_HIGH_WATER);
  readonly #loop: LoopInternals;
  readonly #tls: TlsBuffers;
  readonly #isServer: boolean;
  readonly #handshakeTimeout: number | undefined;
  readonly #shutdownTimeout: number;
  #extra: object;
  #waiter: Future<void> | null;
  /** Transport of the socket, or of another TLS connection; null before and after its connection. */
  #transport: StreamTransportInternals | null = null;
  #state: State = "UNWRAPPED";
  /** Bytes of the program that wait for the end of the handshake. */
  #backlog: Uint8Array[] = [];
  #backlogSize = 0;
  #lost = 0;
  #isEof = false;
  /** The transport below is over its mark. */
  #isWritingPaused = false;
  #isReadingPaused = false;
  #handshakeTimer: CallbackTimerHandle | null = null;
  #shutdownTimer: CallbackTimerHandle | null = null;

  /**
   * Throws SSLError for a context of the other side, ValueError for a timeout that cannot be. `isMade`: the protocol has a
   * transport already.
   */
  constructor(
    loop: LoopInternals,
    protocol: StreamProtocol,
    { context, isServer, hostname, sslHandshakeTimeout, sslShutdownTimeout }: TlsStart,
    waiter: Future<void>,
    isMade: boolean,
  ) {
    super();
    checkTimeout("ssl_handshake_timeout", sslHandshakeTimeout);
    checkTimeout("ssl_shutdown_timeout", sslShutdownTimeout);
    this.#loop = loop;
    this.#waiter = waiter;
    this.#isServer = isServer;
    this.#handshakeTimeout = sslHandshakeTimeout;
    this.#shutdownTimeout = sslShutdownTimeout ?? SSL_SHUTDOWN_TIMEOUT;
    const name = isServer ? null : hostname || null;
    const sslcontext = context ?? createDefaultContext();
    if (context === null && name === null) sslcontext.checkHostname = false;
    this.#extra = { sslcontext };
    this.#tls = new TlsBuffers(sslcontext, {
      isServer,
      hostname: name,
      now: () => EPOCH_MS + 1000 * loop.clock.time(),
      onCallbackError: (exception) =>
        loop.callExceptionHandler({ message: "Exception ignored in sni_callback", exception }),
    });
    this.app = new SSLAppSide(loop, protocol, isMade, (error, message) => this.#fatalError(error, message));
    this.appTransport = new SSLTransport(this);
  }

  /** Information of the transport, and of the one below. */
  get extra(): object {
    return { ...this.#transport?.extra, ...this.#extra };
  }

  get endpointId(): number {
    return this.#transport?.endpointId ?? 0;
  }

  get isTransportClosing(): boolean {
    return this.#transport?.isClosing() ?? false;
  }

  #wakeWaiter(error: Error | null): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter === null || waiter.cancelled()) return;
    if (error === null) waiter.setResult();
    else waiter.setException(error);
  }

  #enter(state: State): void {
    if (state !== "UNWRAPPED" && NEXT[this.#state] !== state) {
      const [from, to] = [this.#state, state].map((each) => `SSLProtocolState.${each}`);
      throw new RuntimeError(`cannot switch state from ${from} to ${to}`);
    }
    this.#state = state;
  }

  // --- Called by the transport below

  override connectionMade(transport: Transport): void {
    this.#transport = streamInternalsOf(transport);
    this.#startHandshake();
  }

  override connectionLost(error: Error | null): void {
    const inHandshake = this.#state === "DO_HANDSHAKE";
    if (inHandshake) this.#reportFailure(error);
    this.#backlog = [];
    this.#tls.outgoing.take();
    this.#lost++;
    this.appTransport.isClosed = true;
    this.app.lost(error, inHandshake);
    this.#enter("UNWRAPPED");
    this.#transport = null;
    this.#wakeWaiter(error);
    this.#shutdownTimer?.cancel();
    this.#handshakeTimer?.cancel();
    this.#shutdownTimer = this.#handshakeTimer = null;
  }

  override getBuffer(): Uint8Array {
    return scratch();
  }

  override bufferUpdated(count: number): void {
    this.#tls.incoming.append(scratch().subarray(0, count));
    if (this.#state === "DO_HANDSHAKE") this.#doHandshake();
    else this.#continue();
  }

  override eofReceived(): boolean {
    this.#isEof = true;
    try {
      if (this.#state === "DO_HANDSHAKE") this.#handshakeComplete(new ConnectionResetError());
      else if (this.#state === "WRAPPED") {
        this.#enter("FLUSHING");
        if (this.app.isReadingPaused) return true;
        this.#doFlush();
      } else if (this.#state === "FLUSHING") {
        this.#doWrite();
        this.#enter("SHUTDOWN");
        this.#doShutdown();
      } else if (this.#state === "SHUTDOWN") this.#doShutdown();
    } catch (error) {
      this.#transport?.close();
      throw error;
    }
    return false;
  }

  override pauseWriting(): void {
    this.#isWritingPaused = true;
  }

  override resumeWriting(): void {
    this.#isWritingPaused = false;
    this.#processOutgoing();
  }

  // --- Handshake

  #startHandshake(): void {
    const { hooks, clock, currentTaskId } = this.#loop;
    const side = this.#isServer ? "server" : "client";
    hooks.handshakeStarted(
      clock.time(),
      this.endpointId,
      side,
      this.#tls.hostname ?? "",
      currentTaskId,
      currentLine,
    );
    this.#enter("DO_HANDSHAKE");
    const seconds = this.#handshakeTimeout ?? SSL_HANDSHAKE_TIMEOUT;
    this.#handshakeTimer = this.#loop.callLater(seconds, this.#checkHandshakeTimeout);
    this.#doHandshake();
  }

  readonly #checkHandshakeTimeout = named("SSLProtocol._check_handshake_timeout", () => {
    if (this.#state !== "DO_HANDSHAKE") return;
    const seconds = this.#handshakeTimeout ?? `${SSL_HANDSHAKE_TIMEOUT}.0`;
    const text = `SSL handshake is taking longer than ${seconds} seconds: aborting the connection`;
    this.#fatalError(new ConnectionAbortedError(text));
  });

  #doHandshake(): void {
    let isOver: boolean;
    try {
      isOver = this.#tls.handshake() !== null;
    } catch (error) {
      if (!(error instanceof SSLError)) throw error;
      return this.#handshakeComplete(error);
    }
    if (isOver) this.#handshakeComplete(null);
    else this.#processOutgoing();
  }

  #handshakeComplete(error: Error | null): void {
    if (error === null) this.#reportFinish();
    else this.#reportFailure(error);
    this.#handshakeTimer?.cancel();
    this.#handshakeTimer = null;
    if (error !== null) {
      this.#enter("UNWRAPPED");
      const isVerification = error instanceof SSLCertVerificationError;
      const cause = isVerification ? " on verifying the certificate" : "";
      this.#fatalError(error, `SSL handshake failed${cause}`);
      return this.#wakeWaiter(error);
    }
    this.#enter("WRAPPED");
    const { object } = this.#tls;
    this.#extra = {
      ...this.#extra,
      peercert: object.getpeercert(),
      cipher: object.cipher(),
      compression: object.compression(),
      sslObject: object,
    };
    this.app.made(this.appTransport.publicTransport);
    this.#wakeWaiter(null);
    this.#doRead();
  }

  #reportFinish(): void {
    const { hooks, clock } = this.#loop;
    const { version, alpn } = this.#tls.negotiated;
    hooks.handshakeFinished(clock.time(), this.endpointId, version ?? "", alpn ?? "");
  }

  #reportFailure(error: Error | null): void {
    const { hooks, clock } = this.#loop;
    hooks.handshakeFailed(clock.time(), this.endpointId, failureText(error));
  }

  // --- The end

  startShutdown(): void {
    if (this.#state === "FLUSHING" || this.#state === "SHUTDOWN" || this.#state === "UNWRAPPED") return;
    this.appTransport.isClosed = true;
    if (this.#state === "DO_HANDSHAKE") return this.abort(null);
    this.#enter("FLUSHING");
    this.#shutdownTimer = this.#loop.callLater(this.#shutdownTimeout, this.#checkShutdownTimeout);
    this.#doFlush();
  }

  readonly #checkShutdownTimeout = named("SSLProtocol._check_shutdown_timeout", () => {
    if (this.#state === "FLUSHING" || this.#state === "SHUTDOWN")
      this.#transport?.forceClose(new TimeoutError("SSL shutdown timed out"));
  });

  #doFlush(): void {
    this.#doRead();
    this.#enter("SHUTDOWN");
    this.#doShutdown();
  }

  #doShutdown(): void {
    let isOver = true;
    try {
      if (!this.#isEof) isOver = this.#tls.shutdown() !== null;
    } catch (error) {
      if (!(error instanceof SSLError)) throw error;
      return this.#shutdownComplete(error);
    }
    this.#processOutgoing();
    if (!isOver) return;
    this.app.eofReceived();
    this.#shutdownComplete(null);
  }

  #shutdownComplete(error: SSLError | null): void {
    this.#shutdownTimer?.cancel();
    this.#shutdownTimer = null;
    if (error !== null) return this.#fatalError(error);
    const transport = this.#transport;
    this.#loop.callSoon(named(`${transport?.className}.close`, () => transport?.close()));
  }

  abort(error: Error | null): void {
    this.#enter("UNWRAPPED");
    this.#transport?.forceClose(error);
  }

  // --- Bytes of the program

  get writeBufferSize(): number {
    return this.#tls.outgoing.length + this.#backlogSize;
  }

  controlAppWriting(): void {
    this.app.controlWriting(this.writeBufferSize, this.outgoingMarks);
  }

  writeAppData(data: readonly Uint8Array[]): void {
    if (this.#state === "FLUSHING" || this.#state === "SHUTDOWN" || this.#state === "UNWRAPPED") {
      if (this.#lost >= LOST_WRITES_TO_WARN) this.#loop.warn("SSL connection is closed");
      this.#lost++;
      return;
    }
    for (const part of data) {
      this.#backlog.push(part.slice());
      this.#backlogSize += part.length;
    }
    try {
      if (this.#state === "WRAPPED") this.#doWrite();
    } catch (error) {
      this.#fatalError(error, "Fatal error on SSL protocol");
    }
  }

  #doWrite(): void {
    for (let part = this.#backlog[0]; part; part = this.#backlog[0]) {
      this.#tls.write(part);
      this.#backlog.shift();
      this.#backlogSize -= part.length;
    }
    this.#processOutgoing();
  }

  #processOutgoing(): void {
    if (!this.#isWritingPaused && this.#tls.outgoing.length > 0)
      this.#transport?.write(this.#tls.outgoing.take());
    this.controlAppWriting();
  }

  readonly #doRead = named("SSLProtocol._do_read", () => {
    if (this.#state !== "WRAPPED" && this.#state !== "FLUSHING") return;
    try {
      if (!this.app.isReadingPaused) {
        if (this.app.receive(this.#tls, this.#doRead)) {
          this.app.eofReceived();
          this.startShutdown();
        }
        if (this.#backlog.length > 0) this.#doWrite();
        else this.#processOutgoing();
      }
      this.#controlReading();
    } catch (error) {
      this.#fatalError(error, "Fatal error on SSL protocol");
    }
  });

  resumeReading(): void {
    if (!this.app.isReadingPaused) return;
    this.app.isReadingPaused = false;
    this.#loop.callSoon(named("SSLProtocol._resume_reading.<locals>.resume", () => this.#continue()));
  }

  /** Take what is there, as the state wants it. */
  #continue(): void {
    if (this.#state === "WRAPPED") this.#doRead();
    else if (this.#state === "FLUSHING") this.#doFlush();
    else if (this.#state === "SHUTDOWN") this.#doShutdown();
  }

  /** Pause and resume the transport below by the bytes that have arrived and are not read. */
  #controlReading(): void {
    const { length } = this.#tls.incoming;
    if (length >= this.#incomingMarks.high && !this.#isReadingPaused) {
      this.#isReadingPaused = true;
      this.#transport?.pauseReading();
    } else if (length <= this.#incomingMarks.low && this.#isReadingPaused) {
      this.#isReadingPaused = false;
      this.#transport?.resumeReading();
    }
  }

  /** End by an error. One that is not the system's is reported, as a fault of the program. */
  #fatalError(error: unknown, message = "Fatal error on transport"): void {
    this.#transport?.forceClose(error as Error);
    if (error instanceof OSError || error instanceof CancelledError) return;
    this.#loop.callExceptionHandler({ message, exception: error });
  }
}

function checkTimeout(name: string, seconds: number | undefined): void {
  if (seconds !== undefined && seconds <= 0)
    throw new ValueError(`${name} should be a positive number, got ${seconds}`);
}
