/**
 * A table from small ids to entries, whose frozen copies share all that did not change since: a copy costs a 64th of the
 * entries, in time and in room. Entries are replaced, never changed.
 */
const SHIFT = 6;
const CHUNK = 1 << SHIFT;

/** What can be read of it; a `Map` has that, too. */
export type ReadonlyTable<T> = Pick<ReadonlyMap<number, T>, "get" | "has" | "size" | "values">;

type Chunk<T> = readonly (T | undefined)[];

export class FrozenTable<T> implements ReadonlyTable<T> {
  /** By id, in runs of equal length. */
  readonly chunks: readonly (Chunk<T> | undefined)[];
  readonly size: number;

  constructor(chunks: readonly (Chunk<T> | undefined)[] = [], size = 0) {
    this.chunks = chunks;
    this.size = size;
    Object.freeze(this);
  }

  get(id: number): T | undefined {
    return this.chunks[id >> SHIFT]?.[id & (CHUNK - 1)];
  }

  has(id: number): boolean {
    return this.get(id) !== undefined;
  }

  /** In the order of ids. */
  *values(): MapIterator<T> {
    for (const chunk of this.chunks) {
      if (!chunk) continue;
      for (const entry of chunk) if (entry !== undefined) yield entry;
    }
  }
}

export class SharedTable<T> {
  readonly #chunks: (Chunk<T> | undefined)[];
  /** The chunks that no copy has. */
  readonly #own = new Set<number>();
  #size: number;

  constructor(from: FrozenTable<T>) {
    this.#chunks = [...from.chunks];
    this.#size = from.size;
  }

  get size(): number {
    return this.#size;
  }

  get(id: number): T | undefined {
    return this.#chunks[id >> SHIFT]?.[id & (CHUNK - 1)];
  }

  set(id: number, entry: T): void {
    const at = id >> SHIFT;
    if (!this.#own.has(at)) {
      this.#own.add(at);
      while (this.#chunks.length < at) this.#chunks.push(undefined);
      this.#chunks[at] = this.#chunks[at]?.slice() ?? new Array<undefined>(CHUNK).fill(undefined);
    }
    const chunk = this.#chunks[at] as (T | undefined)[];
    if (chunk[id & (CHUNK - 1)] === undefined) this.#size++;
    chunk[id & (CHUNK - 1)] = entry;
  }

  /** A copy that stays as it is. */
  freeze(): FrozenTable<T> {
    this.#own.clear();
    return new FrozenTable([...this.#chunks], this.#size);
  }
}
