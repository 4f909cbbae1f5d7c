/**
 * Strings by small integer ids, so that a column of numbers can hold text.
 * Id 0 is always the empty string. Ids are given in order and never reused.
 */
export class StringTable {
  readonly #ids = new Map<string, number>([["", 0]]);
  readonly #strings: string[] = [""];
  /** The last one asked for: mostly it is the next one too. */
  #last = "";
  #lastId = 0;

  get size(): number {
    return this.#strings.length;
  }

  /** The id of `text`, given now if the table does not hold it yet. */
  idOf(text: string): number {
    if (text === this.#last) return this.#lastId;
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#strings.length;
      this.#ids.set(text, id);
      this.#strings.push(text);
    }
    this.#last = text;
    this.#lastId = id;
    return id;
  }

  /** The string of an id; unknown ids are a bug and read as the empty string. */
  get(id: number): string {
    return this.#strings[id] ?? "";
  }

  /** The strings given since the table held `from` of them. */
  since(from: number): string[] {
    return this.#strings.slice(from);
  }
}
