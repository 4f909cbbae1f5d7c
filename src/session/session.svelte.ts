/**
 * Session: the program that is being edited, how far its next run is, and the run that is shown. The composition root makes
 * one; the editor, the header and the dialogs take it, and every other view takes the parts of the shown run.
 *
 * A new run replaces the shown one with its first events, so a program that does not begin (a syntax error) leaves the
 * last trace in place.
 */
import type { LoadCompiler } from "../compiler/compiler.ts";
import type { FoundPackages } from "../packages/find-packages.ts";
import type { FiledRun } from "../formats/read-loopscope.ts";
import {
  type CompiledProgram,
  type Conditions,
  conditionsOf,
  hasSameRun,
  type Language,
  type Program,
} from "../share/program.ts";
import { postgresSize } from "../sandbox/guest-client.ts";
import { mayAskPostgres } from "../share/hosts.ts";
import { EVENT_CAP } from "../trace/cap.ts";
import type { Cursor } from "./cursor.svelte.ts";
import {
  atFirstStop,
  atNamedEvent,
  atSameIndex,
  type InitialCursor,
  type LinkedPosition,
  playFromBeginning,
  waitAtBeginning,
} from "./initial-cursor.ts";
import { type Problem, problemAt, startText } from "./problem.ts";
import { RunWhileTyping } from "./run-while-typing.ts";
import { Run } from "./run.svelte.ts";
import { type LoadRecorded, type Progress, Runner, type RunStatus } from "./runner.svelte.ts";
import type { SelectionModel } from "./selection-model.svelte.ts";
import type { TourStop } from "./score.ts";
import { ShownRun } from "./shown-run.ts";
import { Tour } from "./tour.svelte.ts";
import { waitingText } from "./waiting.ts";

/** The ways to open a program. */
export interface OpenOptions {
  /** False for a program that somebody else wrote: it never runs by itself. */
  trusted: boolean;
  /** Loads the compiled program, if the build has compiled it. */
  compiled?: (() => Promise<CompiledProgram>) | null;
  /** Loads the program's run, if the build has recorded it. */
  recorded?: LoadRecorded | null;
  /** True for the counterpart of the open example: its run goes to the same event, as far as both traces agree. */
  isCounterpart?: boolean;
  /** The position to go to; null for the beginning. */
  position?: LinkedPosition | null;
  /** True to wait at the beginning until a person plays. */
  still?: boolean;
  /** The stop of a tour to wait at until a person plays; null to play. */
  poster?: TourStop | null;
}

const noProgram: Program = { language: "python", source: "", seed: 1 };

export class Session {
  language = $state.raw<Language>(noProgram.language);
  source = $state.raw(noProgram.source);
  /** The conditions of the next run. */
  conditions = $state.raw<Conditions>(conditionsOf(noProgram));
  /** The most events that a run may record. */
  eventCap = $state.raw(EVENT_CAP);
  #trusted = $state.raw(true);
  /** The packages of the program that ran last; null if it needs none. */
  foundPackages = $state.raw<FoundPackages | null>(null);
  /** True while the program waits to run until a person has answered if PostgreSQL's engine may be loaded. */
  asksPostgres = $state.raw(false);
  /** Size of that engine in bytes. */
  readonly postgresSize = postgresSize;
  /** The answer: yes for this visit, no for this program. */
  #mayLoadPostgres: boolean | null = null;
  /** The reason why the program as it stands did not begin; null if it did, or has not been tried. */
  #failure = $state.raw<Problem | null>(null);
  #shown = $state.raw(new ShownRun(Run.notStarted(noProgram)));

  readonly tour = new Tour(() => this.cursor);
  readonly runWhileTyping = new RunWhileTyping(this);

  /** The problem of the text in the editor. */
  readonly problem: Problem | null = $derived(
    this.#failure ?? (this.source === this.run.source ? problemAt(this.cursor) : null),
  );

  readonly #runner: Runner;
  /** The run of the program as it was opened, if the build has recorded it. */
  #opened = $state.raw<{ program: Program; load: LoadRecorded } | null>(null);
  /** True until the program is run: the first run is the recorded one. */
  #isFresh = $state.raw(true);
  /** The run that was started last; it is shown once it has events. */
  #started: ShownRun | null = null;
  /** The place where the first run after opening is shown first; null once a run is shown. */
  #initial: InitialCursor | null = playFromBeginning;

  readonly #isCalm: () => boolean;

  /**
   * `loadCompiler` loads the TypeScript compiler when it is first needed. `isCalm` returns true if nothing is to play by
   * itself.
   */
  constructor(loadCompiler: LoadCompiler, isCalm: () => boolean = () => false) {
    this.#runner = new Runner(loadCompiler);
    this.#isCalm = isCalm;
  }

  /** The run that is shown, with its cursor and selection. */
  get shown(): ShownRun {
    return this.#shown;
  }

  get run(): Run {
    return this.#shown.run;
  }

  get cursor(): Cursor {
    return this.#shown.cursor;
  }

  get selection(): SelectionModel {
    return this.#shown.selection;
  }

  /** The program as it stands in the editor. */
  get program(): Program {
    const { language, source, conditions } = this;
    return { language, source, ...conditions };
  }

  /** The text that the shown run was recorded from; null if there is none. */
  get tracedSource(): string | null {
    return this.run.source;
  }

  get trusted(): boolean {
    return this.#trusted;
  }

  get failure(): Problem | null {
    return this.#failure;
  }

  /** Shows what the outcome is about: the line of a program that could not begin, or the event that the verdict names. */
  showVerdict(): void {
    if (this.#failure) this.selection.showLine(this.#failure.line);
    else this.shown.showVerdict();
  }

  get status(): RunStatus {
    return this.#runner.status;
  }

  /** True if the build has recorded the next run: it equals a real one and needs no guest. */
  get isRecorded(): boolean {
    const program = this.#opened?.program;
    return this.#isFresh && program !== undefined && hasSameRun(program, this.program);
  }

  /** The wait of the next run before it begins. */
  get progress(): Progress {
    return this.#runner.progress;
  }

  /** The reason in words why there is no run to see: a long wait, or a program that did not start; null otherwise. */
  get waitsFor(): string | null {
    if (this.#runner.isLate) return waitingText(this.progress, this.language);
    return this.#failure && this.run.length === 0 ? startText(this.#failure) : null;
  }

  /** True while a run or playing is in progress, or about to begin. */
  get busy(): boolean {
    return this.status !== "idle" || this.cursor.playing || this.runWhileTyping.isWaiting;
  }

  /** Opens another program in place of this one. It has no trace until it runs. */
  open(program: Program, options: OpenOptions): void {
    const { trusted, compiled = null, recorded = null } = options;
    this.#initial = this.#initialOf(options);
    this.runWhileTyping.drop();
    this.#breakOff();
    this.language = program.language;
    this.source = program.source;
    this.conditions = conditionsOf(program);
    this.#opened = recorded && { program, load: recorded };
    this.#isFresh = true;
    if (compiled) this.#runner.registerCompiled(program.source, compiled);
    this.#trusted = trusted;
    this.foundPackages = null;
    this.asksPostgres = false;
    this.#mayLoadPostgres ||= null;
    this.#failure = null;
    this.#show(this.#shownRun(Run.notStarted(program)));
  }

  edit(source: string): void {
    if (source === this.source) return;
    this.source = source;
    this.#failure = null;
    this.runWhileTyping.touch();
  }

  /** Loads what a run needs, so that the first one does not wait. */
  warmUp(): void {
    this.#runner.warmUp(this);
  }

  /**
   * Runs the program as it stands. Plays its run from the beginning, or shows the event that a person has paused at.
   * Resolves when the run has ended or failed.
   */
  async runProgram(): Promise<void> {
    const isRecorded = this.isRecorded;
    const known = this.#opened && hasSameRun(this.#opened.program, this.program) ? this.#opened : null;
    this.#isFresh = false;
    this.runWhileTyping.drop();
    this.#breakOff();
    this.#trusted = true;
    this.foundPackages = null;
    this.#failure = null;
    const { program } = this;
    const mayAsk = !isRecorded && mayAskPostgres(program);
    this.asksPostgres = mayAsk && this.#mayLoadPostgres === null;
    if (this.asksPostgres) return;
    const started = this.#shownRun(Run.recording(program));
    this.#started = started;
    await this.#runner.run(
      program,
      {
        onPackages: (found) => {
          this.foundPackages = found;
          started.run.lock(found.lock);
          this.conditions = conditionsOf({ ...this.conditions, packages: found.lock });
        },
        onChunk: (chunk) => {
          this.#showStarted(started);
          started.append(chunk);
        },
        onWritten: (written) => {
          this.#showStarted(started);
          started.run.wroteSoFar(written);
        },
        onEnd: (end, about) => {
          if (end.invalid) {
            this.#failure = { message: end.error ?? "", line: end.line, through: 0 };
            return;
          }
          // A program without a single event has still run.
          this.#showStarted(started);
          started.finish(end, about);
        },
        onFailure: (message, line) => {
          started.run.breakOff({ stopped: false });
          this.#failure = { message, line, through: 0 };
        },
      },
      {
        cap: this.eventCap,
        asksPostgres: mayAsk && this.#mayLoadPostgres === true,
        recorded: known?.load ?? null,
        onlyIfMissing: !isRecorded,
      },
    );
  }

  /** Takes the answer of a person: may PostgreSQL's engine be loaded? Runs the program. */
  async answerPostgres(mayLoad: boolean): Promise<void> {
    this.#mayLoadPostgres = mayLoad;
    await this.runProgram();
  }

  /** Ends the run; what was recorded stays. */
  stop(): void {
    if (this.#breakOff() && this.#started) this.#showStarted(this.#started);
  }

  /** Shows a run that was recorded elsewhere, from its beginning. Nothing is run. */
  showRun(filed: FiledRun, { trusted }: { trusted: boolean }): void {
    this.open(filed.program, { trusted });
    const shown = this.#shownRun(Run.fromFile(filed));
    this.#show(shown);
    this.#initial = null;
    shown.startAt(playFromBeginning);
  }

  #initialOf({ isCounterpart, position, still, poster }: OpenOptions): InitialCursor {
    const { run, cursor } = this;
    if (isCounterpart && run.length > 0) {
      const { index, playing, isPoster } = cursor;
      return atSameIndex(run.store.trace, { index, playing, isPoster });
    }
    if (position) return atNamedEvent(position);
    if (still) return waitAtBeginning;
    return poster ? atFirstStop(poster) : playFromBeginning;
  }

  #shownRun(run: Run): ShownRun {
    return new ShownRun(run, {
      speed: this.cursor.speed,
      tour: () => this.tour.stops,
      isCalm: this.#isCalm,
    });
  }

  /** Ends a run that is in progress. Returns true if its program had begun. */
  #breakOff(): boolean {
    const hadBegun = this.#runner.stop();
    if (hadBegun) this.#started?.run.breakOff({ stopped: true });
    return hadBegun;
  }

  #showStarted(started: ShownRun): void {
    if (this.#shown === started) return;
    const initial = this.#initial ?? this.#shown.pausedAt(started.run.source ?? "");
    this.#initial = null;
    this.#show(started);
    started.startAt(initial ?? playFromBeginning);
  }

  #show(shown: ShownRun): void {
    this.cursor.pause();
    shown.cursor.speed = this.cursor.speed;
    this.#shown = shown;
  }
}
