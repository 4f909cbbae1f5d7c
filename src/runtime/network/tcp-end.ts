/**
 * State of a TCP socket, and what arrives at it. `TcpSocket` has the calls of programs.
 *
 * States: `closed` → `listening`; `closed` → `connecting` → `open`; all back to `closed`. Within `open` the flags say which
 * ends were sent, acknowledged and received; when both are over, or a reset arrives, the state is `closed` again, as
 * with Linux's `tcp_done`. Mirrors `tcp_poll`, `tcp_reset` and `tcp_fin`. Left out: urgent data, keep-alive.
 */
import type { Address, Family } from "./address.ts";
import { ByteQueue } from "./byte-queue.ts";
import { Endpoint } from "./endpoint.ts";
import { errno } from "./errno.ts";
import type { Kernel } from "./kernel.ts";
import type { Link } from "./link.ts";
import { POLL_ERR, POLL_HUP, POLL_IN, POLL_NVAL, POLL_OUT } from "./poll-mask.ts";
import { type FlowEnd, TcpFlow } from "./tcp-flow.ts";

export type TcpState = "closed" | "listening" | "connecting" | "open";

export abstract class TcpEnd extends Endpoint implements FlowEnd {
  state: TcpState = "closed";
  /** Error that the next call reports (`sk_err`); 0 for none. */
  error = 0;
  /** Directions that are shut (`sk_shutdown`). */
  isReceiveShut = false;
  isSendShut = false;
  local: Address | null = null;
  remote: Address | null = null;
  sendBuffer: number;
  receiveBuffer: number;
  protected readonly incoming: ByteQueue;
  protected outgoing: TcpFlow | null = null;
  protected peer: TcpEnd | null = null;
  /** True once the end of the peer's stream has arrived (`SOCK_DONE`). */
  protected hasEnded = false;
  #isEndSent = false;
  #isEndAcknowledged = false;
  /** True for the side that ended the connection first: it keeps its port for a while. */
  #endedFirst = false;

  constructor(
    kernel: Kernel,
    readonly family: Family,
  ) {
    super(kernel, "tcp");
    this.incoming = new ByteQueue(kernel.buffered);
    this.sendBuffer = kernel.settings.sendBuffer;
    this.receiveBuffer = kernel.settings.receiveBuffer;
  }

  /** Give the port back, or keep it for TIME_WAIT. */
  protected abstract releasePort(keepForTimeWait: boolean): void;

  get room(): number {
    return this.receiveBuffer - this.incoming.size;
  }

  get isEndSent(): boolean {
    return this.#isEndSent;
  }

  poll(): number {
    if (this.isClosed) return POLL_NVAL;
    if (this.state === "listening") return this.pollQueue();
    let mask = 0;
    if (this.state === "closed" || (this.isReceiveShut && this.isSendShut)) mask |= POLL_HUP;
    if (this.isReceiveShut) mask |= POLL_IN;
    if (this.state !== "connecting") {
      if (this.incoming.size > 0) mask |= POLL_IN;
      if (this.isSendShut || this.#isWritable()) mask |= POLL_OUT;
    }
    return this.error === 0 ? mask : mask | POLL_ERR;
  }

  protected abstract pollQueue(): number;

  /** True if a third of the send buffer is free (`sk_stream_is_writeable`). */
  #isWritable(): boolean {
    const used = this.outgoing?.waiting ?? 0;
    return this.sendBuffer - used >= used / 2;
  }

  /** Join two ends over a link: the state of both is `open`. What the client sends departs on `there`. */
  static join(client: TcpEnd, server: TcpEnd, link: Link): void {
    const { kernel } = client;
    client.outgoing = new TcpFlow(kernel, link.there, client, server);
    server.outgoing = new TcpFlow(kernel, link.back, server, client);
    client.peer = server;
    server.peer = client;
    client.state = server.state = "open";
  }

  /** Send the last packet of the handshake; bytes sent from now on arrive after it. */
  sendAcknowledgement(happen: () => void): void {
    this.outgoing?.sendControl(happen);
  }

  /** Let the peer send more: the reader has made room. */
  protected updateWindow(): void {
    if (this.state !== "open" || !this.outgoing) return;
    this.peer?.outgoing?.roomGrew(this.room, this.receiveBuffer, this.outgoing);
  }

  bytesArrived(bytes: Uint8Array): void {
    // A reset is on its way: who sent these bytes will hear of that.
    if (this.state !== "open") return;
    if (this.isClosed || (this.isReceiveShut && this.#isEndSent)) {
      this.outgoing?.sendControl(() => this.peer?.resetArrived());
      this.resetArrived();
      return;
    }
    this.kernel.hooks.bytesArrived(this.kernel.clock.time(), this.id, bytes.length);
    this.incoming.push(bytes);
    this.changed();
  }

  endArrived(): void {
    if (this.state !== "open") return;
    this.kernel.hooks.endArrived(this.kernel.clock.time(), this.id);
    this.hasEnded = this.isReceiveShut = true;
    const { peer } = this;
    this.outgoing?.sendControl(() => peer && peer.#endAcknowledged());
    this.#finishIfOver();
    this.changed();
  }

  #endAcknowledged(): void {
    this.#isEndAcknowledged = true;
    this.#finishIfOver();
    this.changed();
  }

  #finishIfOver(): void {
    if (this.state === "open" && this.hasEnded && this.#isEndAcknowledged) this.done(this.#endedFirst);
  }

  /** Let the stream to the peer end, after what waits to be sent. */
  protected sendEnd(): void {
    if (this.#isEndSent) return;
    this.#isEndSent = true;
    this.#endedFirst = !this.hasEnded;
    this.outgoing?.end();
  }

  /** End the connection at once; the peer gets a reset. What waits to be sent is lost. */
  sendReset(): void {
    if (this.state !== "open") return;
    this.outgoing?.sendControl(() => this.peer?.resetArrived());
    this.done(false);
  }

  /** Give up the connection (`tcp_write_err`). */
  timedOut(): void {
    if (this.state !== "open") return;
    const { clock, hooks } = this.kernel;
    this.error = errno.ETIMEDOUT;
    if (!this.isClosed) hooks.connectionReset(clock.time(), this.id);
    this.done(false);
  }

  /** Take a reset (`tcp_reset`); one of a connection that is over says nothing. */
  resetArrived(): void {
    if (this.state !== "open") return;
    const { clock, hooks } = this.kernel;
    this.error = this.hasEnded && !this.#isEndSent ? errno.EPIPE : errno.ECONNRESET;
    if (!this.isClosed) hooks.connectionReset(clock.time(), this.id);
    this.done(false);
  }

  /** End the connection on this side (`tcp_done`). What has arrived can still be read. */
  protected done(keepForTimeWait: boolean): void {
    this.state = "closed";
    this.isReceiveShut = this.isSendShut = true;
    this.outgoing?.drop();
    this.releasePort(keepForTimeWait);
    this.changed();
  }

  /** Forget a connection, so that another can be asked for (`tcp_disconnect`). */
  protected forget(): void {
    this.incoming.clear();
    this.outgoing = this.peer = this.remote = null;
    this.isReceiveShut = this.isSendShut = this.hasEnded = false;
    this.#isEndSent = this.#isEndAcknowledged = this.#endedFirst = false;
  }
}
