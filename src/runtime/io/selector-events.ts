/**
 * Selector of a loop: the callbacks that wait until a socket can be read or written. Mirrors `_add_reader`, `_add_writer`
 * and `_process_events` of `asyncio/selector_events.py`. A loop gets one at the first use of its network; before that it
 * costs nothing.
 *
 * Invariant: a socket is watched for exactly what it has callbacks for. `select` is the call of `selector.select` in
 * `_run_once`: the loop calls it before each iteration.
 */
import { type Context, copyContext } from "../contexts/contextvars.ts";
import type { LoopInternals, LoopSelector } from "../loop/loop-internals.ts";
import { named } from "../loop/loop-handle.ts";
import type { Endpoint } from "../network/endpoint.ts";
import { POLL_IN, POLL_OUT } from "../network/poll-mask.ts";
import { Selector } from "../network/selector.ts";
import { BackgroundCalls } from "./background-calls.ts";
import { networkOf } from "./program-network.ts";
import type { ProgramNetwork } from "./socket.ts";

/** Callback that waits for a socket. Mirrors the `Handle` that CPython keeps with a selector's key. */
export class Watcher {
  isCancelled = false;
  readonly context: Context = copyContext();

  constructor(readonly callback: () => void) {}

  cancel(): void {
    this.isCancelled = true;
  }
}

/** Socket or pipe that can be watched. */
export interface Watchable {
  readonly endpoint: Endpoint;
}

interface Watched extends Watchable {
  reader: Watcher | null;
  writer: Watcher | null;
}

export class SelectorEvents implements LoopSelector {
  readonly program: ProgramNetwork;
  readonly backgroundCalls: BackgroundCalls;
  readonly #selector = new Selector();
  /** Sockets that are watched, by their endpoints. */
  readonly #watched = new Map<Endpoint, Watched>();

  constructor(readonly loop: LoopInternals) {
    this.program = networkOf(loop);
    loop.arrivals = this.program.network;
    this.backgroundCalls = new BackgroundCalls(loop, this.program.network);
  }

  get isReady(): boolean {
    this.program.network.settle();
    return this.backgroundCalls.isWaiting || this.#selector.hasReady;
  }

  get stillWaiting(): string {
    return this.program.network.kernel.waitingProcesses();
  }

  select(stopping: boolean): void {
    this.backgroundCalls.runIdle();
    if (this.#watched.size === 0) return;
    const { loop } = this;
    loop.waitForArrivals(() => this.#selector.hasReady, stopping);
    const ready = this.#selector.ready().map(({ endpoint, mask }) => {
      const { reader, writer } = this.#watched.get(endpoint) as Watched;
      // An error or the end wakes whichever of the two is watched for, as in `selectors.EpollSelector`.
      return {
        endpoint,
        reader: (mask & ~POLL_OUT) !== 0 && reader,
        writer: (mask & ~POLL_IN) !== 0 && writer,
      };
    });
    for (const { endpoint, reader, writer } of ready) {
      if (reader || writer)
        endpoint.reportReady(
          loop.hooks,
          loop.clock.time(),
          reader && writer ? "both" : reader ? "read" : "write",
        );
    }
    for (const { reader, writer } of ready) {
      if (reader) this.#schedule(reader);
      if (writer) this.#schedule(writer);
    }
  }

  /** Schedule a watcher's callback; one that is cancelled meanwhile does nothing when its turn comes. */
  #schedule(watcher: Watcher): void {
    const { callback, context } = watcher;
    const run = named(callback.name, () => {
      if (!watcher.isCancelled) callback();
    });
    this.loop.callSoon(run, { context });
  }

  /** Call `callback` in each iteration in which the socket can be read, instead of the callback before. */
  addReader(socket: Watchable, callback: () => void): Watcher {
    const reader = new Watcher(callback);
    this.#change(socket, { reader });
    return reader;
  }

  /** End to wait until the socket can be read; return false if nothing did. */
  removeReader(socket: Watchable): boolean {
    return this.#change(socket, { reader: null });
  }

  addWriter(socket: Watchable, callback: () => void): Watcher {
    const writer = new Watcher(callback);
    this.#change(socket, { writer });
    return writer;
  }

  removeWriter(socket: Watchable): boolean {
    return this.#change(socket, { writer: null });
  }

  /** Replace one of the two watchers; return true if there was one, which is cancelled. */
  #change({ endpoint }: Watchable, change: { reader: Watcher | null } | { writer: Watcher | null }): boolean {
    if (this.loop.isClosed()) {
      if (Object.values(change)[0] !== null) this.loop.checkClosed();
      return false;
    }
    const before = this.#watched.get(endpoint) ?? { endpoint, reader: null, writer: null };
    const after = { ...before, ...change };
    const replaced = "reader" in change ? before.reader : before.writer;
    if (after.reader || after.writer) {
      this.#watched.set(endpoint, after);
      this.#selector.watch(endpoint, (after.reader ? POLL_IN : 0) | (after.writer ? POLL_OUT : 0));
    } else if (this.#watched.delete(endpoint)) this.#selector.unwatch(endpoint);
    replaced?.cancel();
    return replaced !== null;
  }

  close(): void {
    this.#selector.close();
    this.#watched.clear();
  }
}

/** Return the selector of a loop, made at its first use. */
export function selectorEventsOf(loop: LoopInternals): SelectorEvents {
  return (loop.selector ??= new SelectorEvents(loop)) as SelectorEvents;
}
