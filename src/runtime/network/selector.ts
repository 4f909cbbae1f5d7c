/**
 * Level-triggered readiness of many endpoints, as `epoll(7)` has it. Invariant: an endpoint that is watched and ready is
 * a candidate; `ready` looks at candidates alone, so idle endpoints cost nothing. Order is that of epoll: endpoints in
 * the order in which they became ready, and what was reported moves to the tail.
 */
import { LinkedList, type Linked } from "../../base/linked-list.ts";
import type { Endpoint, Watch } from "./endpoint.ts";
import { POLL_ALWAYS } from "./poll-mask.ts";

export interface Ready {
  readonly endpoint: Endpoint;
  /** Bits of `poll-mask.ts` that were watched for, and those that are always reported. */
  readonly mask: number;
}

export class Selector {
  readonly #watches = new Map<Endpoint, SelectorWatch>();
  readonly #candidates = new LinkedList<SelectorWatch>();

  /** Number of endpoints that are watched. */
  get size(): number {
    return this.#watches.size;
  }

  /** Watch an endpoint for the bits of `mask`, instead of those before. */
  watch(endpoint: Endpoint, mask: number): void {
    let watch = this.#watches.get(endpoint);
    if (!watch) {
      watch = new SelectorWatch(this.#candidates, endpoint, () => this.#watches.delete(endpoint));
      this.#watches.set(endpoint, watch);
      endpoint.addWatch(watch);
    }
    watch.mask = mask | POLL_ALWAYS;
    watch.becomeCandidate();
  }

  /** End to watch an endpoint; do nothing if it is not watched. */
  unwatch(endpoint: Endpoint): void {
    const watch = this.#watches.get(endpoint);
    if (!watch) return;
    endpoint.removeWatch(watch);
    watch.end();
  }

  /** True if something watched is ready. */
  get hasReady(): boolean {
    for (let watch = this.#candidates.first; watch; watch = this.#candidates.first) {
      if ((watch.endpoint.poll() & watch.mask) !== 0) return true;
      watch.leave();
    }
    return false;
  }

  /** Return the endpoints that are ready, `most` at most. */
  ready(most = Infinity): Ready[] {
    const found: Ready[] = [];
    for (let left = this.#candidates.size; left > 0 && found.length < most; left--) {
      const watch = this.#candidates.first as SelectorWatch;
      watch.leave();
      const mask = watch.endpoint.poll() & watch.mask;
      if (mask === 0) continue;
      found.push({ endpoint: watch.endpoint, mask });
      watch.becomeCandidate();
    }
    return found;
  }

  /** End to watch everything. */
  close(): void {
    for (const endpoint of [...this.#watches.keys()]) this.unwatch(endpoint);
  }
}

class SelectorWatch implements Watch, Linked<SelectorWatch> {
  before: SelectorWatch | null = null;
  after: SelectorWatch | null = null;
  mask = 0;
  #isCandidate = false;

  constructor(
    readonly candidates: LinkedList<SelectorWatch>,
    readonly endpoint: Endpoint,
    readonly forget: () => void,
  ) {}

  becomeCandidate(): void {
    // As in `ep_poll_callback`, a change that is not watched for gives no place in the line.
    if (this.#isCandidate || (this.endpoint.poll() & this.mask) === 0) return;
    this.#isCandidate = true;
    this.candidates.push(this);
  }

  leave(): void {
    if (!this.#isCandidate) return;
    this.#isCandidate = false;
    this.candidates.remove(this);
  }

  end(): void {
    this.leave();
    this.forget();
  }
}
