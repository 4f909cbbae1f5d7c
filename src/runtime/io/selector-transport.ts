/**
 * What transports of streams and of datagrams share: a socket in the loop's selector, a protocol, and the way to the end.
 * Mirrors `_SelectorTransport` of `asyncio/selector_events.py`.
 *
 * States: open → closing (`close`, while the buffer empties) → lost (`connectionLost` is scheduled) → closed.
 */
import { OSError } from "../errors/os-errors.ts";
import { currentLine } from "../instrument/source-location.ts";
import { named } from "../loop/loop-handle.ts";
import type { Future } from "../tasks/future.ts";
import type { SocketAddress } from "./addresses.ts";
import { FlowControl } from "./flow-control.ts";
import type { AnyProtocol, SocketInfo } from "./transports.ts";
import type { SelectorEvents } from "./selector-events.ts";
import { type Socket, TransportSocket } from "./socket.ts";

/** Part of a server that its connections use. */
export interface TransportOwner {
  attach(transport: SelectorTransport): void;
  detach(transport: SelectorTransport): void;
}

export abstract class SelectorTransport extends FlowControl {
  readonly extra: SocketInfo;
  /** Calls of `write` after the connection was lost, and 1 from that on. */
  protected lost = 0;
  protected closing = false;
  #isPaused = false;
  #protocol: AnyProtocol | null;
  #isClosed = false;

  constructor(
    readonly events: SelectorEvents,
    readonly socket: Socket,
    protocol: AnyProtocol,
    peername: SocketAddress | null | undefined,
    readonly server: TransportOwner | null,
  ) {
    super(events.loop);
    const known = (ask: () => SocketAddress): SocketAddress | null => {
      try {
        return ask();
      } catch {
        return null;
      }
    };
    this.extra = {
      socket: new TransportSocket(socket),
      sockname: known(() => socket.getsockname()),
      peername: peername === undefined ? known(() => socket.getpeername()) : peername,
    };
    this.#protocol = protocol;
    server?.attach(this);
  }

  /** Class of CPython. */
  abstract readonly className: string;
  /** Name in a trace of the callback that ends the transport. */
  protected abstract readonly lostName: string;
  protected abstract get isBufferEmpty(): boolean;
  protected abstract clearBuffer(): void;
  protected abstract readonly onReadable: () => void;

  /** Schedule the beginning: the protocol hears of the connection, then reading begins, then the waiter wakes, if there is one. */
  protected begin(connectionMade: () => void, waiter: Future<void> | null): void {
    const { loop } = this;
    loop.callSoon(connectionMade);
    loop.callSoon(named("_SelectorTransport._add_reader", () => this.#addReader()));
    if (waiter === null) return;
    loop.callSoon(
      named("_set_result_unless_cancelled", () => {
        if (!waiter.cancelled()) waiter.setResult();
      }),
    );
  }

  override get endpointId(): number {
    return this.#isClosed ? 0 : this.socket.endpoint.id;
  }

  override get protocol(): AnyProtocol | null {
    return this.#protocol;
  }

  setProtocol(protocol: AnyProtocol): void {
    this.#protocol = protocol;
  }

  isClosing(): boolean {
    return this.closing;
  }

  isReading(): boolean {
    return !this.closing && !this.#isPaused;
  }

  pauseReading(): void {
    if (!this.isReading()) return;
    this.#isPaused = true;
    const { hooks, clock, currentTaskId } = this.loop;
    hooks.readingPaused(clock.time(), this.endpointId, currentTaskId, currentLine);
    this.events.removeReader(this.socket);
  }

  resumeReading(): void {
    if (this.closing || !this.#isPaused) return;
    this.#isPaused = false;
    const { hooks, clock, currentTaskId } = this.loop;
    hooks.readingResumed(clock.time(), this.endpointId, currentTaskId, currentLine);
    this.#addReader();
  }

  #addReader(): void {
    if (this.isReading()) this.events.addReader(this.socket, this.onReadable);
  }

  close(): void {
    if (this.closing) return;
    this.closing = true;
    this.events.removeReader(this.socket);
    if (!this.isBufferEmpty) return;
    this.lost++;
    this.events.removeWriter(this.socket);
    this.#scheduleLost(null);
  }

  /**
   * Throws TypeError once the transport is closed, if its buffer was full when `close` was called: CPython, too, then calls a
   * method of None (`AttributeError`).
   */
  protected checkOpen(): void {
    if (this.#isClosed) throw new TypeError("the transport is closed");
  }

  abort(): void {
    this.forceClose(null);
  }

  /** End after an error. One that is not the system's is reported, as a fault of the program. */
  protected fatalError(exception: unknown, message: string): void {
    if (!(exception instanceof OSError)) this.loop.callExceptionHandler({ message, exception });
    this.forceClose(exception as Error);
  }

  forceClose(error: Error | null): void {
    if (this.lost > 0) return;
    this.checkOpen();
    if (!this.isBufferEmpty) {
      this.clearBuffer();
      this.events.removeWriter(this.socket);
    }
    if (!this.closing) {
      this.closing = true;
      this.events.removeReader(this.socket);
    }
    this.lost++;
    this.#scheduleLost(error);
  }

  #scheduleLost(error: Error | null): void {
    this.loop.callSoon(named(this.lostName, () => this.callConnectionLost(error)));
  }

  protected callConnectionLost(error: Error | null): void {
    try {
      this.#protocol?.connectionLost(error);
    } finally {
      this.socket.close();
      this.#isClosed = true;
      this.#protocol = null;
      this.server?.detach(this);
    }
  }

  override toString(): string {
    const state = this.#isClosed ? ["closed"] : this.closing ? ["closing"] : [];
    return `<${[this.className, ...state, `fd=${this.socket.endpoint.id}`].join(" ")}>`;
  }
}
