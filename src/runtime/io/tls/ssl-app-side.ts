/**
 * The program's side of a TLS connection: its protocol, of which each call is made at the right time. Mirrors the parts of
 * `SSLProtocol` of `asyncio/sslproto.py` that call `_app_protocol`. Owned by an `SSLProtocol`.
 *
 * States: not made → made → at the end of the stream → lost.
 */
import type { LoopInternals } from "../../loop/loop-internals.ts";
import { BufferedProtocol, connectionLost, type Protocol } from "../protocols.ts";
import type { StreamProtocol } from "../socket-transport.ts";
import type { WaterMarks } from "../flow-control.ts";
import type { Transport } from "../transports.ts";
import { readAll, readInto } from "./ssl-reading.ts";
import type { TlsBuffers } from "./tls-buffers.ts";

type AppState = "notMade" | "made" | "atEnd" | "lost";

export class SSLAppSide {
  /** Null once the connection is lost. */
  protocol: StreamProtocol | null;
  isReadingPaused = false;
  #isWritingPaused = false;
  #state: AppState;

  /** `isMade`: the protocol has its transport, as with `start_tls`. */
  constructor(
    readonly loop: LoopInternals,
    protocol: StreamProtocol,
    isMade: boolean,
    readonly fatalError: (error: unknown, message: string) => void,
  ) {
    this.protocol = protocol;
    this.#state = isMade ? "made" : "notMade";
  }

  /** The handshake is over. */
  made(transport: Transport): void {
    if (this.#state !== "notMade") return;
    this.#state = "made";
    this.protocol?.connectionMade(transport);
  }

  /** The connection is lost; a handshake that was not over is no matter of the protocol. */
  lost(error: Error | null, inHandshake: boolean): void {
    const { protocol } = this;
    this.protocol = null;
    if (inHandshake || protocol === null || this.#state === "notMade" || this.#state === "lost") return;
    this.#state = "lost";
    this.loop.callSoon(connectionLost(protocol, error));
  }

  /**
   * Give the protocol what has arrived; return true at the end of the stream. A full buffer is asked for more by `readAgain`.
   * Throws SSLError, and errors of the protocol.
   */
  receive(tls: TlsBuffers, readAgain: () => void): boolean {
    const { protocol } = this;
    if (protocol instanceof BufferedProtocol) {
      const { count, isEnded, isFull } = readInto(tls, protocol.getBuffer(tls.incoming.length));
      if (isFull) this.loop.callSoon(readAgain);
      if (count > 0) protocol.bufferUpdated(count);
      return isEnded;
    }
    const { data, isEnded } = readAll(tls);
    if (data.length > 0) (protocol as Protocol | null)?.dataReceived(data);
    return isEnded;
  }

  /** The other end has ended its stream. */
  eofReceived(): void {
    if (this.#state !== "made") return;
    this.#state = "atEnd";
    try {
      if (this.protocol?.eofReceived())
        this.loop.warn("returning true from eof_received() has no effect when using ssl");
    } catch (error) {
      this.fatalError(error, "Error calling eof_received()");
    }
  }

  /** Ask the protocol to pause or to resume writing, by the bytes that wait. */
  controlWriting(size: number, { high, low }: WaterMarks): void {
    if (size >= high && !this.#isWritingPaused) {
      this.#isWritingPaused = true;
      this.#report("protocol.pause_writing() failed", () => this.protocol?.pauseWriting());
    } else if (size <= low && this.#isWritingPaused) {
      this.#isWritingPaused = false;
      this.#report("protocol.resume_writing() failed", () => this.protocol?.resumeWriting());
    }
  }

  #report(message: string, call: () => void): void {
    try {
      call();
    } catch (exception) {
      this.loop.callExceptionHandler({ message, exception });
    }
  }
}
