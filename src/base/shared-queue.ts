/**
 * Persistent queue: frozen copies share unchanged chunks, so a copy costs a 64th of the entries in time and memory.
 * The removal of an entry in the middle costs O(n). Used for the ready queue of each state of the loop.
 */
const CHUNK = 64;

/** Read interface of a queue, first entry first; an array has it, too. */
export type ReadonlyQueue<T> = Iterable<T> &
  Pick<readonly T[], "length" | "at" | "slice"> & {
    findIndex(isWanted: (entry: T) => boolean): number;
  };

export class FrozenQueue<T> implements ReadonlyQueue<T> {
  /** Chunks of equal length; entries before `start` were removed. */
  readonly chunks: readonly (readonly T[])[];
  readonly start: number;
  readonly length: number;

  constructor(chunks: readonly (readonly T[])[] = [], start = 0, length = 0) {
    this.chunks = chunks;
    this.start = start;
    this.length = length;
    Object.freeze(this);
  }

  /** Return the entry at `index`, from the end if it is negative. */
  at(index: number): T | undefined {
    const from = index < 0 ? this.length + index : index;
    if (from < 0 || from >= this.length) return undefined;
    const place = this.start + from;
    return this.chunks[Math.floor(place / CHUNK)]?.[place % CHUNK];
  }

  slice(from = 0, to = this.length): T[] {
    const end = Math.min(to, this.length);
    return Array.from({ length: Math.max(0, end - from) }, (_, i) => this.at(from + i) as T);
  }

  findIndex(isWanted: (entry: T) => boolean): number {
    let index = 0;
    for (const entry of this) {
      if (isWanted(entry)) return index;
      index++;
    }
    return -1;
  }

  *[Symbol.iterator](): Iterator<T> {
    let skip = this.start;
    let left = this.length;
    for (const chunk of this.chunks) {
      for (let i = skip; i < chunk.length && left > 0; i++, left--) yield chunk[i] as T;
      skip = 0;
    }
  }
}

export class SharedQueue<T> {
  #chunks: (readonly T[])[];
  #start: number;
  #length: number;
  /** True if no copy shares the last chunk. */
  #ownsLast = false;

  constructor(from: FrozenQueue<T>) {
    this.#chunks = [...from.chunks];
    this.#start = from.start;
    this.#length = from.length;
  }

  get length(): number {
    return this.#length;
  }

  get first(): T | undefined {
    return this.#length > 0 ? this.#chunks[0]?.[this.#start] : undefined;
  }

  push(entry: T): void {
    const last = this.#chunks.at(-1);
    if (!last || last.length === CHUNK) {
      this.#chunks.push([entry]);
    } else if (this.#ownsLast) {
      (last as T[]).push(entry);
    } else {
      this.#chunks[this.#chunks.length - 1] = [...last, entry];
    }
    this.#ownsLast = true;
    this.#length++;
  }

  /** Remove the first entry. */
  shift(): void {
    if (this.#length === 0) return;
    this.#length--;
    if (++this.#start < CHUNK) return;
    this.#start = 0;
    this.#chunks.shift();
  }

  at(index: number): T | undefined {
    return index < 0 ? undefined : this.#view().at(index);
  }

  findIndex(isWanted: (entry: T) => boolean): number {
    return this.#view().findIndex(isWanted);
  }

  /** Remove the entry at `index`. */
  remove(index: number): void {
    const entries = this.#view().slice();
    entries.splice(index, 1);
    this.#chunks = [];
    this.#start = 0;
    this.#length = 0;
    for (const entry of entries) this.push(entry);
  }

  /** Return a frozen copy. */
  freeze(): FrozenQueue<T> {
    this.#ownsLast = false;
    return new FrozenQueue([...this.#chunks], this.#start, this.#length);
  }

  #view(): FrozenQueue<T> {
    return new FrozenQueue(this.#chunks, this.#start, this.#length);
  }
}
