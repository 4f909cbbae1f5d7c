/**
 * Server: listeners, and the connections that came through them. Mirrors `Server` of `asyncio/base_events.py`.
 *
 * It is over when it is closed and its last connection is: both, in either order, wake `waitClosed`.
 */
import { CancelledError, RuntimeError } from "../errors/exceptions.ts";
import type { AsyncContextManager } from "../contexts/context-manager.ts";
import { sleep } from "../tasks/sleep.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { type Future, futureInternals } from "../tasks/future.ts";
import { startServing, stopServing } from "./accept.ts";
import type { SelectorEvents } from "./selector-events.ts";
import type { SelectorTransport, TransportOwner } from "./selector-transport.ts";
import { type Socket, TransportSocket } from "./socket.ts";
import type { StreamProtocol } from "./socket-transport.ts";
import type { TlsStart } from "./tls/ssl-options.ts";

export interface ServerOptions {
  readonly events: SelectorEvents;
  readonly sockets: readonly Socket[];
  readonly protocolFactory: () => StreamProtocol;
  readonly backlog: number;
  /** TLS of its connections; null for none. */
  readonly tls: TlsStart | null;
}

/** Let a new server accept connections. */
export let beginServing: (server: Server) => void;

export class Server implements AsyncContextManager<Server, void> {
  readonly #events: SelectorEvents;
  /** Null once the server is closed. */
  #sockets: readonly Socket[] | null;
  readonly #protocolFactory: () => StreamProtocol;
  readonly #backlog: number;
  readonly #tls: TlsStart | null;
  readonly #clients = new Set<SelectorTransport>();
  /** Null once the server is over. */
  #waiters: Future<void>[] | null = [];
  #isServing = false;
  #servingForever: Future<void> | null = null;
  readonly #owner: TransportOwner = {
    attach: (transport) => void this.#clients.add(transport),
    detach: (transport) => {
      this.#clients.delete(transport);
      this.#wakeIfOver();
    },
  };

  static {
    beginServing = (server) => server.#begin();
  }

  /** @internal */
  constructor({ events, sockets, protocolFactory, backlog, tls }: ServerOptions) {
    this.#events = events;
    this.#sockets = sockets;
    this.#protocolFactory = protocolFactory;
    this.#backlog = backlog;
    this.#tls = tls;
  }

  /** Return true while it accepts connections. */
  isServing(): boolean {
    return this.#isServing;
  }

  /** Listeners; none once the server is closed. */
  get sockets(): readonly TransportSocket[] {
    return (this.#sockets ?? []).map((socket) => new TransportSocket(socket));
  }

  /** Accept no more connections. Those that there are stay open. */
  close(): void {
    const sockets = this.#sockets;
    if (sockets === null) return;
    this.#sockets = null;
    for (const socket of sockets) {
      stopServing(this.#events, socket);
      socket.removeFile();
    }
    this.#isServing = false;
    if (this.#servingForever && !this.#servingForever.done()) {
      this.#servingForever.cancel();
      this.#servingForever = null;
    }
    this.#wakeIfOver();
  }

  /** Close every connection when its buffer is empty. */
  closeClients(): void {
    for (const client of [...this.#clients]) client.close();
  }

  /** Close every connection at once. */
  abortClients(): void {
    for (const client of [...this.#clients]) client.abort();
  }

  #wakeIfOver(): void {
    if (this.#clients.size > 0 || this.#sockets !== null || this.#waiters === null) return;
    const waiters = this.#waiters;
    this.#waiters = null;
    for (const waiter of waiters) if (!waiter.done()) waiter.setResult();
  }

  #begin(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    for (const socket of this.#sockets ?? []) {
      socket.listen(this.#backlog);
      startServing(this.#events, socket, {
        protocolFactory: this.#protocolFactory,
        server: this.#owner,
        backlog: this.#backlog,
        tls: this.#tls,
      });
    }
  }

  /** Begin to accept connections; does nothing if it does. */
  *startServing(): Coroutine<void> {
    this.#begin();
    // One iteration, in which the listeners join the selector.
    yield* sleep(0);
  }

  /** Accept connections until the task is cancelled; then close the server. Throws RuntimeError if it is closed. */
  *serveForever(): Coroutine<void> {
    if (this.#servingForever !== null) {
      throw new RuntimeError(`server ${this.toString()} is already being awaited on serve_forever()`);
    }
    if (this.#sockets === null) throw new RuntimeError(`server ${this.toString()} is closed`);
    this.#begin();
    const future = (this.#servingForever = this.#events.loop.createFuture<void>());
    this.#waitAs(future, "accept", this.#sockets[0]?.endpoint.id ?? 0);
    try {
      yield* future;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      this.close();
      yield* this.#waitClosed("accept");
      throw error;
    } finally {
      this.#servingForever = null;
    }
  }

  #waitAs(future: Future<void>, reason: "accept" | "server close", on: number): void {
    futureInternals.setWaitReason(future as Future<unknown>, { reason, on });
  }

  /** Wait until the server is closed and all its connections are. */
  *waitClosed(): Coroutine<void> {
    yield* this.#waitClosed("server close");
  }

  *#waitClosed(reason: "accept" | "server close"): Coroutine<void> {
    if (this.#waiters === null) return;
    const waiter = this.#events.loop.createFuture<void>();
    this.#waitAs(waiter, reason, 0);
    this.#waiters.push(waiter);
    yield* waiter;
  }

  /** Enter `withAsync` or `await using`: the server is closed at the end of the block. */
  *enter(): Coroutine<Server> {
    return this;
  }

  *exit(): Coroutine<void> {
    this.close();
    yield* this.waitClosed();
  }

  toString(): string {
    return `<Server sockets=(${this.sockets.map((socket) => `${socket.toString()},`).join(" ")})>`;
  }
}
