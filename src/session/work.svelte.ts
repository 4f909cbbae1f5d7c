/**
 * What the person works on: a program as it was opened, and what they make of it, which is kept as a draft.
 *
 * A change is kept while it is typed and when the page goes; the same thing opened again in this tab is as they left it.
 */
import type { Language, Program } from "../share/program.ts";
import type { Draft, Drafts } from "./drafts.ts";
import type { Session } from "./session.svelte.ts";

/** A program as it was opened. `origin` names that for good: an example, a link. */
export interface Opened {
  origin: string;
  program: Program;
  /** False for a stranger's. */
  trusted: boolean;
  /** What it is in words, where the origin does not tell: "the file queue.py". */
  began?: string;
}

/** Milliseconds after the last key at which a change is kept. */
const KEEP_AFTER = 300;

export class Work {
  readonly #session: Session;
  readonly #drafts: Drafts;
  #opened = $state.raw<Opened | null>(null);
  #takenBack = $state.raw<Program | null>(null);
  /** What was left behind in each language. */
  readonly #left: Partial<Record<Language, Opened>> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly isChanged: boolean = $derived.by(() => {
    const { source } = this.#session;
    return this.#opened !== null && source !== this.#opened.program.source;
  });

  /** True after a reset, until something else is typed or opened. */
  readonly canUndoReset: boolean = $derived(this.#takenBack !== null && !this.isChanged);

  constructor(session: Session, drafts: Drafts) {
    this.#session = session;
    this.#drafts = drafts;
  }

  /** What it was opened as; null before the first. */
  get origin(): string | null {
    return this.#opened?.origin ?? null;
  }

  /** What it was opened as, in words; empty where the origin tells. */
  get began(): string {
    return this.#opened?.began ?? "";
  }

  /** The draft that is worked on; null while nothing is changed. */
  get draft(): Draft | null {
    return this.#opened && this.#drafts.of(this.#opened.origin);
  }

  /**
   * Turns to what is opened. Returns the program as the person left it in this tab, or else as it is; `anew` as it is in
   * any case, and what was made of it stays among the recent programs.
   */
  open(opened: Opened, { anew = false } = {}): { program: Program; trusted: boolean; isDraft: boolean } {
    this.#leave();
    if (anew) this.#drafts.leave(opened.origin);
    return this.#turnTo(opened);
  }

  /** Turns to a draft of any tab. `opened` is what a reset of it brings back, under the origin that it goes on with. */
  goOn(draft: Draft, opened: Opened): { program: Program; trusted: boolean } {
    this.#leave();
    this.#drafts.take(draft, opened.origin);
    return this.#turnTo(opened);
  }

  /** Keeps what is open, which another program is going to replace. */
  #leave(): void {
    this.keep();
    if (this.#opened) this.#left[this.#session.language] = this.#opened;
    this.#takenBack = null;
  }

  #turnTo(opened: Opened): { program: Program; trusted: boolean; isDraft: boolean } {
    const draft = this.#drafts.of(opened.origin);
    this.#opened = draft?.began ? { ...opened, began: draft.began } : opened;
    return draft ? { ...draft, isDraft: true } : { ...opened, isDraft: false };
  }

  /** What was open in a language before the other one was turned to; null if nothing was. */
  leftIn(language: Language): Opened | null {
    return this.#left[language] ?? null;
  }

  /** The text has changed: it is kept soon. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  /** Keeps the text as it is now. */
  keep(): void {
    clearTimeout(this.#timer);
    if (!this.#opened) return;
    const { language, source, seed, trusted } = this.#session;
    const draft = this.#drafts.of(this.#opened.origin);
    // A text that was changed and changed back is no draft; one that was shared is, unchanged as it is. Another seed
    // alone makes none: the address has it.
    if (this.isChanged || draft?.program.source === source)
      this.#drafts.keep(this.#opened.origin, { language, source, seed }, trusted, this.began);
    else this.#drafts.leave(this.#opened.origin);
  }

  /** Back to the program as it was opened; what was made of it stays among the recent programs. */
  reset(): void {
    if (!this.#opened || !this.isChanged) return;
    const { language, source, seed } = this.#session;
    this.keep();
    this.#drafts.leave(this.#opened.origin);
    this.#takenBack = { language, source, seed };
    this.#session.edit(this.#opened.program.source);
  }

  undoReset(): void {
    const taken = this.#takenBack;
    if (!taken || !this.canUndoReset) return;
    this.#takenBack = null;
    this.#session.edit(taken.source);
  }

  /** The program as it stands is what is opened from now on, under another name: it was made a link, or is a file. */
  becomes(origin: string): void {
    this.keep();
    const { language, source, seed, trusted } = this.#session;
    const program = { language, source, seed };
    this.#opened = { origin, program, trusted, began: this.began };
    this.#takenBack = null;
    // One's own link is no stranger's, even after the page was loaded anew.
    this.#drafts.keep(origin, program, trusted, this.began);
  }
}
