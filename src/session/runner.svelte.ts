/**
 * Runner: runs programs in the guests of both languages, and compiles TypeScript first. It passes chunks to the listener
 * of each run and knows nothing of the run that is shown. Called by the session alone.
 *
 * States: idle → loading → running → idle. There is one run at a time; late messages of a former run are dropped.
 */
import { GuestClient, type LoadProgress } from "../sandbox/guest-client.ts";
import type { FoundPackages } from "../packages/find-packages.ts";
import { mayAskHosts } from "../share/hosts.ts";
import {
  type CompiledProgram,
  conditionsOf,
  guestFor,
  type GuestKind,
  type Program,
  type Runnable,
} from "../share/program.ts";
import type { ExplainDeadlock } from "../store/warnings/deadlock.ts";
import type { WrittenFiles } from "../share/file-bytes.ts";
import type { PackageNeeds, WheelFile } from "../share/packages.ts";
import type { Chunk } from "../trace/chunk.ts";
import type { RunEnd } from "../share/run-end.ts";
import type { Computation } from "../trace/stopwatch.ts";
import { type RecordedRun, unpackRun } from "../formats/packed-run.ts";
import type { LoadCompiler } from "../compiler/compiler.ts";

export type RunStatus = "idle" | "loading" | "running";

/** The wait before a program can run, or before its recorded run can be shown. */
export type Progress =
  | LoadProgress
  | { phase: "compiler"; progress: number }
  | { phase: "recording" }
  | { phase: "importing"; name: string };

/** Loads a run that the build has recorded, packed. */
export type LoadRecorded = () => Promise<string>;

/** What is known of an end beside the trace. */
export interface AboutEnd {
  /** The longest computation by real time; null if none was long. */
  computation: Computation | null;
  /** Given for a deadlock. */
  explain: ExplainDeadlock | null;
  /** The files that the run has written; null if that is not known. */
  written: WrittenFiles | null;
}

export interface RunListener {
  /** The packages of the program were looked for, before its first event. */
  onPackages: (found: FoundPackages) => void;
  onChunk: (chunk: Chunk) => void;
  /** The running program has written these files so far. */
  onWritten: (written: WrittenFiles) => void;
  onEnd: (end: RunEnd, about: AboutEnd) => void;
  /** The program did not begin, or its guest broke: a sentence for the person, and a line, 0 for none. */
  onFailure: (message: string, line: number) => void;
}

/** Return a recorded run; null if it cannot be loaded. */
async function unpacked(recorded: LoadRecorded): Promise<RecordedRun | null> {
  return recorded()
    .then(unpackRun, () => null)
    .catch(() => null);
}

interface RunSettings {
  cap: number;
  /** True if PostgreSQL's engine may be loaded for the program. */
  asksPostgres: boolean;
  recorded: LoadRecorded | null;
  onlyIfMissing: boolean;
}

/** Load what explains a deadlock; null for another end, and without a connection. */
async function explanationOf({ outcome }: RunEnd): Promise<ExplainDeadlock | null> {
  if (outcome !== "deadlock") return null;
  return import("../store/warnings/deadlock.ts").then(
    ({ deadlock }) => deadlock,
    () => null,
  );
}

/** Milliseconds after which the page says what a run waits for. */
const LATE_AFTER = 400;

export class Runner {
  status = $state.raw<RunStatus>("idle");
  /** The wait before that for the guest; null once the guest is waited for. */
  #before = $state.raw<Progress | null>(null);
  /** The progress of each guest that was asked for. */
  #loads = $state.raw<Partial<Record<GuestKind, LoadProgress>>>({});
  readonly #loadCompiler: LoadCompiler;
  /** One for each guest that was asked for, so that no program waits for another's. */
  readonly #clients: Partial<Record<GuestKind, GuestClient>> = {};
  /** The guest that was asked for last. */
  #guest = $state.raw<GuestKind | null>(null);
  /** The text that was compiled last, and a function that loads the result. */
  #compiled: { source: string; load: () => Promise<CompiledProgram> } | null = null;
  #runs = 0;
  /** The last run that took longer than `LATE_AFTER` to begin. */
  #late = $state.raw(0);
  /** Resolves the promise of a run that gets no end, since it was stopped or replaced. */
  #settle: () => void = () => {};

  /** `loadCompiler` loads the TypeScript compiler when it is first needed. */
  constructor(loadCompiler: LoadCompiler) {
    this.#loadCompiler = loadCompiler;
  }

  /** The wait of the next run before it begins. */
  get progress(): Progress {
    const load = this.#guest && this.#loads[this.#guest];
    return this.#before ?? load ?? { phase: "fetching", progress: 0 };
  }

  /** True if a run has been waiting for long. */
  get isLate(): boolean {
    const waits = this.status === "loading" || this.#before?.phase === "importing";
    return waits && this.#late === this.#runs;
  }

  /** Registers a function that loads what `source` compiles to. */
  registerCompiled(source: string, load: () => Promise<CompiledProgram>): void {
    this.#compiled = { source, load };
  }

  /** Loads what a run needs, so that the first one does not wait. */
  warmUp(program: Omit<Program, "seed">): void {
    void this.#client(guestFor(program))
      .load()
      .catch(() => {
        // The next run reports it.
      });
  }

  /**
   * Runs a program until it ends, is stopped, or has recorded `cap` events. If `recorded` loads its run, that is passed to
   * the listener instead: at once, or with `onlyIfMissing` if packages of the program are not here.
   */
  async run(program: Program, listener: RunListener, settings: RunSettings): Promise<void> {
    const { recorded, onlyIfMissing } = settings;
    this.stop();
    const run = ++this.#runs;
    this.status = "loading";
    this.#before = null;
    setTimeout(() => (this.#late = Math.max(run, this.#late)), LATE_AFTER);
    if (recorded && !onlyIfMissing) {
      this.#before = { phase: "recording" };
      const known = await unpacked(recorded);
      if (run !== this.#runs) return;
      this.#before = null;
      if (known) {
        const explain = await explanationOf(known.end);
        if (run === this.#runs) this.#replay(known, listener, explain);
        return;
      }
    }
    const runnable = await this.#runnable(program, listener, run);
    // A stop, or another run, came while this one waited for the compiler.
    if (run !== this.#runs) return;
    this.#before = null;
    if (runnable === null) this.status = "idle";
    else await this.#record(runnable, program, listener, settings, run);
  }

  /** Ends the run; its chunks so far stay. Returns true if its program had begun. */
  stop(): boolean {
    if (this.status === "idle") return false;
    const wasRunning = this.status === "running";
    this.#runs++;
    if (this.#guest) this.#clients[this.#guest]?.stop();
    this.status = "idle";
    this.#settle();
    return wasRunning;
  }

  /** The program in the form that its guest runs; null for an invalid one, after the listener got the failure. */
  async #runnable(given: Program, { onFailure }: RunListener, run: number): Promise<Runnable | null> {
    const { language, source } = given;
    if (language === "python") return source;
    // The guest loads at the same time.
    this.warmUp(given);
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
        this.registerCompiled(source, () => Promise.resolve(program));
        return program;
      }
      if (run === this.#runs) onFailure(error.message, error.line);
    } catch (error) {
      if (run === this.#runs) onFailure((error as Error).message, 0);
    }
    return null;
  }

  #replay({ chunks, end }: RecordedRun, listener: RunListener, explain: ExplainDeadlock | null): void {
    for (const chunk of chunks) listener.onChunk(chunk);
    this.status = "idle";
    listener.onEnd(end, { computation: null, explain, written: null });
  }

  async #record(
    program: Runnable,
    source: Program,
    listener: RunListener,
    { cap, recorded, asksPostgres }: RunSettings,
    run: number,
  ): Promise<void> {
    await new Promise<void>((settled) => {
      this.#settle = settled;
      void this.#client(guestFor(source)).run(
        { program, conditions: conditionsOf(source), cap, asksHosts: mayAskHosts(source), asksPostgres },
        {
          onStart: () => (this.status = "running"),
          onNeeds: (needs) => this.#findPackages(source, needs, listener, recorded, run),
          onImporting: (name) => (this.#before = name === "" ? null : { phase: "importing", name }),
          onChunk: listener.onChunk,
          onWritten: listener.onWritten,
          onEnd: (end, computation, written) => {
            void explanationOf(end).then((explain) => {
              if (run !== this.#runs) return;
              this.status = "idle";
              listener.onEnd(end, { computation, explain, written });
              settled();
            });
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

  /**
   * The wheels of a program; null if it cannot run with them, after the listener got the failure, or the recorded run of a
   * program whose packages are missing.
   */
  async #findPackages(
    program: Program,
    needs: PackageNeeds,
    listener: RunListener,
    recorded: LoadRecorded | null,
    run: number,
  ): Promise<readonly WheelFile[] | null> {
    const found = await import("../packages/find-packages.ts").then(
      ({ findPackages }) => findPackages(needs, program.packages),
      () => null,
    );
    const known = recorded && found && found.missing.length > 0 ? await unpacked(recorded) : null;
    if (run !== this.#runs) return null;
    if (found && known) {
      const trouble = `${found.trouble} This is the example’s recorded run.`;
      listener.onPackages({ ...found, trouble });
      this.#replay(known, listener, await explanationOf(known.end));
      this.#settle();
      return null;
    }
    if (found) listener.onPackages(found);
    if (found?.wheels) return found.wheels;
    this.status = "idle";
    listener.onFailure(found?.trouble ?? "The packages could not be loaded. Check the connection.", 0);
    this.#settle();
    return null;
  }

  #client(kind: GuestKind): GuestClient {
    this.#guest = kind;
    return (this.#clients[kind] ??= new GuestClient(kind, (progress) => {
      this.#loads = { ...this.#loads, [kind]: progress };
    }));
  }
}
