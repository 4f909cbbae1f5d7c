/**
 * What lies open on the page, and each way in which something comes there: an address, an example, a file, a draft, an
 * empty program. The address always names what was opened, so that a reload finds it; what was made of that is a draft.
 */
import { exampleById, exampleOf, examples, type Example } from "../examples/index.ts";
import { type Draft, Drafts, type DraftsOptions } from "../session/drafts.ts";
import type { Session } from "../session/session.svelte.ts";
import type { OpenAt } from "../session/start.ts";
import { type Opened, Work } from "../session/work.svelte.ts";
import { addressOf } from "../share/address.ts";
import { encodeProgram, hasProgram, PermalinkError } from "../share/permalink.ts";
import { DEFAULT_SEED, type Language, languageNames, type Program } from "../share/program.ts";
import { FileError, readFile } from "../formats/sniff.ts";
import { builtOf, openedExample, originOfExample, originOfLink, readAddress } from "./opening.ts";

/** What a program began as that was written from scratch. */
const NOTHING = "an empty program";

/** In bytes: what is smaller is open at once. */
const LARGE_FILE = 20_000_000;

interface DeskOptions extends Pick<DraftsOptions, "shared" | "tab"> {
  /** Nothing is loaded or run until the person asks for it. */
  runOnClick: boolean;
  /** Whether a program waits at its beginning, as it does on stage. */
  isStill: () => boolean;
}

export class Desk {
  /** The example that the program came from; null for one of a link, a file or one's own. */
  example = $state.raw<Example | null>(null);
  /** A sentence for the person; empty for none. */
  notice = $state.raw("");
  readonly work: Work;
  readonly drafts: Drafts;
  readonly #session: Session;
  readonly #runOnClick: boolean;
  readonly #isStill: () => boolean;

  constructor(session: Session, { runOnClick, isStill, ...stores }: DeskOptions) {
    this.#session = session;
    this.#isStill = isStill;
    this.#runOnClick = runOnClick;
    this.drafts = new Drafts({ ...stores, onTrouble: (message) => (this.notice = message) });
    this.work = new Work(session, this.drafts);
  }

  openAddress(opening: ReturnType<typeof readAddress>): void {
    const session = this.#session;
    this.notice = opening.problems.join(" ");
    if (opening.program) {
      this.example = opening.example;
      const { at, task } = opening.options;
      const onMissing = () => (this.notice = "This run has no such moment as the link names.");
      const moment = at === null ? null : { at, task, onMissing };
      const { origin, program, trusted } = opening;
      this.#open({ origin, program, trusted, began: program.source === "" ? NOTHING : "" }, { moment });
    } else if (session.source === "")
      this.openAddress({
        ...readAddress({ search: "", hash: "" }),
        options: { ...opening.options, at: null },
        problems: opening.problems,
      });
  }

  openExample(chosen: Example, language: Language): void {
    this.notice = "";
    this.#name(chosen, language, DEFAULT_SEED);
    this.#open(openedExample(chosen, language));
  }

  /** To the same work in the other language: as it was left there, or else the example's twin. */
  switchLanguage(language: Language): void {
    const { work, example } = this;
    this.notice = "";
    if (example) {
      const { seed } = this.#session;
      this.#name(example, language, seed);
      this.#open(openedExample(example, language, seed), { isTwin: true });
      return;
    }
    if (this.#session.source.trim() === "") return this.openNew(language);
    const left = work.leftIn(language);
    if (!left) {
      const [here, there] = [languageNames[this.#session.language], languageNames[language]];
      this.notice = `Your program is in ${here} alone, so here is an example in ${there}. Switch back to ${here} to find yours as it was.`;
    }
    this.#open(left ?? openedExample(examples[0] as Example, language), { isTwin: true });
  }

  /** An empty program. */
  openNew(language: Language): void {
    this.notice = "";
    const program = { language, source: "", seed: DEFAULT_SEED };
    const origin = this.#nameProgram(program) ?? "new";
    this.#start(this.work.open({ origin, program, trusted: true, began: NOTHING }, { anew: true }), {});
  }

  /** A draft of this tab or another, to go on with. */
  openDraft(draft: Draft): void {
    this.notice = "";
    const { program, trusted, origin } = draft;
    const { language } = program;
    const example = examples.find(({ id }) => originOfExample(id, language) === origin);
    if (example) this.#name(example, language, program.seed);
    const opened = example
      ? openedExample(example, language, program.seed)
      : { origin: this.#nameProgram(program) ?? origin, program, trusted };
    this.#start(this.work.goOn(draft, opened), {});
  }

  /**
   * What a person dropped or chose. A trace plays; a program waits to be run, as one of a link does: the person has the
   * file, but somebody else may have written it.
   */
  async openFile(file: File): Promise<void> {
    let content;
    // A full trace takes a second or two.
    if (file.size > LARGE_FILE) this.notice = `Opening ${file.name} …`;
    try {
      content = await readFile(file, this.#session.language);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.notice = error.message;
      return;
    }
    this.notice = "";
    const program: Program =
      content.kind === "trace"
        ? content.run.program
        : { language: content.language, source: content.source, seed: DEFAULT_SEED };
    const { language, source } = program;
    const known = exampleOf(language, source);
    if (known) this.#name(known, language, program.seed);
    const opened: Opened = known
      ? openedExample(known, language, program.seed)
      : {
          origin: this.#nameProgram(program) ?? `file:${file.name}`,
          program,
          trusted: false,
          began: `the file ${file.name}`,
        };
    const begun = this.work.open(opened, { anew: true });
    if (content.kind === "program") {
      this.#start(begun, {});
      // It is the person's from now on, also if they never change it.
      if (!known) this.work.becomes(opened.origin);
      return;
    }
    this.#session.showRun(content.run, { trusted: opened.trusted });
    if (!content.run.hasSource)
      this.notice = `${file.name} holds a run without its program: it is shown, but not its lines.`;
  }

  /** The address is what was shared, so that a reload finds it. */
  linked(address: string): void {
    history.replaceState(null, "", location.pathname + address);
    if (!hasProgram(location.hash)) return;
    if (this.work.isChanged) this.example = null;
    this.work.becomes(originOfLink(location.hash));
  }

  /** Other random numbers for the program: it is run anew, and its address says so. */
  reseed(seed: number): void {
    const session = this.#session;
    session.seed = seed;
    this.work.touch();
    const { language, source } = session;
    if (this.example) this.#name(this.example, language, seed);
    else if (!this.work.isChanged)
      this.linked(addressOf({ program: { language, source, seed }, example: null, moment: null }));
    if (session.trusted) void session.run();
  }

  reset(): void {
    if (this.work.canUndoReset) this.work.undoReset();
    else this.work.reset();
    this.notice = "";
  }

  #open(opened: Opened, options: { isTwin?: boolean; moment?: OpenAt | null } = {}): void {
    const begun = this.work.open(opened);
    this.#start(begun, options);
    if (begun.isDraft && this.work.isChanged && this.notice === "")
      this.notice = "This is the program as you left it. Reset brings back what you began with.";
  }

  #start(
    { program, trusted }: { program: Program; trusted: boolean },
    options: { isTwin?: boolean; moment?: OpenAt | null },
  ): void {
    const still = trusted && this.#isStill();
    this.#session.open(program, { trusted, ...builtOf(program), still, ...options });
    if (!this.#runOnClick) void this.#begin();
  }

  /** What a run needs comes after what is to be seen at once. */
  async #begin(): Promise<void> {
    const session = this.#session;
    if (session.trusted && session.source.trim() !== "") await session.run();
    session.warmUp();
  }

  #name(example: Example, language: Language, seed: number): void {
    this.example = example;
    const program = { ...example.programs[language], seed };
    history.replaceState(null, "", addressOf({ program, example: example.id, moment: null }));
  }

  /** Puts a program that is no example into the address. Returns its origin; null if it is too large for that. */
  #nameProgram(program: Program): string | null {
    this.example = null;
    try {
      const hash = encodeProgram(program);
      history.replaceState(null, "", location.pathname + hash);
      return originOfLink(hash);
    } catch (error) {
      if (!(error instanceof PermalinkError)) throw error;
      history.replaceState(null, "", location.pathname);
      return null;
    }
  }
}

/** What a draft began as, in words. */
export function beginningOf({ origin, began }: Draft): string {
  const [kind, id = ""] = origin.split(":");
  if (began) return began;
  const example = kind === "example" ? exampleById(id) : undefined;
  if (example) return `“${example.title}”`;
  return "a link";
}
