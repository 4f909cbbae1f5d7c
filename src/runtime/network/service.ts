/**
 * Services: what answers at the ports of simulated hosts, and visitors, which connect to the program. A service is written
 * as callbacks on bytes; its sockets are those of any program, so windows, backpressure and resets are the same.
 *
 * Invariant: callbacks of a service run in arrivals, never within a call of the program.
 */
import type { Address } from "./address.ts";
import type { Endpoint, Watch } from "./endpoint.ts";
import { errno } from "./errno.ts";
import { type Kernel, noActor } from "./kernel.ts";
import { POLL_ERR, POLL_OUT } from "./poll-mask.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { TcpSocket } from "./tcp-socket.ts";

/** A connection, as a service sees it. */
export interface Connection {
  /** Address of the other end. */
  readonly peer: Address;
  /** Send bytes; they wait as long as the other end does not read. The caller must not change them any more. */
  send(bytes: Uint8Array): void;
  /** End the stream, after what waits to be sent; with what the other end ends, the connection is over. */
  end(): void;
  /** Reset the connection. */
  abort(): void;
  /** Call `then` after some seconds, unless the connection is over by then. */
  after(seconds: number, then: () => void): void;
}

/** What a service does on a connection. */
export interface Service {
  /** Bytes have arrived; the service may keep them. */
  received?(bytes: Uint8Array): void;
  /** The other end sends nothing more. By default the service ends its stream, too. */
  ended?(): void;
  /** The connection was reset, or was never opened; with the errno. */
  failed?(error: number): void;
}

/** Make the service of a connection that is open; a visitor's is also made for one that fails. */
export type Serve = (connection: Connection) => Service;

/** Most bytes that a service reads at once. */
const PIECE = 65_536;

/** Serve each connection to a listener. */
export function serveAll(kernel: Kernel, listener: TcpSocket, serve: Serve): void {
  new Watcher(kernel, listener, () => {
    for (let made = listener.accept(noActor); typeof made !== "number"; made = listener.accept(noActor)) {
      new ServedConnection(kernel, made, serve);
    }
  });
}

/** Connect a visitor's socket, and serve the connection. */
export function visit(kernel: Kernel, visitor: TcpSocket, address: Address, serve: Serve): void {
  visitor.connect(address, noActor);
  new ServedConnection(kernel, visitor, serve);
}

/** Calls back in an arrival of its own when an endpoint has changed. */
class Watcher implements Watch {
  #isAwaited = false;

  constructor(
    readonly kernel: Kernel,
    readonly endpoint: Endpoint,
    readonly look: () => void,
  ) {
    endpoint.addWatch(this);
    this.becomeCandidate();
  }

  becomeCandidate(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    this.kernel.arrivals.add(this.kernel.now, () => {
      this.#isAwaited = false;
      if (!this.endpoint.isClosed) this.look();
    });
  }

  end(): void {}
}

class ServedConnection implements Connection {
  readonly peer: Address;
  readonly #waiting = new ByteQueue();
  #service: Service | null = null;
  #isEnding = false;
  #isEndSent = false;
  #hasEnded = false;

  constructor(
    readonly kernel: Kernel,
    readonly socket: TcpSocket,
    readonly serve: Serve,
  ) {
    this.peer = socket.remote ?? { host: "", port: 0 };
    new Watcher(kernel, socket, () => this.#look());
  }

  #look(): void {
    const { socket } = this;
    if ((socket.poll() & POLL_ERR) !== 0) return this.#fail();
    // A visitor's request for a connection is still under way.
    if (typeof socket.peerAddress() === "number" && !this.#service) return;
    const service = (this.#service ??= this.serve(this));
    this.#send();
    const target = new Uint8Array(PIECE);
    while (!this.#hasEnded && !socket.isClosed) {
      const count = socket.receive(target, noActor);
      if (count === -errno.EAGAIN) return;
      if (count < 0) return this.#fail();
      if (count > 0) {
        service.received?.(target.slice(0, count));
        continue;
      }
      this.#hasEnded = true;
      if (service.ended) service.ended();
      else this.end();
      this.#closeIfOver();
    }
  }

  #fail(): void {
    const error = this.socket.takeError() || errno.ECONNRESET;
    this.socket.close(noActor);
    (this.#service ?? this.serve(this)).failed?.(error);
  }

  send(bytes: Uint8Array): void {
    if (this.#isEnding) return;
    this.#waiting.push(bytes);
    this.#send();
  }

  #send(): void {
    const { socket } = this;
    while (this.#waiting.size > 0 && (socket.poll() & POLL_OUT) !== 0) {
      const piece = new Uint8Array(Math.min(PIECE, this.#waiting.size));
      this.#waiting.peek(piece);
      const count = socket.send(piece, noActor);
      if (count < 0) return this.#waiting.clear();
      this.#waiting.discard(count);
    }
    if (!this.#isEnding || this.#isEndSent || this.#waiting.size > 0 || socket.isClosed) return;
    this.#isEndSent = true;
    socket.shutdown(1, noActor);
    this.#closeIfOver();
  }

  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#send();
  }

  #closeIfOver(): void {
    if (this.#hasEnded && this.#isEndSent) this.socket.close(noActor);
  }

  abort(): void {
    if (this.socket.isClosed) return;
    this.socket.resetsOnClose = true;
    this.socket.close(noActor);
  }

  after(seconds: number, then: () => void): void {
    this.kernel.arrivals.add(this.kernel.now + seconds, () => {
      if (!this.socket.isClosed) then();
    });
  }
}
