/**
 * What all endpoints have: an id, a mask of readiness, and the selectors that watch it. Invariant: whenever a bit of
 * `poll()` may have appeared, `changed()` was called; so a selector looks only at endpoints that changed.
 */
import type { WordOf } from "../../events/field-types.ts";
import type { Hooks } from "../instrument/instrument.ts";
import type { Actor, Kernel } from "./kernel.ts";

/** A selector's interest in an endpoint. */
export interface Watch {
  /** Note that the endpoint may have become ready. */
  becomeCandidate(): void;
  /** End to watch: the endpoint is closed. */
  end(): void;
}

export abstract class Endpoint {
  readonly id: number;
  isClosed = false;
  #watches: Watch[] | null = null;
  #isHeld = false;
  /** Holders besides the first: descriptors and processes that share it. */
  #sharers = 0;

  constructor(
    protected readonly kernel: Kernel,
    readonly type: WordOf<"endpointType">,
    /** True for an endpoint that no event reports: its id is 0. */
    readonly isSilent = false,
  ) {
    this.id = isSilent ? 0 : kernel.nextEndpoint();
  }

  /** Return what can be done without waiting, as bits of `poll-mask.ts`. */
  abstract poll(): number;

  /** Close the endpoint; return 0, or -EBADF if it is closed. */
  abstract close(actor: Actor): number;

  /** Count the endpoint among those that the program holds. */
  hold(): void {
    this.#isHeld = true;
    this.kernel.held++;
  }

  /** Add a holder, who calls `release`. */
  share(): void {
    this.#sharers++;
  }

  /** Drop a holder; the last one closes the endpoint. */
  release(actor: Actor): void {
    if (this.#sharers > 0) this.#sharers--;
    else this.close(actor);
  }

  /** Report that the endpoint exists. */
  reportOpened({ task, line }: Actor, host = 0): void {
    const { clock, hooks } = this.kernel;
    hooks.endpointOpened(clock.time(), this.id, this.type, host, task, line);
  }

  /** Report that the selector of an event loop has found the endpoint ready. */
  reportReady(hooks: Hooks, time: number, ready: WordOf<"readiness">): void {
    if (!this.isSilent) hooks.endpointReady(time, this.id, ready);
  }

  addWatch(watch: Watch): void {
    (this.#watches ??= []).push(watch);
  }

  removeWatch(watch: Watch): void {
    const index = this.#watches?.indexOf(watch) ?? -1;
    if (index >= 0) this.#watches?.splice(index, 1);
  }

  /** Make the endpoint a candidate of the selectors that watch it. */
  changed(): void {
    if (this.#watches) for (const watch of this.#watches) watch.becomeCandidate();
  }

  /** Mark as closed and report that. */
  protected markClosed(how: WordOf<"closing">, { task, line }: Actor): void {
    const { clock, hooks } = this.kernel;
    hooks.endpointClosed(clock.time(), this.id, how, task, line);
    this.endWatches();
  }

  /** Mark as closed, without a report. */
  protected endWatches(): void {
    this.isClosed = true;
    if (this.#isHeld) this.kernel.held--;
    for (const watch of this.#watches?.splice(0) ?? []) watch.end();
  }
}
