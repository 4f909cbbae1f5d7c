/**
 * Items of each queue, as texts in order of arrival. A list that a snapshot shares is copied before it changes, so that
 * the cost of a snapshot does not depend on the number of items.
 */
export class ItemLists {
  readonly #lists: Map<number, readonly string[]>;
  /** Queues whose lists no snapshot shares. */
  readonly #own = new Set<number>();
  /** Number of items in all queues. */
  #count = 0;

  constructor(lists: ReadonlyMap<number, readonly string[]>) {
    this.#lists = new Map(lists);
    for (const list of lists.values()) this.#count += list.length;
  }

  get count(): number {
    return this.#count;
  }

  snapshot(): ReadonlyMap<number, readonly string[]> {
    for (const id of this.#own) Object.freeze(this.#lists.get(id));
    this.#own.clear();
    return new Map(this.#lists);
  }

  /** Add a queue. */
  open(id: number): void {
    this.#lists.set(id, []);
    this.#own.add(id);
  }

  /** Add an item to a queue, which then has `size` items. */
  put(id: number, item: string, size: number): void {
    this.#edit(id, (list) => {
      // A subclass may drop items: a duplicate, or the oldest.
      if (size > list.length || !list.includes(item)) list.push(item);
      list.splice(0, list.length - size);
    });
  }

  /** Remove an item from a queue: the latest with this text if `latest`, otherwise the earliest. */
  take(id: number, item: string, size: number, latest: boolean): void {
    this.#edit(id, (list) => {
      const at = latest ? list.lastIndexOf(item) : list.indexOf(item);
      if (at === 0) list.shift();
      else if (at > 0) list.splice(at, 1);
      list.splice(0, list.length - size);
    });
  }

  empty(id: number): void {
    this.#edit(id, (list) => (list.length = 0));
  }

  #edit(id: number, edit: (list: string[]) => void): void {
    const list = this.#lists.get(id);
    if (!list) return;
    const own = this.#own.has(id) ? (list as string[]) : [...list];
    this.#own.add(id);
    this.#lists.set(id, own);
    this.#count -= own.length;
    edit(own);
    this.#count += own.length;
  }
}
