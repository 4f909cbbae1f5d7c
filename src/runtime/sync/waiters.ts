/**
 * Those who wait for something, first come, first served: the deque of futures that asyncio's primitives keep, where a
 * place can be given up in O(1). Called by the locks and queues.
 */
import { type Linked, LinkedList } from "../../base/linked-list.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import type { Future } from "../tasks/future.ts";

/** A place in the line; its future is done once who stands there is woken. */
export class Place implements Linked<Place> {
  before: Place | null = null;
  after: Place | null = null;

  constructor(readonly future: Future<void>) {}
}

export class Waiters {
  readonly #places = new LinkedList<Place>();

  /** How many are in line, those among them that were woken or cancelled and did not run yet. */
  get size(): number {
    return this.#places.size;
  }

  /** The first in line. */
  first(): Future<void> | null {
    return this.#places.first?.future ?? null;
  }

  /** The first in line that was not woken or cancelled yet. */
  firstPending(): Future<void> | null {
    let place = this.#places.first;
    while (place !== null && place.future.done()) place = place.after;
    return place?.future ?? null;
  }

  /** Takes the first out of the line. */
  shift(): Future<void> | null {
    const { first } = this.#places;
    if (first === null) return null;
    this.#places.remove(first);
    return first.future;
  }

  /** True as well when nobody is in line. */
  allCancelled(): boolean {
    let place = this.#places.first;
    while (place !== null && place.future.cancelled()) place = place.after;
    return place === null;
  }

  /** Wakes all who wait, who leave the line themselves. */
  wakeAll(): void {
    for (let place = this.#places.first; place !== null; place = place.after) {
      if (!place.future.done()) place.future.setResult();
    }
  }

  /** Stands in line with the future until woken; is out of it when this ends, whichever way. */
  *wait(future: Future<void>): Coroutine<void> {
    const place = this.join(future);
    try {
      yield* future;
    } finally {
      this.leave(place);
    }
  }

  /** A new place at the end. */
  join(future: Future<void>): Place {
    const place = new Place(future);
    this.#places.push(place);
    return place;
  }

  /** Gives up a place; nothing is to do if it was left before. */
  leave(place: Place): void {
    this.#places.remove(place);
  }
}
