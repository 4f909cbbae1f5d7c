/**
 * Drafts: changed programs, kept by the browser so that nothing typed is lost.
 *
 * A draft is kept under the program's origin. Each tab has its own draft of an origin and never overwrites the draft of
 * another tab: a tab that finds its draft changed by another continues with a copy. The drafts of all tabs together are
 * the recent programs.
 */
import { parseJson } from "../base/parse-json.ts";
import { hasSameRun, isProgram, type Program } from "../share/program.ts";
import { type Origin, readOrigin, storedOrigin } from "./origin.ts";

export interface Draft {
  readonly id: string;
  readonly origin: Origin;
  /** The origin in words, if the origin does not say enough: "the file queue.py". */
  readonly began: string;
  readonly program: Program;
  /** False for a program that somebody else wrote and that was never run here. */
  readonly trusted: boolean;
  /** Milliseconds since 1970. */
  readonly changed: number;
  /** Counts the writes. */
  readonly version: number;
}

/** The most drafts that the browser keeps; the oldest are forgotten first. */
const MAX_DRAFTS = 60;
const PREFIX = "loopscope-draft.";
const TAB_KEY = "loopscope-tab";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** A draft as the browser holds it, under its id. */
type StoredDraft = Omit<Draft, "id" | "origin"> & { origin: string };

/** The latest time that a `Date` can hold. */
const MAX_TIME = 8.64e15;

/** Fields that may be missing or wrong, since an older page, an extension or a person wrote them; each with its default. */
const fields: {
  [Name in Exclude<keyof StoredDraft, "program">]: [(value: unknown) => boolean, StoredDraft[Name]];
} = {
  origin: [(value) => typeof value === "string", "new"],
  began: [(value) => typeof value === "string", ""],
  trusted: [(value) => typeof value === "boolean", false],
  changed: [(value) => typeof value === "number" && value >= 0 && value <= MAX_TIME, 0],
  version: [(value) => Number.isSafeInteger(value), 0],
};

/** Return the draft in a stored text; null for a text without a program. Any program is kept, whatever its other fields. */
function readDraft(id: string, text: string | null): Draft | null {
  const record = Object(parseJson(text)) as Partial<Record<keyof StoredDraft, unknown>>;
  if (!isProgram(record.program)) return null;
  const valid = Object.entries(fields).map(([name, [isValid, other]]) => {
    const value = record[name as keyof StoredDraft];
    return [name, isValid(value) ? value : other];
  });
  const { origin, ...others } = Object.fromEntries(valid) as Omit<StoredDraft, "program">;
  return { id, origin: readOrigin(origin), program: record.program, ...others };
}

export interface DraftsOptions {
  /** The storage of all tabs, and that of this tab alone; null if the browser forbids it. */
  shared: Store | null;
  tab: Store | null;
  /** Called once, with a sentence for the person, if drafts cannot be kept. */
  onTrouble: (message: string) => void;
  now?: () => number;
  newId?: () => string;
}

export class Drafts {
  readonly #options: Required<DraftsOptions>;
  /** This tab's drafts, by the stored form of their origins. */
  readonly #own = new Map<string, Draft>();
  /** Drafts that the browser does not keep, by id: they last as long as this page. */
  readonly #unkept = new Map<string, Draft>();
  #isTroubled = false;

  constructor(options: DraftsOptions) {
    this.#options = { now: Date.now, newId: () => crypto.randomUUID(), ...options };
    for (const [origin, id] of Object.entries(this.#readTab())) {
      const draft = typeof id === "string" ? this.#read(id) : null;
      if (draft) this.#own.set(origin, draft);
    }
  }

  /** This tab's draft of an origin; null if it has none. */
  of(origin: Origin): Draft | null {
    return this.#own.get(storedOrigin(origin)) ?? null;
  }

  /** Keeps a changed program. */
  keep(origin: Origin, program: Program, trusted: boolean, began = ""): void {
    const mine = this.of(origin);
    if (mine && hasSameRun(mine.program, program) && mine.trusted === trusted) return;
    const stored = mine ? this.#read(mine.id) : null;
    // Another tab, perhaps a copy of this one, has continued the draft that this one began.
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
    this.#own.set(storedOrigin(origin), draft);
    this.#write(draft);
  }

  /** Detaches this tab's draft of an origin, whose program is unchanged again. The draft stays among the recent ones. */
  leave(origin: Origin): void {
    if (this.#own.delete(storedOrigin(origin))) this.#writeTab();
  }

  /** Makes a draft of any tab this tab's draft of `origin`. The former one stays among the recent ones. */
  take(draft: Draft, origin = draft.origin): void {
    this.#own.set(storedOrigin(origin), draft);
    this.#writeTab();
  }

  /** All drafts of all tabs, the last changed first; of those with the same text, the first alone. */
  recent(): Draft[] {
    const all = this.#all().sort((a, b) => b.changed - a.changed);
    return all.filter(
      (draft, at) => all.findIndex(({ program }) => hasSameRun(program, draft.program)) === at,
    );
  }

  /** Forgets a draft for good, and others of the same text. */
  remove({ program }: Draft): void {
    for (const draft of this.#all()) if (hasSameRun(draft.program, program)) this.#forget(draft);
  }

  #forget({ id }: Draft): void {
    const own = [...this.#own].filter(([, draft]) => draft.id === id);
    for (const [origin] of own) this.#own.delete(origin);
    if (own.length > 0) this.#writeTab();
    this.#unkept.delete(id);
    try {
      this.#options.shared?.removeItem(PREFIX + id);
    } catch {
      // A forbidden storage does not hold it either.
    }
  }

  #all(): Draft[] {
    const own = [...this.#own.values(), ...this.#unkept.values()];
    const found = new Map(own.map((draft) => [draft.id, draft]));
    for (const draft of this.#kept()) if (!found.has(draft.id)) found.set(draft.id, draft);
    return [...found.values()];
  }

  /** Undoes a removal. */
  restore(draft: Draft): void {
    this.#write(draft);
  }

  #write(draft: Draft): void {
    const { shared } = this.#options;
    const { id, origin, ...others } = draft;
    const record = { ...others, origin: storedOrigin(origin) };
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
        "Your browser does not save programs for this page. Press Share to keep your program as a link before you close this tab.",
      );
    }
  }

  /** Forgets the oldest drafts of other tabs until the write succeeds. Throws if it never does. */
  #withRoom(write: () => void, id: string): void {
    const mine = new Set([id, ...[...this.#own.values()].map((draft) => draft.id)]);
    const others = this.#kept()
      .filter((draft) => !mine.has(draft.id))
      .sort((a, b) => a.changed - b.changed);
    while (others.length > 0 && others.length + mine.size > MAX_DRAFTS) this.#forget(others.shift() as Draft);
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

  /** The drafts that the browser keeps. */
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
      return readDraft(id, this.#options.shared?.getItem(PREFIX + id) ?? null);
    } catch {
      // The browser forbids it.
      return null;
    }
  }

  /** The ids of this tab's drafts, by stored origins; any other value where the storage holds one. */
  #readTab(): Record<string, unknown> {
    try {
      return Object(parseJson(this.#options.tab?.getItem(TAB_KEY) ?? null)) as Record<string, unknown>;
    } catch {
      return {};
    }
  }

  #writeTab(): void {
    const ids = Object.fromEntries([...this.#own].map(([origin, { id }]) => [origin, id]));
    try {
      this.#options.tab?.setItem(TAB_KEY, JSON.stringify(ids));
    } catch {
      // After a reload the tab does not find its draft, but the recent programs have it.
    }
  }
}

/** The title of a program in a list: its own, or else its first words. */
export function titleOf({ title, source }: Program): string {
  const words = source
    .split("\n")
    .map((line) => line.replace(/^\s*(#|\/\/|\/\*+|\*|"""|''')?\s*/, "").replace(/("""|'''|\*\/)\s*$/, ""))
    .find((line) => line.trim() !== "" && !/^(import|from)\b/.test(line));
  const text = title || words?.trim() || "Empty program";
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
