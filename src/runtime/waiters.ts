/**
 * Those who wait for something, first come, first served: the deque of futures that asyncio's primitives keep, where a
 * place can be given up in O(1). Called by the locks and queues.
 */
import type { Coroutine } from "./coroutine.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Future, WaitReason } from "./future.ts";

/** A place in the line, between two others; one that was left is between itself. */
class Place {
  ahead: Place = this;
  behind: Place = this;

  constructor(readonly future: Future<void> | null) {}
}

export class Waiters {
  /** Ahead of it is the last in line, behind it the first. */
  readonly #ends = new Place(null);
  #size = 0;

  /** How many are in line, those among them that were woken or cancelled and did not run yet. */
  get size(): number {
    return this.#size;
  }

  /** The first in line. */
  first(): Future<void> | null {
    return this.#ends.behind.future;
  }

  /** Takes the first out of the line. */
  shift(): Future<void> | null {
    const { behind } = this.#ends;
    this.leave(behind);
    return behind.future;
  }

  /** True as well when nobody is in line. */
  allCancelled(): boolean {
    let { future, behind } = this.#ends.behind;
    while (future?.cancelled()) ({ future, behind } = behind);
    return future === null;
  }

  /** Stands in line until woken, for `reason`; is out of it when this ends, whichever way. */
  *wait(loop: EventLoop, reason: WaitReason): Coroutine<void> {
    const place = this.join(loop, reason);
    try {
      yield* place.future;
    } finally {
      this.leave(place);
    }
  }

  /** A new place at the end, whose future is done once it is woken. */
  join(loop: EventLoop, reason: WaitReason): Place & { readonly future: Future<void> } {
    const future = loop.createFuture<void>();
    future.waitReason = reason;
    const place = new Place(future) as Place & { readonly future: Future<void> };
    place.ahead = this.#ends.ahead;
    place.behind = this.#ends;
    place.ahead.behind = place.behind.ahead = place;
    this.#size++;
    return place;
  }

  /** Gives up a place; nothing is to do if it was left before. */
  leave(place: Place): void {
    if (place.behind === place) return;
    place.ahead.behind = place.behind;
    place.behind.ahead = place.ahead;
    place.ahead = place.behind = place;
    this.#size--;
  }

  /** The futures, from the first in line on. */
  *[Symbol.iterator](): Iterator<Future<void>> {
    for (let { behind } = this.#ends; behind.future; { behind } = behind) yield behind.future;
  }
}
