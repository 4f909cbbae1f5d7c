/**
 * Transports as programs have them. Mirrors the interfaces of `asyncio/transports.py`; a selector transport does the work
 * (`selector-transport.ts`), and no property of these objects leads to it.
 */
import type { SocketAddress } from "./addresses.ts";
import type { TransportSocket } from "./socket.ts";

/** Bytes to send. A string is sent in UTF-8. */
export type Bytes = Uint8Array | string;

/** What `getExtraInfo` knows. */
export interface ExtraInfo {
  /** Own address of the socket. */
  sockname: SocketAddress | null;
  /** Address of the other end. */
  peername: SocketAddress | null;
  socket: TransportSocket;
}

/** What a transport calls of each protocol. */
export interface AnyProtocol {
  connectionMade(transport: never): void;
  connectionLost(error: Error | null): void;
  pauseWriting(): void;
  resumeWriting(): void;
}

/** Part of a selector transport that its public object calls. */
export interface TransportInternals {
  readonly extra: ExtraInfo;
  readonly protocol: AnyProtocol | null;
  isClosing(): boolean;
  close(): void;
  abort(): void;
  setProtocol(protocol: AnyProtocol): void;
  getWriteBufferSize(): number;
  getWriteBufferLimits(): [low: number, high: number];
  setWriteBufferLimits(limits: { high?: number; low?: number }): void;
  toString(): string;
}

export interface StreamTransportInternals extends TransportInternals {
  isReading(): boolean;
  pauseReading(): void;
  resumeReading(): void;
  write(data: Uint8Array): void;
  writelines(data: readonly Uint8Array[]): void;
  writeEof(): void;
}

export interface DatagramTransportInternals extends TransportInternals {
  sendto(data: Uint8Array, address: SocketAddress | null): void;
}

const encoder = new TextEncoder();

/** Return bytes as they are, and a string in UTF-8. Throws TypeError for another value. */
export function toBytes(data: Bytes): Uint8Array {
  if (typeof data === "string") return encoder.encode(data);
  if (data instanceof Uint8Array) return data;
  throw new TypeError(
    `data argument must be a Uint8Array or a string, not ${data === null ? "null" : typeof data}`,
  );
}

/** What transports of streams and of datagrams share. */
export abstract class BaseTransport<Internals extends TransportInternals> {
  readonly #internals: Internals;

  /** @internal */
  constructor(internals: Internals) {
    this.#internals = internals;
  }

  /** @internal */
  protected static of<I extends TransportInternals>(transport: BaseTransport<I>): I {
    return transport.#internals;
  }

  /** Return what is known of the transport: "sockname", "peername" or "socket"; `fallback` for another name. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K];
  getExtraInfo(name: string, fallback?: unknown): unknown;
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    const { extra } = this.#internals;
    return Object.hasOwn(extra, name) ? extra[name as keyof ExtraInfo] : fallback;
  }

  /** Return true if the transport is closed, or will be when its buffer is empty. */
  isClosing(): boolean {
    return this.#internals.isClosing();
  }

  /** Send what is in the buffer, then close. The protocol's `connectionLost(null)` is called in the end. */
  close(): void {
    this.#internals.close();
  }

  /** Close at once: what is in the buffer is lost. */
  abort(): void {
    this.#internals.abort();
  }

  getProtocol(): AnyProtocol | null {
    return this.#internals.protocol;
  }

  setProtocol(protocol: AnyProtocol): void {
    this.#internals.setProtocol(protocol);
  }

  /** Return the bytes in the transport's own buffer, which wait for room in that of the system. */
  getWriteBufferSize(): number {
    return this.#internals.getWriteBufferSize();
  }

  /** Return the marks at which the protocol resumes and pauses writing, in bytes. */
  getWriteBufferLimits(): [low: number, high: number] {
    return this.#internals.getWriteBufferLimits();
  }

  /** Set these marks. Without `low` it is a quarter of `high`. Throws ValueError unless high ≥ low ≥ 0. */
  setWriteBufferLimits(limits: { high?: number; low?: number } = {}): void {
    this.#internals.setWriteBufferLimits(limits);
  }

  toString(): string {
    return this.#internals.toString();
  }
}

/** Transport of a stream of bytes in both directions. */
export class Transport extends BaseTransport<StreamTransportInternals> {
  /** Return true unless reading is paused or the transport is closing. */
  isReading(): boolean {
    return BaseTransport.of(this).isReading();
  }

  /** Read nothing more from the wire until `resumeReading`. */
  pauseReading(): void {
    BaseTransport.of(this).pauseReading();
  }

  resumeReading(): void {
    BaseTransport.of(this).resumeReading();
  }

  /** Send bytes: now as far as the system takes them, and the rest later. Throws RuntimeError after `writeEof`. */
  write(data: Bytes): void {
    BaseTransport.of(this).write(toBytes(data));
  }

  writelines(data: Iterable<Bytes>): void {
    BaseTransport.of(this).writelines(Array.from(data, toBytes));
  }

  /** End this side of the connection when the buffer is empty; the other side stays open. */
  writeEof(): void {
    BaseTransport.of(this).writeEof();
  }

  canWriteEof(): boolean {
    return true;
  }
}

/** Transport of datagrams. */
export class DatagramTransport extends BaseTransport<DatagramTransportInternals> {
  /** Send a datagram; without an address to the one that the endpoint was made for. */
  sendto(data: Bytes, address: SocketAddress | null = null): void {
    BaseTransport.of(this).sendto(toBytes(data), address);
  }
}
