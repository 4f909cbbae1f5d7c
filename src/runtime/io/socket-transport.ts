/**
 * Transport of a stream: bytes go to the socket at once as far as they fit, and wait in the transport's own buffer for the
 * rest. Mirrors `_SelectorSocketTransport` of `asyncio/selector_events.py`.
 */
import { RuntimeError } from "../errors/exceptions.ts";
import { named } from "../loop/loop-handle.ts";
import type { Future } from "../tasks/future.ts";
import type { SocketAddress } from "./addresses.ts";
import { BufferedProtocol, connectionMade, type Protocol } from "./protocols.ts";
import type { SelectorEvents } from "./selector-events.ts";
import { SelectorTransport, type TransportOwner } from "./selector-transport.ts";
import type { Socket } from "./socket.ts";
import { type StreamTransportInternals, Transport } from "./transports.ts";

/** Protocol that a transport of a stream takes. */
export type StreamProtocol = Protocol | BufferedProtocol;

/** Writes after the connection was lost, from which each is warned of (`LOG_THRESHOLD_FOR_CONNLOST_WRITES`). */
const LOST_WRITES_TO_WARN = 5;

/** Bytes that one call of the socket gets at most. */
const MAX_SEND = 256 * 1024;

/** Return the first bytes of a buffer in one piece. */
function firstBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  let [length, count] = [0, 0];
  while (length < MAX_SEND && count < parts.length) length += (parts[count++] as Uint8Array).length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts.slice(0, count)) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export class SocketTransport extends SelectorTransport implements StreamTransportInternals {
  readonly className = "_SelectorSocketTransport";
  protected readonly lostName = "_SelectorSocketTransport._call_connection_lost";
  readonly publicTransport = new Transport(this);
  readonly canWriteEof = true;
  #buffer: Uint8Array[] = [];
  #buffered = 0;
  #isEof = false;

  constructor(
    events: SelectorEvents,
    socket: Socket,
    protocol: StreamProtocol,
    waiter: Future<void> | null,
    peername?: SocketAddress | null,
    server: TransportOwner | null = null,
  ) {
    super(events, socket, protocol, peername, server);
    this.begin(connectionMade(protocol, this.publicTransport), waiter);
  }

  protected get isBufferEmpty(): boolean {
    return this.#buffer.length === 0;
  }

  protected clearBuffer(): void {
    this.#buffer = [];
    this.#buffered = 0;
  }

  getWriteBufferSize(): number {
    return this.#buffered;
  }

  protected readonly onReadable = named("_SelectorSocketTransport._read_ready", () => {
    if (this.lost > 0) return;
    if (this.protocol instanceof BufferedProtocol) this.#readInto(this.protocol);
    else this.#readData(this.protocol as unknown as Protocol);
  });

  #readData(protocol: Protocol): void {
    let data: Uint8Array | null;
    try {
      data = this.socket.receive();
    } catch (error) {
      return this.fatalError(error, "Fatal read error on socket transport");
    }
    if (data === null) return;
    if (data.length === 0) return this.#readEof(protocol);
    try {
      protocol.dataReceived(data);
    } catch (error) {
      this.fatalError(error, "Fatal error: protocol.data_received() call failed.");
    }
  }

  #readInto(protocol: BufferedProtocol): void {
    let buffer: Uint8Array;
    try {
      buffer = protocol.getBuffer(-1);
      if (buffer.length === 0) throw new RuntimeError("get_buffer() returned an empty buffer");
    } catch (error) {
      return this.fatalError(error, "Fatal error: protocol.get_buffer() call failed.");
    }
    let count: number | null;
    try {
      count = this.socket.receiveInto(buffer);
    } catch (error) {
      return this.fatalError(error, "Fatal read error on socket transport");
    }
    if (count === null) return;
    if (count === 0) return this.#readEof(protocol);
    try {
      protocol.bufferUpdated(count);
    } catch (error) {
      this.fatalError(error, "Fatal error: protocol.buffer_updated() call failed.");
    }
  }

  #readEof(protocol: StreamProtocol): void {
    let keepsOpen: boolean | void;
    try {
      keepsOpen = protocol.eofReceived();
    } catch (error) {
      return this.fatalError(error, "Fatal error: protocol.eof_received() call failed.");
    }
    // The protocol may still write, but there is nothing more to read.
    if (keepsOpen) this.events.removeReader(this.socket);
    else this.close();
  }

  write(data: Uint8Array): void {
    if (this.#isEof) throw new RuntimeError("Cannot call write() after write_eof()");
    if (data.length === 0) return;
    if (this.#isLost()) return;
    this.checkOpen();
    let rest = data;
    if (this.#buffer.length === 0) {
      // Most writes fit into the socket's own buffer.
      try {
        rest = data.subarray(this.socket.send(data) ?? 0);
      } catch (error) {
        return this.fatalError(error, "Fatal write error on socket transport");
      }
      if (rest.length === 0) return;
      this.events.addWriter(this.socket, this.#onWritable);
    }
    this.#append(rest);
    this.maybePauseProtocol();
  }

  writelines(data: readonly Uint8Array[]): void {
    if (this.#isEof) throw new RuntimeError("Cannot call writelines() after write_eof()");
    if (data.length === 0 || this.#isLost()) return;
    this.checkOpen();
    for (const part of data) this.#append(part);
    this.#onWritable();
    if (this.#buffer.length === 0) return;
    this.events.addWriter(this.socket, this.#onWritable);
    this.maybePauseProtocol();
  }

  #append(data: Uint8Array): void {
    this.#buffer.push(data.slice());
    this.#buffered += data.length;
  }

  /** Count a write to a connection that is lost; return true if it is. */
  #isLost(): boolean {
    if (this.lost === 0) return false;
    if (this.lost >= LOST_WRITES_TO_WARN) this.loop.warn("socket.send() raised exception.");
    this.lost++;
    return true;
  }

  readonly #onWritable = named("_SelectorSocketTransport._write_sendmsg", () => {
    if (this.lost > 0) return;
    try {
      const sent = this.socket.send(firstBytes(this.#buffer));
      if (sent === null) return;
      this.#drop(sent);
    } catch (error) {
      this.events.removeWriter(this.socket);
      this.clearBuffer();
      return this.fatalError(error, "Fatal write error on socket transport");
    }
    // It may write more.
    this.maybeResumeProtocol();
    if (this.#buffer.length > 0) return;
    this.events.removeWriter(this.socket);
    if (this.closing) this.callConnectionLost(null);
    else if (this.#isEof) this.socket.shutdown("write");
  });

  /** Take the first bytes out of the buffer. */
  #drop(count: number): void {
    this.#buffered -= count;
    let left = count;
    let first = this.#buffer[0];
    while (first && left >= first.length) {
      left -= first.length;
      this.#buffer.shift();
      first = this.#buffer[0];
    }
    if (first && left > 0) this.#buffer[0] = first.subarray(left);
  }

  writeEof(): void {
    if (this.closing || this.#isEof) return;
    this.#isEof = true;
    if (this.#buffer.length === 0) this.socket.shutdown("write");
  }
}
