/**
 * Line of waiters, first come, first served: the deque of futures of CPython's primitives, from which a waiter can leave
 * in O(1). Called by the locks and queues.
 */
import { type Linked, LinkedList } from "../../base/linked-list.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import type { Future } from "../tasks/future.ts";

/** Place in the line; a wake-up finishes its future. */
export class Place implements Linked<Place> {
  before: Place | null = null;
  after: Place | null = null;

  constructor(readonly future: Future<void>) {}
}

export class Waiters {
  readonly #places = new LinkedList<Place>();

  /** Number of waiters in line, including those that were woken or cancelled and have not run yet. */
  get size(): number {
    return this.#places.size;
  }

  /** Return the first waiter in line. */
  first(): Future<void> | null {
    return this.#places.first?.future ?? null;
  }

  /** Return the first waiter that was not woken or cancelled. */
  firstPending(): Future<void> | null {
    let place = this.#places.first;
    while (place !== null && place.future.done()) place = place.after;
    return place?.future ?? null;
  }

  /** Remove the first waiter and return it. */
  shift(): Future<void> | null {
    const { first } = this.#places;
    if (first === null) return null;
    this.#places.remove(first);
    return first.future;
  }

  /** Return true if every waiter is cancelled, or the line is empty. */
  allCancelled(): boolean {
    let place = this.#places.first;
    while (place !== null && place.future.cancelled()) place = place.after;
    return place === null;
  }

  /** Wake all waiters; each leaves the line as its task runs. */
  wakeAll(): void {
    for (let place = this.#places.first; place !== null; place = place.after) {
      if (!place.future.done()) place.future.setResult();
    }
  }

  /** Wait in line until woken; leave the line at the end, also after an error. */
  *wait(future: Future<void>): Coroutine<void> {
    const place = this.join(future);
    try {
      yield* future;
    } finally {
      this.leave(place);
    }
  }

  /** Return a new place at the end of the line. */
  join(future: Future<void>): Place {
    const place = new Place(future);
    this.#places.push(place);
    return place;
  }

  /** Leave the line; does nothing for a place that was left before. */
  leave(place: Place): void {
    this.#places.remove(place);
  }
}
