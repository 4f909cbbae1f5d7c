/**
 * What a person has typed, kept by the browser: nothing typed is ever lost.
 *
 * A draft is a program that was changed, under what it was opened as (its `origin`). Each tab has its own draft of an
 * origin; what another tab wrote is never overwritten: a tab that finds its draft changed by somebody else goes on with
 * a copy. All tabs' drafts together are the recent programs.
 */
import { isProgram, type Program } from "../share/program.ts";

export interface Draft {
  readonly id: string;
  /** What it was opened as, before any change. */
  readonly origin: string;
  /** What that was in words, where the origin does not tell: "the file queue.py". */
  readonly began: string;
  readonly program: Program;
  /** False for a stranger's program that was never run. */
  readonly trusted: boolean;
  /** Milliseconds since 1970. */
  readonly changed: number;
  /** Counts the times that it was written. */
  readonly version: number;
}

/** More are forgotten, the oldest first. */
const MOST_DRAFTS = 60;
const PREFIX = "loopscope-draft.";
const TAB_KEY = "loopscope-tab";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export interface DraftsOptions {
  /** What all tabs share, and what this tab alone has; null where the browser forbids it. */
  shared: Store | null;
  tab: Store | null;
  /** Told once, in a sentence, that nothing can be kept. */
  onTrouble: (message: string) => void;
  now?: () => number;
  newId?: () => string;
}

export class Drafts {
  readonly #options: Required<DraftsOptions>;
  /** By origin, this tab's draft. */
  readonly #own = new Map<string, Draft>();
  /** What the browser does not keep, by id: it lasts as long as this page. */
  readonly #unkept = new Map<string, Draft>();
  #isTroubled = false;

  constructor(options: DraftsOptions) {
    this.#options = { now: Date.now, newId: () => crypto.randomUUID(), ...options };
    for (const [origin, id] of Object.entries(this.#readTab())) {
      const draft = this.#read(id);
      if (draft) this.#own.set(origin, draft);
    }
  }

  /** What this tab made of what was opened so; null if it changed nothing. */
  of(origin: string): Draft | null {
    return this.#own.get(origin) ?? null;
  }

  /** Keeps a changed program. */
  keep(origin: string, program: Program, trusted: boolean, began = ""): void {
    const mine = this.#own.get(origin);
    if (mine && isSame(mine.program, program) && mine.trusted === trusted) return;
    const stored = mine ? this.#read(mine.id) : null;
    // Another tab, a copy of this one perhaps, goes on with the draft that this one began.
    const isTaken = mine && stored && stored.version !== mine.version;
    const draft: Draft = {
      id: mine && !isTaken ? mine.id : this.#options.newId(),
      origin,
      began: mine?.began ?? began,
      program,
      trusted,
      changed: this.#options.now(),
      version: (mine && !isTaken ? mine.version : 0) + 1,
    };
    this.#own.set(origin, draft);
    this.#write(draft);
  }

  /** Lets go of this tab's draft of an origin: the program is as it was opened again. It stays among the recent ones. */
  leave(origin: string): void {
    if (this.#own.delete(origin)) this.#writeTab();
  }

  /** Goes on with a draft of any tab, as what `origin` names. What this tab had made of that stays among the recent ones. */
  take(draft: Draft, origin = draft.origin): void {
    this.#own.set(origin, draft);
    this.#writeTab();
  }

  /** All drafts of all tabs, the last changed first; of those with the same text, the first alone. */
  recent(): Draft[] {
    const all = this.#all().sort((a, b) => b.changed - a.changed);
    return all.filter((draft, at) => all.findIndex(({ program }) => isSame(program, draft.program)) === at);
  }

  /** Forgets a draft for good, and others of the same text. */
  remove({ program }: Draft): void {
    for (const draft of this.#all()) if (isSame(draft.program, program)) this.#forget(draft);
  }

  #forget({ id }: Draft): void {
    for (const [origin, draft] of this.#own) if (draft.id === id) this.leave(origin);
    this.#unkept.delete(id);
    try {
      this.#options.shared?.removeItem(PREFIX + id);
    } catch {
      // Then it was not kept either.
    }
  }

  #all(): Draft[] {
    const own = [...this.#own.values(), ...this.#unkept.values()];
    const found = new Map(own.map((draft) => [draft.id, draft]));
    for (const draft of this.#kept()) if (!found.has(draft.id)) found.set(draft.id, draft);
    return [...found.values()];
  }

  /** Takes back a removal. */
  restore(draft: Draft): void {
    this.#write(draft);
  }

  #write(draft: Draft): void {
    const { shared } = this.#options;
    const { id, ...record } = draft;
    try {
      if (!shared) throw new Error("forbidden");
      this.#withRoom(() => shared.setItem(PREFIX + id, JSON.stringify(record)), id);
      this.#unkept.delete(id);
      this.#writeTab();
    } catch {
      this.#unkept.set(id, draft);
      if (this.#isTroubled) return;
      this.#isTroubled = true;
      this.#options.onTrouble(
        "Your browser does not let this page keep what you type: it lasts as long as this tab. Share makes a link of it.",
      );
    }
  }

  /** Makes room, by forgetting the oldest drafts of others, until the write succeeds. Throws if it never does. */
  #withRoom(write: () => void, id: string): void {
    const mine = new Set([id, ...[...this.#own.values()].map((draft) => draft.id)]);
    const others = this.#kept()
      .filter((draft) => !mine.has(draft.id))
      .sort((a, b) => a.changed - b.changed);
    while (others.length > 0 && others.length + mine.size > MOST_DRAFTS)
      this.#forget(others.shift() as Draft);
    for (;;) {
      try {
        write();
        return;
      } catch (error) {
        const oldest = others.shift();
        if (!oldest) throw error;
        this.#forget(oldest);
      }
    }
  }

  /** What the browser keeps. */
  #kept(): Draft[] {
    const { shared } = this.#options;
    try {
      const keys = Array.from({ length: shared?.length ?? 0 }, (_, i) => shared?.key(i) ?? "");
      return keys
        .filter((key) => key.startsWith(PREFIX))
        .flatMap((key) => this.#read(key.slice(PREFIX.length)) ?? []);
    } catch {
      return [];
    }
  }

  #read(id: string): Draft | null {
    try {
      const record = JSON.parse(
        this.#options.shared?.getItem(PREFIX + id) ?? "null",
      ) as Partial<Draft> | null;
      if (!record || !isProgram(record.program) || typeof record.origin !== "string") return null;
      const { origin, began = "", program, trusted = false, changed = 0, version = 0 } = record;
      return { id, origin, began, program, trusted, changed, version };
    } catch {
      return null;
    }
  }

  #readTab(): Record<string, string> {
    try {
      return JSON.parse(this.#options.tab?.getItem(TAB_KEY) ?? "{}") as Record<string, string>;
    } catch {
      return {};
    }
  }

  #writeTab(): void {
    const ids = Object.fromEntries([...this.#own].map(([origin, { id }]) => [origin, id]));
    try {
      this.#options.tab?.setItem(TAB_KEY, JSON.stringify(ids));
    } catch {
      // Then a reload does not find the draft again, but the recent programs have it.
    }
  }
}

function isSame(a: Program, b: Program): boolean {
  return a.source === b.source && a.seed === b.seed && a.language === b.language;
}

/** What to call a program in a list: its first words. */
export function titleOf({ title, source }: Program): string {
  const words = source
    .split("\n")
    .map((line) => line.replace(/^\s*(#|\/\/|\/\*+|\*|"""|''')?\s*/, "").replace(/("""|'''|\*\/)\s*$/, ""))
    .find((line) => line.trim() !== "" && !/^(import|from)\b/.test(line));
  const text = title || words?.trim() || "Empty program";
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
