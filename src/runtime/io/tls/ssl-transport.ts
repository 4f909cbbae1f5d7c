/**
 * Transport that a program gets of a TLS connection: it writes by an `SSLProtocol`, which writes by the transport of the socket.
 * Mirrors `_SSLProtocolTransport` of `asyncio/sslproto.py`.
 */
import { NotImplementedError } from "../../errors/exceptions.ts";
import type { WaterMarks } from "../flow-control.ts";
import type { StreamProtocol } from "../socket-transport.ts";
import { type AnyProtocol, type StreamTransportInternals, Transport } from "../transports.ts";

/** Part of an `SSLProtocol` that its transport calls. */
export interface TransportTls {
  readonly extra: object;
  readonly endpointId: number;
  readonly app: { protocol: StreamProtocol | null; isReadingPaused: boolean };
  readonly isTransportClosing: boolean;
  readonly writeBufferSize: number;
  readonly outgoingMarks: WaterMarks;
  startShutdown(): void;
  abort(error: Error | null): void;
  resumeReading(): void;
  writeAppData(data: readonly Uint8Array[]): void;
  controlAppWriting(): void;
}

export class SSLTransport implements StreamTransportInternals {
  readonly publicTransport = new Transport(this);
  readonly className = "_SSLProtocolTransport";
  readonly canWriteEof = false;
  isClosed = false;
  /** Null after a second `close`: from then on CPython, too, calls methods of None. */
  #tls: TransportTls | null;

  constructor(tls: TransportTls) {
    this.#tls = tls;
  }

  get #protocol(): TransportTls {
    if (this.#tls === null) throw new TypeError("the transport is closed");
    return this.#tls;
  }

  get extra(): object {
    return this.#protocol.extra;
  }

  get endpointId(): number {
    return this.#tls?.endpointId ?? 0;
  }

  get protocol(): AnyProtocol | null {
    return this.#protocol.app.protocol;
  }

  setProtocol(protocol: AnyProtocol): void {
    this.#protocol.app.protocol = protocol as StreamProtocol;
  }

  isClosing(): boolean {
    return this.isClosed || this.#protocol.isTransportClosing;
  }

  /** Send what waits, then end TLS in order, then close. */
  close(): void {
    if (this.isClosed) {
      this.#tls = null;
      return;
    }
    this.isClosed = true;
    this.#protocol.startShutdown();
  }

  abort(): void {
    this.forceClose(null);
  }

  forceClose(error: Error | null): void {
    this.isClosed = true;
    this.#tls?.abort(error);
  }

  isReading(): boolean {
    return !this.#protocol.app.isReadingPaused;
  }

  pauseReading(): void {
    this.#protocol.app.isReadingPaused = true;
  }

  resumeReading(): void {
    this.#protocol.resumeReading();
  }

  write(data: Uint8Array): void {
    if (data.length > 0) this.#protocol.writeAppData([data]);
  }

  writelines(data: readonly Uint8Array[]): void {
    this.#protocol.writeAppData(data);
  }

  /** Not there: TLS ends both directions. Throws NotImplementedError. */
  writeEof(): never {
    throw new NotImplementedError();
  }

  getWriteBufferSize(): number {
    return this.#protocol.writeBufferSize;
  }

  getWriteBufferLimits(): [low: number, high: number] {
    const { low, high } = this.#protocol.outgoingMarks;
    return [low, high];
  }

  setWriteBufferLimits(limits: { high?: number; low?: number }): void {
    this.#protocol.outgoingMarks.set(limits);
    this.#protocol.controlAppWriting();
  }

  toString(): string {
    return "<asyncio.sslproto._SSLProtocolTransport object>";
  }
}
