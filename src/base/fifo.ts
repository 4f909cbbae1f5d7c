/**
 * First-in, first-out queue with O(1) push and shift, for the loop's ready queue and for asyncio's queues.
 * Ring buffer: `size` items from `head` on, around the end. The capacity is a power of two, and doubles when it is full.
 */
export class Fifo<T> {
  #items: (T | undefined)[] = new Array<T | undefined>(16).fill(undefined);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    if (this.#size === this.#items.length) this.#grow();
    this.#items[(this.#head + this.#size++) & (this.#items.length - 1)] = item;
  }

  /** Return the oldest item, or undefined if the queue is empty. */
  get first(): T | undefined {
    return this.#size === 0 ? undefined : this.#items[this.#head];
  }

  /** Remove and return the oldest item, or undefined if the queue is empty. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#items[this.#head];
    // The buffer must not keep a removed item alive.
    this.#items[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.#size--;
    return item;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.#size; i++) yield this.#items[(this.#head + i) & (this.#items.length - 1)] as T;
  }

  #grow(): void {
    const items = this.#items;
    this.#items = items
      .slice(this.#head)
      .concat(items.slice(0, this.#head), new Array(items.length).fill(undefined));
    this.#head = 0;
  }
}
