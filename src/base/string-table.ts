/**
 * Strings by small integer ids, so that a column of numbers can hold text.
 * Id 0 is always the empty string. Ids are given in order and never reused.
 */

/** So many lengths of text are told apart where the recent ones are kept. */
const RECENT = 16;

export class StringTable {
  readonly #ids = new Map<string, number>([["", 0]]);
  readonly #strings: string[] = [""];
  /** By length, the last one asked for and its id: mostly it is asked for again. */
  readonly #recent = new Array<string>(RECENT).fill("");
  readonly #recentIds = new Array<number>(RECENT).fill(0);

  get size(): number {
    return this.#strings.length;
  }

  /** The id of `text`, given now if the table does not hold it yet. */
  idOf(text: string): number {
    const slot = text.length % RECENT;
    if (text === this.#recent[slot]) return this.#recentIds[slot] as number;
    this.#recent[slot] = text;
    return (this.#recentIds[slot] = this.#ids.get(text) ?? this.#add(text));
  }

  /** An id for a text that is hardly ever told twice: not looked for among the others, and looked up by none. */
  add(text: string): number {
    return this.#strings.push(text) - 1;
  }

  /** The string of an id; unknown ids are a bug and read as the empty string. */
  get(id: number): string {
    return this.#strings[id] ?? "";
  }

  /** The strings given since the table held `from` of them. */
  since(from: number): string[] {
    return this.#strings.slice(from);
  }

  #add(text: string): number {
    const id = this.add(text);
    this.#ids.set(text, id);
    return id;
  }
}
