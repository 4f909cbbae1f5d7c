/**
 * Runs programs: the guests of both languages, and the compiler that one of them needs. It knows nothing of the trace
 * that is shown; what is recorded goes to whoever asked for the run.
 *
 * States: idle → loading → running → idle. There is one run at a time; what a former one still has to say is dropped.
 */
import { GuestClient, type LoadProgress } from "../sandbox/guest-client.ts";
import type { CompiledProgram, Language, Program, Runnable } from "../share/program.ts";
import type { Chunk } from "../trace/format.ts";
import type { RunEnd } from "../share/run-end.ts";
import type { Computation } from "../trace/stopwatch.ts";
import { type RecordedRun, unpackRun } from "../formats/packed-run.ts";
import type { LoadCompiler } from "../compiler/compiler.ts";

export type RunStatus = "idle" | "loading" | "running";

/** What has to come before a program can run, or its recorded run can be shown. */
export type Progress = LoadProgress | { phase: "compiler"; progress: number } | { phase: "recording" };

/** Loads a run that was recorded before, packed. */
export type LoadRecorded = () => Promise<string>;

export interface RunListener {
  onChunk: (chunk: Chunk) => void;
  /** `computation` is the longest one by real time; null if none was long. */
  onEnd: (end: RunEnd, computation: Computation | null) => void;
  /** It did not begin, or broke: a sentence, and the line that it is about, 0 for none. */
  onFailure: (message: string, line: number) => void;
}

/** Milliseconds after which a run is waited for: what begins before that needs no word. */
const WAIT = 400;

export class Runner {
  status = $state.raw<RunStatus>("idle");
  /** What comes before the guest; null once the guest is what is waited for. */
  #before = $state.raw<Progress | null>(null);
  /** How far each guest is that was asked for. */
  #loads = $state.raw<Partial<Record<Language, LoadProgress>>>({});
  readonly #loadCompiler: LoadCompiler;
  /** One for each language that was asked for: no program of one language waits for another's guest. */
  readonly #clients: Partial<Record<Language, GuestClient>> = {};
  /** The language that was asked for last. */
  #language = $state.raw<Language | null>(null);
  /** The text that was compiled last, and the way to what came of it. */
  #compiled: { source: string; load: () => Promise<CompiledProgram> } | null = null;
  #runs = 0;
  /** The last run that was waited for so long that somebody wonders. */
  #late = $state.raw(0);
  /** Resolves a run's promise that no end will come for, since it was stopped or replaced. */
  #settle: () => void = () => {};

  /** `loadCompiler` is asked for what compiles TypeScript, when that is first needed. */
  constructor(loadCompiler: LoadCompiler) {
    this.#loadCompiler = loadCompiler;
  }

  /** What a run waits for before it begins. */
  get progress(): Progress {
    const load = this.#language && this.#loads[this.#language];
    return this.#before ?? load ?? { phase: "fetching", progress: 0 };
  }

  /** Whether a run is waited for, and has been for a while. */
  get isLate(): boolean {
    return this.status === "loading" && this.#late === this.#runs;
  }

  /** What a text compiles to is known, and how to get it. */
  knows(source: string, load: () => Promise<CompiledProgram>): void {
    this.#compiled = { source, load };
  }

  /** Loads what a run needs, so that the first one does not wait. */
  warmUp(language: Language): void {
    void this.#client(language)
      .load()
      .catch(() => {
        // Said when somebody runs a program.
      });
  }

  /**
   * Runs a program to its end, to a stop, or to the most events that it may record. Where its run is `recorded` and can be
   * had, that is told instead.
   */
  async run(
    program: Program,
    listener: RunListener,
    { cap, recorded }: { cap: number; recorded: LoadRecorded | null },
  ): Promise<void> {
    this.stop();
    const run = ++this.#runs;
    this.status = "loading";
    this.#before = null;
    setTimeout(() => (this.#late = Math.max(run, this.#late)), WAIT);
    if (recorded) {
      this.#before = { phase: "recording" };
      const known = await recorded()
        .then(unpackRun, () => null)
        .catch(() => null);
      if (run !== this.#runs) return;
      this.#before = null;
      if (known) return this.#tell(known, listener);
    }
    const runnable = await this.#runnable(program, listener, run);
    // A stop, or another run, came while this one waited for the compiler.
    if (run !== this.#runs) return;
    this.#before = null;
    if (runnable === null) this.status = "idle";
    else await this.#record(runnable, program, listener, cap);
  }

  /** Ends the run; what was recorded stays. Returns whether a program was running. */
  stop(): boolean {
    if (this.status === "idle") return false;
    const wasRunning = this.status === "running";
    this.#runs++;
    if (this.#language) this.#clients[this.#language]?.stop();
    this.status = "idle";
    this.#settle();
    return wasRunning;
  }

  /** What the guest runs; null, with the failure told, for what is no program. */
  async #runnable(
    { language, source }: Program,
    { onFailure }: RunListener,
    run: number,
  ): Promise<Runnable | null> {
    if (language === "python") return source;
    // The guest is loaded meanwhile.
    this.warmUp(language);
    if (this.#compiled?.source === source) {
      const known = await this.#compiled.load().catch(() => null);
      if (known || run !== this.#runs) return known;
    }
    try {
      this.#before = { phase: "compiler", progress: 0 };
      const compile = await this.#loadCompiler((progress) => {
        if (run === this.#runs) this.#before = { phase: "compiler", progress };
      });
      const { program, error } = await compile(source);
      if (program) {
        this.knows(source, () => Promise.resolve(program));
        return program;
      }
      if (run === this.#runs) onFailure(error.message, error.line);
    } catch (error) {
      if (run === this.#runs) onFailure((error as Error).message, 0);
    }
    return null;
  }

  #tell({ chunks, end }: RecordedRun, listener: RunListener): void {
    for (const chunk of chunks) listener.onChunk(chunk);
    this.status = "idle";
    listener.onEnd(end, null);
  }

  async #record(
    program: Runnable,
    { language, seed }: Program,
    listener: RunListener,
    cap: number,
  ): Promise<void> {
    await new Promise<void>((settled) => {
      this.#settle = settled;
      void this.#client(language).run(
        { program, seed, cap },
        {
          onStart: () => (this.status = "running"),
          onChunk: listener.onChunk,
          onEnd: (end, computation) => {
            this.status = "idle";
            listener.onEnd(end, computation);
            settled();
          },
          onFailure: ({ message }) => {
            this.status = "idle";
            listener.onFailure(message, 0);
            settled();
          },
        },
      );
    });
  }

  #client(language: Language): GuestClient {
    this.#language = language;
    return (this.#clients[language] ??= new GuestClient(language, (progress) => {
      this.#loads = { ...this.#loads, [language]: progress };
    }));
  }
}
