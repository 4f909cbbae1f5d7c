/**
 * Persistent table from small ids to entries: frozen copies share unchanged chunks, so a copy costs a 64th of the
 * entries in time and memory. Invariant: entries are replaced, never changed.
 */
const SHIFT = 6;
const CHUNK = 1 << SHIFT;

/** Read interface of a table. */
export type ReadonlyTable<T> = Pick<ReadonlyMap<number, T>, "get" | "has" | "size" | "values"> & {
  /** Entries by id, in chunks of equal length. */
  readonly chunks: readonly (Chunk<T> | undefined)[];
};

type Chunk<T> = readonly (T | undefined)[];

/**
 * Return a function that applies `derive` to each chunk of a table, in the order of ids. The result of a chunk is cached
 * for all tables that share it, so one change in a table of 50,000 entries costs one chunk of 64.
 */
export function byChunk<T, R>(derive: (entries: readonly T[]) => R): (table: ReadonlyTable<T>) => R[] {
  const made = new WeakMap<Chunk<T>, R>();
  return ({ chunks }) => {
    const results: R[] = [];
    for (const chunk of chunks) {
      if (!chunk) continue;
      let result = made.get(chunk);
      if (result === undefined) {
        result = derive(chunk.filter((entry) => entry !== undefined));
        made.set(chunk, result);
      }
      results.push(result);
    }
    return results;
  };
}

export class FrozenTable<T> implements ReadonlyTable<T> {
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

  /** Return the entries in the order of ids. */
  *values(): MapIterator<T> {
    for (const chunk of this.chunks) {
      if (!chunk) continue;
      for (const entry of chunk) if (entry !== undefined) yield entry;
    }
  }
}

export class SharedTable<T> {
  readonly #chunks: (Chunk<T> | undefined)[];
  /** Chunks that no copy shares. */
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

  /** Return a frozen copy. */
  freeze(): FrozenTable<T> {
    this.#own.clear();
    return new FrozenTable([...this.#chunks], this.#size);
  }
}
