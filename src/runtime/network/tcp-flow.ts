/**
 * One direction of a TCP connection: bytes wait in the sender's buffer, depart when window and link allow, are in
 * flight, and arrive in order. Invariant: bytes in flight and unread bytes never exceed the receiver's buffer.
 *
 * Mirrors the window of TCP. Left out: acknowledgements of data (bytes leave the send buffer when they depart), and
 * window updates that no sender waits for. An update that one waits for takes its time, and is sent once half of the
 * receiver's buffer is free, which avoids tiny segments (the silly window, RFC 1122).
 */
import type { Arrival } from "./arrivals.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { Kernel } from "./kernel.ts";
import { GIVE_UP, type LinkDirection, type Sender } from "./link.ts";

/** An end of a connection, as its flows see it. */
export interface FlowEnd {
  readonly id: number;
  /** Bytes that still fit in the receive buffer, those in flight not counted. */
  readonly room: number;
  bytesArrived(bytes: Uint8Array): void;
  endArrived(): void;
  /** Note that there is room in the send buffer again. */
  changed(): void;
  /** The peer has not acknowledged for too long: the connection is over. */
  timedOut(): void;
}

export class TcpFlow implements Sender {
  readonly #waiting: ByteQueue;
  #inFlight = 0;
  #lastArrival = 0;
  /** True while the flow stands in the link's line of senders. */
  #isInLine = false;
  /** True if bytes wait for the receiver to read. */
  #isBlocked = false;
  #end: "open" | "wanted" | "departed" = "open";
  /** Packets without payload that wait for a link that is cut. */
  readonly #held: (() => void)[] = [];
  /** Time since which something waits for such a link; null if nothing does. */
  #cutSince: number | null = null;
  #givingUp: Arrival | null = null;

  constructor(
    readonly kernel: Kernel,
    readonly direction: LinkDirection,
    readonly source: FlowEnd,
    readonly target: FlowEnd,
  ) {
    this.#waiting = new ByteQueue(kernel.buffered);
  }

  /** Bytes in the send buffer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Add bytes to the send buffer; the caller must not change them any more. */
  push(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#pump();
  }

  /** Let the stream end after the bytes that wait. */
  end(): void {
    this.#end = "wanted";
    this.#pump();
  }

  /** Drop what waits: the connection is reset. */
  drop(): void {
    this.#waiting.clear();
    this.#end = "departed";
    this.#cutSince = null;
    this.#stopGivingUp();
  }

  /** Send a packet without payload: an acknowledgement, a reset. It arrives after all that departed before. */
  sendControl(happen: () => void): void {
    if (this.direction.health.isCut) {
      this.#held.push(happen);
      this.#waitForLink();
    } else this.kernel.arrivals.add(this.#arrival(0), happen);
  }

  /** Let what waits depart when TCP sends it again after the link is restored; give up if that takes too long. */
  #waitForLink(): void {
    if (this.#cutSince !== null) return;
    const { kernel, direction, source } = this;
    const since = (this.#cutSince = kernel.now);
    this.#givingUp = kernel.arrivals.add(since + GIVE_UP, () => {
      this.#givingUp = null;
      source.timedOut();
    });
    direction.health.whenRestored(() => {
      if (this.#cutSince !== since) return;
      this.#stopGivingUp();
      kernel.arrivals.add(direction.retransmission(since, kernel.now), () => {
        this.#cutSince = null;
        for (const happen of this.#held.splice(0)) this.sendControl(happen);
        this.#pump();
      });
    });
  }

  /** Let bytes depart after the receiver has read some; it calls this after each reading. */
  roomGrew(room: number, size: number, back: TcpFlow): void {
    if (!this.#isBlocked || room - this.#inFlight < size / 2) return;
    this.#isBlocked = false;
    back.sendControl(() => this.#pump());
  }

  departSegment(): number {
    this.#isInLine = false;
    const bytes = this.#depart();
    this.#pump();
    return bytes;
  }

  #stopGivingUp(): void {
    if (this.#givingUp) this.kernel.arrivals.cancel(this.#givingUp);
    this.#givingUp = null;
  }

  #pump(): void {
    if (this.direction.health.isCut) {
      if (this.#waiting.size > 0 || this.#end === "wanted") this.#waitForLink();
      return;
    }
    // What was held comes first.
    if (this.#cutSince !== null) return;
    if (this.direction.isLimited) {
      if (this.#isInLine || !this.#canDepart()) return this.#departEnd();
      this.#isInLine = true;
      this.direction.request(this, this.kernel.now);
      return;
    }
    while (this.#canDepart()) this.#depart();
    this.#departEnd();
  }

  #canDepart(): boolean {
    if (this.#waiting.size === 0 || this.direction.health.isCut) return false;
    this.#isBlocked = this.target.room - this.#inFlight <= 0;
    return !this.#isBlocked;
  }

  #depart(): number {
    if (!this.#canDepart()) return 0;
    const { kernel, source, target } = this;
    const bytes = this.#waiting.take(Math.min(target.room - this.#inFlight, this.direction.segment));
    this.#inFlight += bytes.length;
    const arrival = this.#arrival(bytes.length);
    kernel.hooks.bytesDeparted(kernel.clock.time(), source.id, bytes.length, arrival);
    kernel.arrivals.add(arrival, () => {
      this.#inFlight -= bytes.length;
      target.bytesArrived(bytes);
    });
    source.changed();
    return bytes.length;
  }

  #departEnd(): void {
    if (this.#end !== "wanted" || this.#waiting.size > 0) return;
    this.#end = "departed";
    const { kernel } = this;
    const arrival = this.#arrival(0);
    kernel.hooks.endDeparted(kernel.clock.time(), this.source.id, arrival);
    kernel.arrivals.add(arrival, () => this.target.endArrived());
  }

  /** Return the time at which what departs now arrives: never before what departed earlier. */
  #arrival(bytes: number): number {
    const time = this.kernel.now + this.direction.streamTransferTime(bytes);
    return (this.#lastArrival = Math.max(time, this.#lastArrival));
  }
}
