/**
 * Transports as programs have them. Mirrors the interfaces of `asyncio/transports.py`; a selector transport does the work
 * (`selector-transport.ts`), and no property of these objects leads to it.
 */
import type { SocketAddress } from "./addresses.ts";
import { type Bytes, toBytes } from "./bytes.ts";
import type { ReadPipe, WritePipe } from "./pipes.ts";
import type { TransportSocket } from "./socket.ts";
import type { SSLContext } from "./tls/ssl-context.ts";
import type { Cipher, PeerCertificate, SSLObject } from "./tls/ssl-object.ts";

/** What a selector transport knows of its socket. */
export interface SocketInfo {
  /** Own address of the socket. */
  sockname: SocketAddress | null;
  /** Address of the other end. */
  peername: SocketAddress | null;
  socket: TransportSocket;
}

/** What `getExtraInfo` knows of a socket's transport, and of TLS on it: null without TLS. */
export interface ExtraInfo extends SocketInfo {
  sslcontext: SSLContext | null;
  /** Certificate of the other end; an empty object for one that was not checked. */
  peercert: PeerCertificate | Record<string, never> | null;
  cipher: Cipher | null;
  compression: null;
  sslObject: SSLObject<SSLContext> | null;
}

/** What `getExtraInfo` knows of a pipe's transport. */
export interface PipeInfo<Pipe> {
  pipe: Pipe;
}

/** What a transport calls of each protocol. */
export interface AnyProtocol {
  connectionMade(transport: never): void;
  connectionLost(error: Error | null): void;
  pauseWriting(): void;
  resumeWriting(): void;
}

/** Part of a transport that its public object calls. */
export interface TransportInternals {
  readonly extra: object;
  /** Number of the endpoint in the trace; 0 once it is closed. */
  readonly endpointId: number;
  readonly protocol: AnyProtocol | null;
  isClosing(): boolean;
  close(): void;
  setProtocol(protocol: AnyProtocol): void;
  toString(): string;
}

/** Internals of a transport that has a buffer to write from. */
export interface BufferedInternals extends TransportInternals {
  abort(): void;
  getWriteBufferSize(): number;
  getWriteBufferLimits(): [low: number, high: number];
  setWriteBufferLimits(limits: { high?: number; low?: number }): void;
}

export interface ReadTransportInternals extends TransportInternals {
  isReading(): boolean;
  pauseReading(): void;
  resumeReading(): void;
}

export interface WriteTransportInternals extends BufferedInternals {
  write(data: Uint8Array): void;
  writelines(data: readonly Uint8Array[]): void;
  writeEof(): void;
  readonly canWriteEof: boolean;
}

export interface StreamTransportInternals extends ReadTransportInternals, WriteTransportInternals {
  /** Class of CPython. */
  readonly className: string;
  /** Close at once, with the error that the protocol gets. */
  forceClose(error: Error | null): void;
}

export interface DatagramTransportInternals extends BufferedInternals {
  sendto(data: Uint8Array, address: SocketAddress | null): void;
}

/** Return the number of a transport's endpoint in the trace; 0 once it is closed. */
export let endpointOf: (transport: BaseTransport) => number;
/** Return the internals of a stream's transport, for a protocol below the program's. */
export let streamInternalsOf: (transport: Transport) => StreamTransportInternals;
let internalsOf: <I extends TransportInternals>(transport: BaseTransport<I, object>) => I;

/** What all transports share. */
export abstract class BaseTransport<
  Internals extends TransportInternals = TransportInternals,
  Extra extends object = object,
> {
  readonly #internals: Internals;

  static {
    internalsOf = (transport) => transport.#internals;
    streamInternalsOf = (transport) => transport.#internals as StreamTransportInternals;
    endpointOf = (transport) => transport.#internals.endpointId;
  }

  /** @internal */
  constructor(internals: Internals) {
    this.#internals = internals;
  }

  /**
   * Return what is known of the transport: "sockname", "peername" or "socket" of a socket, "pipe" of a pipe, "peercert",
   * "cipher" or "sslObject" of TLS; `fallback` for another name.
   */
  getExtraInfo<K extends keyof Extra>(name: K): Extra[K];
  getExtraInfo(name: string, fallback?: unknown): unknown;
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    const { extra } = this.#internals;
    return Object.hasOwn(extra, name) ? extra[name as keyof typeof extra] : fallback;
  }

  /** Return true if the transport is closed, or will be when its buffer is empty. */
  isClosing(): boolean {
    return this.#internals.isClosing();
  }

  /** Send what is in the buffer, then close. The protocol's `connectionLost(null)` is called in the end. */
  close(): void {
    this.#internals.close();
  }

  getProtocol(): AnyProtocol | null {
    return this.#internals.protocol;
  }

  setProtocol(protocol: AnyProtocol): void {
    this.#internals.setProtocol(protocol);
  }

  toString(): string {
    return this.#internals.toString();
  }
}

/** What transports share that have a buffer to write from. */
abstract class BufferedTransport<
  Internals extends BufferedInternals,
  Extra extends object,
> extends BaseTransport<Internals, Extra> {
  /** Close at once: what is in the buffer is lost. */
  abort(): void {
    internalsOf(this).abort();
  }

  /** Return the bytes in the transport's own buffer, which wait for room in that of the system. */
  getWriteBufferSize(): number {
    return internalsOf(this).getWriteBufferSize();
  }

  /** Return the marks at which the protocol resumes and pauses writing, in bytes. */
  getWriteBufferLimits(): [low: number, high: number] {
    return internalsOf(this).getWriteBufferLimits();
  }

  /** Set these marks. Without `low` it is a quarter of `high`. Throws ValueError unless high ≥ low ≥ 0. */
  setWriteBufferLimits(limits: { high?: number; low?: number } = {}): void {
    internalsOf(this).setWriteBufferLimits(limits);
  }
}

/** Transport of bytes to write: a pipe. */
export class WriteTransport<
  Internals extends WriteTransportInternals = WriteTransportInternals,
  Extra extends object = PipeInfo<WritePipe>,
> extends BufferedTransport<Internals, Extra> {
  /** Send bytes: now as far as the system takes them, and the rest later. Throws RuntimeError after `writeEof`. */
  write(data: Bytes): void {
    internalsOf(this).write(toBytes(data));
  }

  writelines(data: Iterable<Bytes>): void {
    internalsOf(this).writelines(Array.from(data, toBytes));
  }

  /** End what is written when the buffer is empty. The other direction of a socket stays open; a pipe is closed. */
  writeEof(): void {
    internalsOf(this).writeEof();
  }

  /** Return false for a transport with TLS, which has no `writeEof`. */
  canWriteEof(): boolean {
    return internalsOf(this).canWriteEof;
  }
}

/** Transport of bytes to read: a pipe. */
export class ReadTransport extends BaseTransport<ReadTransportInternals, PipeInfo<ReadPipe>> {
  /** Return true unless reading is paused or the transport is closing. */
  isReading(): boolean {
    return internalsOf(this).isReading();
  }

  /** Read nothing more until `resumeReading`. */
  pauseReading(): void {
    internalsOf(this).pauseReading();
  }

  resumeReading(): void {
    internalsOf(this).resumeReading();
  }
}

/** Transport of a stream of bytes in both directions. */
export class Transport extends WriteTransport<StreamTransportInternals, ExtraInfo> {
  /** Return true unless reading is paused or the transport is closing. */
  isReading(): boolean {
    return internalsOf(this).isReading();
  }

  /** Read nothing more from the wire until `resumeReading`. */
  pauseReading(): void {
    internalsOf(this).pauseReading();
  }

  resumeReading(): void {
    internalsOf(this).resumeReading();
  }
}

/** Transport of datagrams. */
export class DatagramTransport extends BufferedTransport<DatagramTransportInternals, ExtraInfo> {
  /** Send a datagram; without an address to the one that the endpoint was made for. */
  sendto(data: Bytes, address: SocketAddress | null = null): void {
    internalsOf(this).sendto(toBytes(data), address);
  }
}
