/**
 * Examples that were seen to the last stop of their tour, by id. Kept in this browser. What the storage holds may be anything:
 * only a list of texts is taken.
 */
const KEY = "loopscope-seen";

type Store = Pick<Storage, "getItem" | "setItem">;

export class SeenExamples {
  readonly #store: Store | null;
  /** The ids of this visit: all there is where the browser forbids storage. */
  readonly #ids = new Set<string>();

  /** `store` is null if the browser forbids it. */
  constructor(store: Store | null) {
    this.#store = store;
  }

  /** The ids, those of other tabs included. */
  all(): ReadonlySet<string> {
    for (const id of this.#read()) this.#ids.add(id);
    return new Set(this.#ids);
  }

  add(id: string): void {
    if (this.all().has(id)) return;
    this.#ids.add(id);
    try {
      this.#store?.setItem(KEY, JSON.stringify([...this.#ids]));
    } catch {
      // A full or forbidden storage: the tick lasts as long as this page.
    }
  }

  #read(): string[] {
    try {
      const stored: unknown = JSON.parse(this.#store?.getItem(KEY) ?? "[]");
      return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : [];
    } catch {
      return [];
    }
  }
}
