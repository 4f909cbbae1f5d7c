/**
 * Draft state: the program as it was opened, and whether it is changed. A changed program is kept as a draft while it is
 * typed and when the page goes away, so that the same program opened again in this tab is as it was left.
 */
import { conditionsOf, type Language, type Program } from "../share/program.ts";
import type { Draft, Drafts } from "./drafts.ts";
import type { Origin } from "./origin.ts";
import type { Session } from "./session.svelte.ts";

/** A program as it was opened. */
export interface Opened {
  origin: Origin;
  program: Program;
  /** False for a program that somebody else wrote. */
  trusted: boolean;
  /** The origin in words, if the origin does not say enough: "the file queue.py". */
  began?: string;
}

/** A program to open, and whether it is a draft of what was asked for. */
export interface Begun {
  program: Program;
  trusted: boolean;
  isDraft: boolean;
}

/** Milliseconds after the last key at which a change is kept. */
const KEEP_AFTER = 300;

export class DraftState {
  readonly #session: Session;
  readonly #drafts: Drafts;
  #opened = $state.raw<Opened | null>(null);
  /** The program that a reset took away. */
  #takenBack = $state.raw<Program | null>(null);
  /** The program that was left in each language. */
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

  /** The origin in words; empty if the origin says it. */
  get began(): string {
    return this.#opened?.began ?? "";
  }

  /** The draft in the editor; null while nothing is changed. */
  get draft(): Draft | null {
    return this.#opened && this.#drafts.of(this.#opened.origin);
  }

  /**
   * Opens a program. Returns it as the person left it in this tab, or else as it is; with `anew` as it is in any case, and
   * its draft stays among the recent programs.
   */
  open(opened: Opened, { anew = false } = {}): Begun {
    this.#leave();
    if (anew) this.#drafts.leave(opened.origin);
    return this.#turnTo(opened);
  }

  /** Opens a draft of any tab. `opened` is the program that a reset brings back, with the origin that the draft has from now on. */
  openDraft(draft: Draft, opened: Opened): Begun {
    this.#leave();
    this.#drafts.take(draft, opened.origin);
    return this.#turnTo(opened);
  }

  /** The program that was open in a language before the switch to the other one; null if there was none. */
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
    const { program, trusted } = this.#session;
    const draft = this.#drafts.of(this.#opened.origin);
    // A text that was changed and changed back is no draft; one that was shared is, unchanged as it is. Another seed
    // alone makes none: the address has it.
    if (this.isChanged || draft?.program.source === program.source)
      this.#drafts.keep(this.#opened.origin, program, trusted, this.began);
    else this.#drafts.leave(this.#opened.origin);
  }

  /** Brings back the program as it was opened, with its files; the changed one stays among the recent programs. */
  reset(): void {
    if (!this.#opened || !this.isChanged) return;
    const { program } = this.#session;
    this.keep();
    this.#drafts.leave(this.#opened.origin);
    this.#takenBack = program;
    this.#bringBack(this.#opened.program);
  }

  undoReset(): void {
    const taken = this.#takenBack;
    if (!taken || !this.canUndoReset) return;
    this.#takenBack = null;
    this.#bringBack(taken);
  }

  /** The address, and so a reload, has the files of the program as it was opened; a draft has those of a changed one. */
  #bringBack({ source, files = [] }: Program): void {
    const session = this.#session;
    session.conditions = conditionsOf({ ...session.conditions, files });
    session.edit(source);
  }

  /** Gives the program as it stands another origin, since it was made a link or came from a file: it counts as unchanged. */
  becomes(origin: Origin): void {
    this.keep();
    const { program, trusted } = this.#session;
    this.#opened = { origin, program, trusted, began: this.began };
    this.#takenBack = null;
    // A person's own link stays trusted, also after the page was loaded anew.
    this.#drafts.keep(origin, program, trusted, this.began);
  }

  /** Gives the unchanged program the link of its changed conditions. Its draft moves along, so that there is one. */
  moves(origin: Origin): void {
    const former = this.#opened?.origin;
    const draft = former && this.#drafts.of(former);
    if (draft) {
      this.#drafts.leave(former);
      this.#drafts.take(draft, origin);
    }
    this.becomes(origin);
  }

  /** Keeps the open program, which another one is going to replace. */
  #leave(): void {
    this.keep();
    if (this.#opened) this.#left[this.#session.language] = this.#opened;
    this.#takenBack = null;
  }

  #turnTo(opened: Opened): Begun {
    const draft = this.#drafts.of(opened.origin);
    this.#opened = draft?.began ? { ...opened, began: draft.began } : opened;
    return draft ? { ...draft, isDraft: true } : { ...opened, isDraft: false };
  }
}
