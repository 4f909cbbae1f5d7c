/**
 * Table of strings by small integer ids, so that a column of numbers can hold text.
 * Invariants: id 0 is the empty string; ids are given in order and never reused.
 */

/** Slots of the cache of recent texts. */
const RECENT = 16;

export class StringTable {
  readonly #ids = new Map<string, number>([["", 0]]);
  readonly #strings: string[] = [""];
  /** Cache by the length of a text, modulo `RECENT`: the last text and its id, which are mostly requested again. */
  readonly #recent = new Array<string>(RECENT).fill("");
  readonly #recentIds = new Array<number>(RECENT).fill(0);

  get size(): number {
    return this.#strings.length;
  }

  /** Return the id of `text`; a text that the table does not have gets the next one. */
  idOf(text: string): number {
    const slot = text.length % RECENT;
    if (text === this.#recent[slot]) return this.#recentIds[slot] as number;
    this.#recent[slot] = text;
    return (this.#recentIds[slot] = this.#ids.get(text) ?? this.#add(text));
  }

  /** Add a text without a search and return its id, for texts that hardly ever occur twice. `idOf` does not find it. */
  add(text: string): number {
    return this.#strings.push(text) - 1;
  }

  /** Return the string of an id; the empty string for an unknown id, which is a bug. */
  get(id: number): string {
    return this.#strings[id] ?? "";
  }

  /** Return the strings added since the table had `from` of them. */
  since(from: number): string[] {
    return this.#strings.slice(from);
  }

  #add(text: string): number {
    const id = this.add(text);
    this.#ids.set(text, id);
    return id;
  }
}
