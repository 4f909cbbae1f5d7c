/**
 * The items of each queue, as texts in order of coming. A list that a snapshot has is copied before it changes, so a
 * snapshot costs nothing for the items, however many there are.
 */
export class ItemLists {
  readonly #lists: Map<number, readonly string[]>;
  /** The queues whose lists no snapshot has. */
  readonly #own = new Set<number>();
  /** How many items there are in all. */
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

  /** A new queue. */
  open(id: number): void {
    this.#lists.set(id, []);
    this.#own.add(id);
  }

  /** An item came into a queue, which has `size` of them now. */
  put(id: number, item: string, size: number): void {
    this.#edit(id, (list) => {
      // A subclass may keep less than it is given: not what it has already, or not the oldest.
      if (size > list.length || !list.includes(item)) list.push(item);
      list.splice(0, list.length - size);
    });
  }

  /** An item left a queue, the `latest` of those with this text or the earliest. */
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
