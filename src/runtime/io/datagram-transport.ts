/** Transport of datagrams. Mirrors `_SelectorDatagramTransport` of `asyncio/selector_events.py`. */
import { OSError } from "../errors/os-errors.ts";
import { ValueError } from "../errors/exceptions.ts";
import { named } from "../loop/loop-handle.ts";
import type { Future } from "../tasks/future.ts";
import { addressRepr, isSameAddress, type SocketAddress } from "./addresses.ts";
import { connectionMade, type DatagramProtocol } from "./protocols.ts";
import type { SelectorEvents } from "./selector-events.ts";
import { SelectorTransport } from "./selector-transport.ts";
import type { Socket } from "./socket.ts";
import { DatagramTransport, type DatagramTransportInternals } from "./transports.ts";

/** Bytes that each datagram counts for beside its own (`_header_size`). */
const HEADER = 8;
const LOST_WRITES_TO_WARN = 5;

interface Waiting {
  readonly data: Uint8Array;
  readonly address: SocketAddress | null;
}

export class DatagramSocketTransport extends SelectorTransport implements DatagramTransportInternals {
  readonly className = "_SelectorDatagramTransport";
  protected readonly lostName = "_SelectorTransport._call_connection_lost";
  readonly publicTransport = new DatagramTransport(this);
  #buffer: Waiting[] = [];
  #buffered = 0;

  /** @param address where all datagrams go; null to give one with each. */
  constructor(
    events: SelectorEvents,
    socket: Socket,
    protocol: DatagramProtocol,
    readonly address: SocketAddress | null,
    waiter: Future<void>,
  ) {
    super(events, socket, protocol, undefined, null);
    this.begin(connectionMade(protocol, this.publicTransport), waiter);
  }

  protected get isBufferEmpty(): boolean {
    return this.#buffer.length === 0;
  }

  protected clearBuffer(): void {
    this.#buffer = [];
  }

  getWriteBufferSize(): number {
    return this.#buffered;
  }

  get #datagramProtocol(): DatagramProtocol {
    return this.protocol as unknown as DatagramProtocol;
  }

  protected readonly onReadable = named("_SelectorDatagramTransport._read_ready", () => {
    if (this.lost > 0) return;
    let data: Uint8Array | null;
    try {
      data = this.socket.receive();
    } catch (error) {
      return this.#failed(error, "Fatal read error on datagram transport");
    }
    if (data !== null) this.#datagramProtocol.datagramReceived(data, this.socket.sender);
  });

  /** Give the protocol an error of the system. */
  #failed(error: unknown, message: string): void {
    if (error instanceof OSError) this.#datagramProtocol.errorReceived(error);
    else this.fatalError(error, message);
  }

  sendto(data: Uint8Array, to: SocketAddress | null): void {
    if (this.address !== null && to !== null && !isSameAddress(to, this.address)) {
      throw new ValueError(`Invalid address: must be None or ${addressRepr(this.address)}`);
    }
    const address = this.address ?? to;
    if (this.lost > 0 && this.address !== null) {
      if (this.lost >= LOST_WRITES_TO_WARN) this.loop.warn("socket.send() raised exception.");
      this.lost++;
      return;
    }
    if (this.#buffer.length === 0) {
      try {
        if (this.#send({ data, address })) return;
      } catch (error) {
        return this.#failed(error, "Fatal write error on datagram transport");
      }
      this.events.addWriter(this.socket, this.#onWritable);
    }
    this.#buffer.push({ data: data.slice(), address });
    this.#buffered += data.length + HEADER;
    this.maybePauseProtocol();
  }

  /** Send a datagram; return false if it must wait. */
  #send({ data, address }: Waiting): boolean {
    if (this.extra.peername !== null && this.extra.peername !== "") return this.socket.send(data) !== null;
    if (address === null) throw new TypeError("sendto(): the endpoint has no peer: give an address");
    return this.socket.sendTo(data, address);
  }

  readonly #onWritable = named("_SelectorDatagramTransport._sendto_ready", () => {
    for (let first = this.#buffer[0]; first; first = this.#buffer[0]) {
      try {
        if (!this.#send(first)) break;
      } catch (error) {
        this.#take(first);
        return this.#failed(error, "Fatal write error on datagram transport");
      }
      this.#take(first);
    }
    // It may send more.
    this.maybeResumeProtocol();
    if (this.#buffer.length > 0) return;
    this.events.removeWriter(this.socket);
    if (this.closing) this.callConnectionLost(null);
  });

  #take({ data }: Waiting): void {
    this.#buffer.shift();
    this.#buffered -= data.length + HEADER;
  }
}
