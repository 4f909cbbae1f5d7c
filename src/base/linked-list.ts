/**
 * Intrusive linked list: items have their own links, so each can leave in O(1), without an allocation.
 * Invariant: an item is in at most one list.
 */
export interface Linked<T> {
  before: T | null;
  after: T | null;
}

export class LinkedList<T extends Linked<T>> {
  #first: T | null = null;
  #last: T | null = null;
  #size = 0;

  get first(): T | null {
    return this.#first;
  }

  get size(): number {
    return this.#size;
  }

  /** Append an item that is in no list. */
  push(item: T): void {
    item.before = this.#last;
    if (this.#last === null) this.#first = item;
    else this.#last.after = item;
    this.#last = item;
    this.#size++;
  }

  /** Remove an item; does nothing if it was removed before. */
  remove(item: T): void {
    const { before, after } = item;
    if (before === null && this.#first !== item) return;
    if (before === null) this.#first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    item.before = item.after = null;
    this.#size--;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let item = this.#first; item !== null; item = item.after) yield item;
  }
}
