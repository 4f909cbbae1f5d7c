/**
 * Handshake of TCP: a request travels to the listener, the answer back, and the acknowledgement puts the connection in
 * the listen queue. Mirrors `tcp_v4_connect` and `tcp_conn_request`: a request that gets lost, or finds the queue full, is
 * made again after 1, 2, 4, 8, 16 and 32 s, and given up after 127 s (`tcp_syn_retries` = 6). Left out: two sockets that
 * connect to each other at once.
 */
import type { Address } from "./address.ts";
import type { Arrival } from "./arrivals.ts";
import { errno } from "./errno.ts";
import { type Kernel, noActor } from "./kernel.ts";
import type { Link } from "./link.ts";
import type { ListenQueue } from "./listen-queue.ts";
import { TcpEnd } from "./tcp-end.ts";
import type { Route } from "./host-network.ts";

const RETRIES = 6;

/** A TCP socket, as client and as listener. */
export interface HandshakeSocket<Self> extends TcpEnd {
  readonly isListening: boolean;
  /** Id of the socket's host; 0 for the program's own. */
  readonly hostId: number;
  readonly queue: ListenQueue<Self>;
  /** Take the connection, whose other end is `server`. */
  opened(server: Self): void;
  /** Take the failure of the connection, an errno. */
  failed(error: number): void;
  /** Return the socket of a connection to this listener. */
  makeConnection(client: Self): Self;
  /** Reset and close a connection that is not accepted. */
  abort(): void;
}

/**
 * A request for the connection to `client.remote`. The client learns of its end by `opened` or `failed`, unless it cancels
 * the request.
 */
export class Handshake<Socket extends HandshakeSocket<Socket>> {
  readonly #address: Address;
  /** Next step, which is on its way. */
  #next: Arrival | null = null;
  /** Listener that keeps a place for the connection. */
  #listener: Socket | null = null;

  constructor(
    readonly client: Socket,
    readonly route: Route<Socket>,
    readonly kernel: Kernel,
  ) {
    this.#address = client.remote as Address;
    this.#request(0);
  }

  /** Give up: the client does not want the connection any more. */
  cancel(): void {
    if (this.#next) this.kernel.arrivals.cancel(this.#next);
    if (this.#listener) this.#listener.queue.opening--;
  }

  /** Way to the address; something has arrived there. */
  get #link(): Link {
    return this.route.link as Link;
  }

  #after(seconds: number, happen: () => void): void {
    this.#next = this.kernel.arrivals.add(this.kernel.now + seconds, happen);
  }

  #request(retries: number): void {
    const way = this.route.link?.there;
    if (!way || way.isLost()) return this.#retry(retries);
    this.#after(way.transferTime(0), () => this.#arrive(retries));
  }

  #retry(retries: number): void {
    this.#after(2 ** retries, () => {
      if (retries < RETRIES) this.#request(retries + 1);
      else this.client.failed(errno.ETIMEDOUT);
    });
  }

  /** Take the request at the listener's host. */
  #arrive(retries: number): void {
    const { client, kernel } = this;
    const { ports } = this.route;
    const back = this.#link.back.transferTime(0);
    const listener = ports?.find(this.#address.host, this.#address.port, client.local?.port ?? 0);
    const isCrashed = kernel.hosts.byId(this.route.host)?.health.isCrashed;
    if (!listener?.isListening || isCrashed) {
      const error = ports ? errno.ECONNREFUSED : errno.EHOSTUNREACH;
      return this.#after(back, () => client.failed(error));
    }
    const { queue } = listener;
    if (queue.isFull) {
      const { clock, hooks } = kernel;
      hooks.connectionDropped(clock.time(), listener.id, client.id, queue.size);
      return this.#retry(retries);
    }
    queue.opening++;
    this.#listener = listener;
    this.#after(back, () => this.#answer(listener));
  }

  /** Take the listener's answer: the client's side is open. */
  #answer(listener: Socket): void {
    const { client } = this;
    const server = listener.makeConnection(client);
    server.reportOpened(noActor, server.hostId);
    TcpEnd.join(client, server, this.#link);
    client.sendAcknowledgement(() => this.#queue(listener, server));
    client.opened(server);
  }

  /** Put the connection in the listen queue; a listener that is gone resets it. */
  #queue(listener: Socket, server: Socket): void {
    listener.queue.opening--;
    if (!listener.isListening) return server.abort();
    listener.queue.push(server);
    const { clock, hooks } = this.kernel;
    hooks.connectionQueued(clock.time(), listener.id, server.id, listener.queue.size);
    listener.changed();
  }
}
