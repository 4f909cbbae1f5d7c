/**
 * Binary min-heap over any order, for the timers of the event loop and the items of a priority queue. Mirrors the
 * comparisons of CPython's `heapq`, so items of equal rank leave in the same order.
 * Invariant: no item precedes its parent, `items[(i - 1) >> 1]`.
 */
export class Heap<T> {
  #items: T[] = [];
  readonly #precedes: (a: T, b: T) => boolean;

  constructor(precedes: (a: T, b: T) => boolean) {
    this.#precedes = precedes;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Return the first item in order, or undefined if the heap is empty. */
  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#items.push(item);
    this.#siftUp(this.#items.length - 1);
  }

  /** Remove and return the first item in order, or undefined if the heap is empty. */
  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last as T;
      this.#siftDown(0);
    }
    return first;
  }

  /** Keep the items for which `keep` returns true, in O(n). */
  filter(keep: (item: T) => boolean): void {
    this.#items = this.#items.filter(keep);
    for (let i = (this.#items.length >> 1) - 1; i >= 0; i--) this.#siftDown(i);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items[Symbol.iterator]();
  }

  /** Move an item up to its place, which is not above `top`. Mirrors `_siftdown` of `heapq`. */
  #siftUp(index: number, top = 0): void {
    const items = this.#items;
    const item = items[index] as T;
    while (index > top) {
      const parent = (index - 1) >> 1;
      if (!this.#precedes(item, items[parent] as T)) break;
      items[index] = items[parent] as T;
      index = parent;
    }
    items[index] = item;
  }

  /** Move an item down to a leaf, along the smaller children, then up to its place. Mirrors `_siftup` of `heapq`. */
  #siftDown(top: number): void {
    const items = this.#items;
    const item = items[top] as T;
    let index = top;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      const right = child + 1;
      if (right < items.length && !this.#precedes(items[child] as T, items[right] as T)) child = right;
      items[index] = items[child] as T;
      index = child;
    }
    items[index] = item;
    this.#siftUp(index, top);
  }
}
