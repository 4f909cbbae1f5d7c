/**
 * Queue of a listener: connections that are open and wait to be accepted. It is full with one more than the backlog, as
 * on Linux (`sk_acceptq_is_full`). Places of handshakes under way are counted, so that an open connection always has one.
 * (Linux counts them apart and may drop the last step of a handshake.)
 */
import { Fifo } from "../../base/fifo.ts";

/** Longest queue (`net.core.somaxconn`); a negative backlog asks for it. */
const MAX_BACKLOG = 4096;

export class ListenQueue<T> {
  /** Null as long as no connection has come: most sockets never listen. */
  #open: Fifo<T> | null = null;
  /** Handshakes under way. */
  opening = 0;
  #backlog = 0;

  /** Connections that wait to be accepted. */
  get size(): number {
    return this.#open?.size ?? 0;
  }

  get isFull(): boolean {
    return this.size + this.opening > this.#backlog;
  }

  get backlog(): number {
    return this.#backlog;
  }

  set backlog(backlog: number) {
    this.#backlog = backlog < 0 ? MAX_BACKLOG : Math.min(backlog, MAX_BACKLOG);
  }

  push(connection: T): void {
    (this.#open ??= new Fifo()).push(connection);
  }

  shift(): T | undefined {
    return this.#open?.shift();
  }
}
