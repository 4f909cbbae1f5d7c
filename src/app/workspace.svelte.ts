/**
 * Workspace: the program that is open on the page, and each way to open one: an address, an example, a file, a draft, an
 * empty program. The address always names what was opened, so that a reload finds it; changes of it are a draft.
 */
import {
  exampleById,
  exampleOf,
  examples,
  type Example,
  languageIn,
  programIn,
  withOwnFiles,
} from "../examples/index.ts";
import { loadTexts } from "../examples/texts.ts";
import { tourOf } from "../examples/tours.ts";
import { type Begun, DraftState, type Opened } from "../session/draft-state.svelte.ts";
import { type Draft, Drafts, type DraftsOptions } from "../session/drafts.ts";
import { type Origin, originOfLink } from "../session/origin.ts";
import type { OpenOptions, Session } from "../session/session.svelte.ts";
import { addressOf } from "../share/address.ts";
import { encodeProgram, hasProgram, PermalinkError } from "../share/permalink.ts";
import {
  type Conditions,
  conditionsOf,
  DEFAULT_SEED,
  type Language,
  languageNames,
  type Program,
} from "../share/program.ts";
import { LatestOpening } from "./latest-opening.ts";
import { builtOf, openedExample, type Opening, readAddress } from "./opening.ts";

/** The beginning, in words, of a program that was written from scratch. */
const NOTHING = "an empty program";

/** In bytes: a smaller file is open at once. */
const LARGE_FILE = 20_000_000;

/** Reading of files that a person drops or chooses. */
type FileReading = Pick<typeof import("../formats/sniff.ts"), "FileError" | "readFile"> &
  Pick<typeof import("./program-files.ts"), "addAll">;

interface WorkspaceOptions extends Pick<DraftsOptions, "shared" | "tab"> {
  /** True to load and run nothing until the person asks for it. */
  runOnClick: boolean;
  /** True if nothing is saved here: then the first example waits at its first stop. */
  isFirstVisit: boolean;
  /** Returns true if a program is to wait at its beginning, as in a presentation. */
  isStill: () => boolean;
  /** Loads what reads files, when the first one comes. */
  loadFileReading: () => Promise<FileReading>;
}

type StartOptions = Pick<OpenOptions, "isCounterpart" | "position" | "poster">;

export class Workspace {
  /** The example that the program came from; null for a program of a link, a file or one's own. */
  example = $state.raw<Example | null>(null);
  /** A sentence for the person; empty for none. */
  notice = $state.raw("");
  readonly draftState: DraftState;
  readonly drafts: Drafts;
  readonly opening = new LatestOpening((message) => (this.notice = message));
  readonly #session: Session;
  readonly #runOnClick: boolean;
  readonly #isStill: () => boolean;
  readonly #loadFileReading: () => Promise<FileReading>;

  #isFirstVisit: boolean;

  constructor(
    session: Session,
    { runOnClick, isFirstVisit, isStill, loadFileReading, ...stores }: WorkspaceOptions,
  ) {
    this.#isFirstVisit = isFirstVisit;
    this.#session = session;
    this.#isStill = isStill;
    this.#loadFileReading = loadFileReading;
    this.#runOnClick = runOnClick;
    this.drafts = new Drafts({ ...stores, onTrouble: (message) => (this.notice = message) });
    this.draftState = new DraftState(session, this.drafts);
  }

  openAddress({ options, opened, example, problems }: Opening): void {
    this.notice = problems.join(" ");
    if (opened) {
      this.example = example;
      const { at, task } = options;
      const onMissing = () => (this.notice = "The moment in this link did not happen in this run.");
      const position = at === null ? null : { at, task, onMissing };
      const began = opened.program.source === "" ? NOTHING : "";
      const poster = (this.#isFirstVisit && tourOf(example)[0]) || null;
      this.#isFirstVisit = false;
      this.#open({ ...opened, began }, { position, poster });
    } else if (this.#session.source === "") {
      const first = readAddress({ search: "", hash: "" });
      void this.opening.after(first, (opening) =>
        this.openAddress({ ...opening, options: { ...options, at: null }, problems }),
      );
    }
  }

  openExample(chosen: Example, language: Language): Promise<void> {
    this.notice = "";
    return this.opening.after(loadTexts(languageIn(chosen, language)), () => {
      const opened = openedExample(chosen, language);
      this.#name(chosen, opened.program);
      this.#open(opened);
    });
  }

  /** Switches to the other language: to the program that was left there, or else to the example's counterpart. */
  async switchLanguage(language: Language): Promise<void> {
    const { example } = this;
    this.notice = "";
    if (example && !example.languages.includes(language)) {
      this.notice = `This example is in ${languageNames[this.#session.language]} only.`;
      return;
    }
    await this.opening.after(loadTexts(language), () => this.#turnTo(language, example));
  }

  #turnTo(language: Language, example: Example | null): void {
    const { draftState } = this;
    if (example) {
      const opened = openedExample(example, language, {
        ...programIn(example, language),
        seed: this.#session.conditions.seed,
      });
      this.#name(example, opened.program);
      this.#open(opened, { isCounterpart: true });
      return;
    }
    if (this.#session.source.trim() === "") return this.openNew(language);
    const left = draftState.leftIn(language);
    if (!left) {
      const [here, there] = [languageNames[this.#session.language], languageNames[language]];
      this.notice = `Your program is in ${here} only. Here is an example in ${there}. Switch back to ${here} to continue your program.`;
    }
    this.#open(left ?? openedExample(examples[0] as Example, language), { isCounterpart: true });
  }

  /** Opens an empty program. */
  openNew(language: Language): void {
    this.notice = "";
    const program = { language, source: "", seed: DEFAULT_SEED };
    const origin = this.#nameProgram(program) ?? { kind: "new" };
    this.#start(this.draftState.open({ origin, program, trusted: true, began: NOTHING }, { anew: true }));
  }

  /** Opens a draft of this tab or another, to be continued. */
  openDraft(draft: Draft): Promise<void> {
    this.notice = "";
    const { origin, program } = draft;
    const texts = origin.kind === "example" ? loadTexts(program.language) : Promise.resolve();
    return this.opening.after(texts, () => this.#openDraft(draft));
  }

  #openDraft(draft: Draft): void {
    const { program, trusted, origin } = draft;
    const { language } = program;
    const example =
      origin.kind === "example" && origin.language === language ? exampleById(origin.id) : undefined;
    if (example) this.#name(example, program);
    const opened = example
      ? openedExample(example, language, program)
      : { origin: this.#nameProgram(program) ?? origin, program, trusted };
    this.#start(this.draftState.openDraft(draft, opened));
  }

  /** True for a program that may have files: data that a person drops is one of them. */
  get takesFiles(): boolean {
    return this.#session.language === "python" && this.#session.source.trim() !== "";
  }

  /**
   * Opens a file that a person dropped or chose. A trace plays. A program waits for Run, as one of a link does, since
   * someone else may have written it. Data becomes a file of a program that may have some, with `others` that came with it; a
   * program opens without them.
   */
  async openFile(file: File, others: readonly File[] = []): Promise<void> {
    let content;
    // A full trace takes a second or two.
    if (file.size > LARGE_FILE) this.notice = `Opening ${file.name} …`;
    const { FileError, readFile } = await this.#loadFileReading();
    try {
      content = await readFile(file);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (error.mayBeData && this.takesFiles) return this.addFiles([file, ...others]);
      this.notice = error.message;
      return;
    }
    if (content.kind === "program" && !content.language && this.takesFiles)
      return this.addFiles([file, ...others]);
    this.notice = others.length > 0 ? `Only one file opens at a time: ${file.name}.` : "";
    const program: Program =
      content.kind === "trace"
        ? content.run.program
        : {
            language: content.language ?? this.#session.language,
            source: content.source,
            seed: DEFAULT_SEED,
          };
    const { language, source } = program;
    // Without them an example's own text is not recognized, and no more is lost.
    await loadTexts(language).catch(() => {});
    const known = withOwnFiles(exampleOf(language, source), program);
    if (known) this.#name(known, program);
    const opened: Opened = known
      ? openedExample(known, language, program)
      : {
          origin: this.#nameProgram(program) ?? { kind: "file", name: file.name },
          program,
          trusted: false,
          began: `the file ${file.name}`,
        };
    const begun = this.draftState.open(opened, { anew: true });
    if (content.kind === "program") {
      this.#start(begun);
      // It is the person's from now on, even if they never change it.
      if (!known) this.draftState.becomes(opened.origin);
      return;
    }
    this.#session.showRun(content.run, { trusted: opened.trusted });
    if (!content.run.hasSource)
      this.notice = `${file.name} has a run without its program. The run plays, but its code is not shown.`;
  }

  /** Puts a shared address into the page's own, so that a reload finds it. */
  linked(address: string): void {
    history.replaceState(null, "", location.pathname + address);
    if (!hasProgram(location.hash)) return;
    if (this.draftState.isChanged) this.example = null;
    this.draftState.becomes(originOfLink(location.hash));
  }

  /** Changes some conditions of the program: the address gets them, and a trusted program runs again. */
  changeConditions(changed: Partial<Conditions> | { visits: undefined }, { runs = true } = {}): void {
    const session = this.#session;
    session.conditions = conditionsOf({ ...session.conditions, ...changed });
    const { program } = session;
    const { isChanged } = this.draftState;
    this.draftState.touch();
    if (this.example && (isChanged || withOwnFiles(this.example, program))) this.#name(this.example, program);
    else if (!isChanged) {
      history.replaceState(null, "", addressOf({ program, example: null, position: null }));
      this.draftState.moves(originOfLink(location.hash));
    }
    if (runs && session.trusted) void session.runProgram();
  }

  /** Adds files to the program, or replaces those of the same names. Says so, or why not. */
  async addFiles(added: Iterable<File>): Promise<void> {
    const { addAll } = await this.#loadFileReading();
    const { files, text } = await addAll(added, this.#session.conditions.files);
    this.notice = text;
    if (files) this.changeConditions({ files });
  }

  /** Brings back the program as it was opened, or undoes that. */
  reset(): void {
    if (this.draftState.canUndoReset) this.draftState.undoReset();
    else this.draftState.reset();
    this.notice = "";
  }

  #open(opened: Opened, options: StartOptions = {}): void {
    const begun = this.draftState.open(opened);
    this.#start(begun, options);
    if (begun.isDraft && this.draftState.isChanged && this.notice === "")
      this.notice = "This is your changed program. Press Reset to go back to the original.";
  }

  #start({ program, trusted }: Begun, options: StartOptions = {}): void {
    this.opening.overtake();
    const still = trusted && this.#isStill();
    this.#session.open(program, { trusted, ...builtOf(program), still, ...options });
    if (!this.#runOnClick) void this.#begin();
  }

  /** Runs a trusted program, and only then loads its guest: a recorded run needs none, and is to be seen first. */
  async #begin(): Promise<void> {
    const session = this.#session;
    if (session.trusted && session.source.trim() !== "") await session.runProgram();
    session.warmUp();
  }

  /** Puts an example into the address. */
  #name(example: Example, program: Program): void {
    this.example = example;
    const { id, network: usualNetwork } = example;
    history.replaceState(null, "", addressOf({ program, example: id, usualNetwork, position: null }));
  }

  /** Puts a program that is no example into the address. Returns its origin; null if it is too large for that. */
  #nameProgram(program: Program): Origin | null {
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

/** The beginning of a draft, in words. */
export function beginningOf({ origin, began }: Draft): string {
  if (began) return began;
  const example = origin.kind === "example" ? exampleById(origin.id) : undefined;
  return example ? `“${example.title}”` : "a link";
}
