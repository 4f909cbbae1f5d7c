/** Members with scores, in the order of their scores, and of their bytes where these are equal. */
export class SortedSet {
  readonly #scores = new Map<string, number>();
  /** Null after a change, until the order is asked for. */
  #sorted: string[] | null = [];

  get size(): number {
    return this.#scores.size;
  }

  score(member: string): number | undefined {
    return this.#scores.get(member);
  }

  set(member: string, score: number): void {
    this.#scores.set(member, score);
    this.#sorted = null;
  }

  delete(member: string): boolean {
    const isThere = this.#scores.delete(member);
    if (isThere) this.#sorted = null;
    return isThere;
  }

  get sorted(): readonly string[] {
    return (this.#sorted ??= [...this.#scores]
      .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
      .map(([member]) => member));
  }
}
