/**
 * The opening of a program that waits for a download: of the texts of examples in another language. The one that was asked for
 * last wins; one that is overtaken opens nothing. Made by the workspace and by the embed.
 */
export class LatestOpening {
  /** The opening that waits; null if none does. */
  #pending: symbol | null = null;
  readonly #onTrouble: (message: string) => void;

  /** `onTrouble` gets a sentence for the person where a download fails. */
  constructor(onTrouble: (message: string) => void) {
    this.#onTrouble = onTrouble;
  }

  get isPending(): boolean {
    return this.#pending !== null;
  }

  /** Forgets the opening that waits, since something else is open now. */
  overtake(): void {
    this.#pending = null;
  }

  /** Calls `open` with what `load` resolves to, unless another opening was asked for meanwhile. */
  async after<Loaded>(load: Promise<Loaded>, open: (loaded: Loaded) => void): Promise<void> {
    const pending = (this.#pending = Symbol());
    const found = await load.then(
      (loaded) => ({ loaded }),
      () => null,
    );
    if (this.#pending !== pending) return;
    this.#pending = null;
    if (found) open(found.loaded);
    else this.#onTrouble("The examples could not be loaded. Check the connection, then try again.");
  }
}
