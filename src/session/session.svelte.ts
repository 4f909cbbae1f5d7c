/**
 * The session: one program, its last run, and the cursor in that run's trace. The page's only mutable centre; views
 * read it and call its methods.
 *
 * A run's trace replaces the former one with its first chunk, so a program that does not even begin (a syntax error)
 * leaves the last good trace in place.
 */
import type { CompiledProgram, Language, Program } from "../share/program.ts";
import type { Moment } from "../share/address.ts";
import { emptyState } from "../store/apply-event.ts";
import type { LoopState } from "../store/loop-state.ts";
import { nameOfEvent } from "../store/logical-event.ts";
import { traceEvents, type TraceEventFile } from "../formats/write-perfetto.ts";
import { traceFile } from "../formats/write-loopscope.ts";
import { TraceStore } from "../store/trace-store.ts";
import { EVENT_CAP } from "../trace/cap.ts";
import { exportEvents, type ExportedEvent } from "../formats/export-events.ts";
import type { Chunk } from "../trace/format.ts";
import type { RunEnd } from "../share/run-end.ts";
import type { Computation } from "../trace/stopwatch.ts";
import { momentFrom, type StepSize } from "../store/moments.ts";
import { lastLink } from "../store/wake-chain.ts";
import type { LoadCompiler } from "../compiler/compiler.ts";
import { advance } from "./playback.ts";
import { RunWhileTyping } from "./run-while-typing.ts";
import { type LoadRecorded, type Progress, Runner, type RunStatus } from "./runner.svelte.ts";
import type { Selection } from "./selection.ts";
import { namedMoment, type OpenAt, sameEvent, sameMoment, type Start, theBeginning } from "./start.ts";
import { Story } from "./story.svelte.ts";
import type { FiledRun } from "../formats/read-loopscope.ts";
import { waitingText } from "./waiting.ts";

/** What is wrong with the program or its run, to be shown where it happened. */
export interface Problem {
  message: string;
  /** 1-based; 0 if it is about no line. */
  line: number;
  /** True if the run came to its end with it: it shows once the cursor is there. */
  atEnd: boolean;
}

export class Session {
  language = $state.raw<Language>("python");
  source = $state.raw("");
  seed = $state.raw(1);
  /** How many events a run may record. */
  eventCap = $state.raw(EVENT_CAP);
  /** How the shown run ended; null while it goes on, before the first, and after a stop. */
  end = $state.raw<RunEnd | null>(null);
  stopped = $state.raw(false);
  computation = $state.raw<Computation | null>(null);
  #problem = $state.raw<Problem | null>(null);
  /** The text that the shown trace was recorded from. */
  tracedSource = $state.raw<string | null>(null);
  /** False for a stranger's program until its first Run: it never runs by itself. */
  trusted = $state.raw(true);
  /** The store is replaced by each run; `length` says that it grew. */
  store = $state.raw(new TraceStore());
  length = $state.raw(0);
  /** The event that the page shows the state after; -1 is before the first. */
  cursor = $state.raw(-1);
  playing = $state.raw(false);
  speed = $state.raw(1);
  selection = $state.raw<Selection | null>(null);
  readonly selectedTask: number | null = $derived(this.selection?.kind === "task" ? this.selection.id : null);
  /** The task that a pointer is on, on whichever view; 0 for none. */
  hoveredTask = $state.raw(0);
  /** The line that a person asked to see, until the cursor moves; 0 for none. */
  shownLine = $state.raw(0);
  /** True if the cursor went to a neighbouring event: only then is there a motion to show. */
  smooth = $state.raw(true);

  readonly state: LoopState = $derived.by(() => {
    return this.length > 0 ? this.store.stateAt(this.cursor) : emptyState;
  });

  readonly story = new Story(this);
  readonly runWhileTyping = new RunWhileTyping(this);

  readonly problem: Problem | null = $derived(
    this.#problem?.atEnd && this.cursor < this.length - 1 ? null : this.#problem,
  );

  readonly #runner: Runner;
  /** The run of the program as it was opened, if that was recorded before: its first run is told from there. */
  #recorded = $state.raw<{ program: Program; load: LoadRecorded } | null>(null);
  #spent = 0;
  #lastTick = 0;
  #frame = 0;
  /** True until the person moves: then a run that is still recording plays along. */
  #playWhenLoaded = false;
  #start: Start | null = null;

  /** `loadCompiler` is asked for what compiles TypeScript, when that is first needed. */
  constructor(loadCompiler: LoadCompiler) {
    this.#runner = new Runner(loadCompiler);
  }

  /**
   * Puts another program on the stage, without a trace until it is run; `compiled` gives what it compiles to, and
   * `recorded` its run, if that is known. For a twin of the program that is there, its next run goes to the same event,
   * as far as both traces agree; `moment` names the event to go to; a `still` one waits at its beginning until somebody
   * plays it.
   */
  open(
    program: Program,
    {
      trusted,
      compiled = null,
      recorded = null,
      isTwin = false,
      moment = null,
      still = false,
    }: {
      trusted: boolean;
      compiled?: (() => Promise<CompiledProgram>) | null;
      recorded?: LoadRecorded | null;
      isTwin?: boolean;
      moment?: OpenAt | null;
      still?: boolean;
    },
  ): void {
    if (isTwin && this.length > 0) this.#start = sameEvent(this.store.trace, this.cursor, this.playing);
    else if (moment) this.#start = namedMoment(moment);
    else this.#start = still ? theBeginning : null;
    this.runWhileTyping.drop();
    this.stop();
    this.pause();
    this.language = program.language;
    this.source = program.source;
    this.#recorded = recorded && { program, load: recorded };
    if (compiled) this.#runner.knows(program.source, compiled);
    this.seed = program.seed;
    this.trusted = trusted;
    this.#problem = null;
    this.#show(new TraceStore());
    this.tracedSource = null;
    this.computation = null;
    this.end = null;
    this.stopped = false;
  }

  edit(source: string): void {
    if (source === this.source) return;
    this.source = source;
    this.#problem = null;
    this.runWhileTyping.touch();
  }

  /** Loads what a run needs, so that the first one does not wait. */
  warmUp(): void {
    this.#runner.warmUp(this.language);
  }

  /**
   * Runs the program as it stands, and plays its trace from the beginning; or stays where a person has paused, at the
   * same moment. What is shown plays on until there is another trace: a program that does not begin takes nothing away.
   */
  async run(): Promise<void> {
    // Where there is no trace yet, the place to open at is still to come.
    if (this.length > 0) this.#start = this.#pausedAt();
    const recorded = this.isRecorded ? this.#recorded : null;
    this.#recorded = null;
    this.runWhileTyping.drop();
    this.stop();
    this.trusted = true;
    this.#problem = null;
    this.stopped = false;
    this.#playWhenLoaded = !this.#start;
    const { source, seed, language } = this;
    const store = new TraceStore();
    await this.#runner.run(
      { source, seed, language },
      {
        onChunk: (chunk) => this.#append(store, chunk, source),
        onEnd: (end, computation) => {
          this.#ended(end, store, source);
          this.computation = computation;
        },
        onFailure: (message, line) => this.#fail(message, line, false),
      },
      { cap: this.eventCap, recorded: recorded?.load ?? null },
    );
  }

  /** Ends the run; what was recorded stays. */
  stop(): void {
    if (this.#runner.status !== "idle") this.stopped = this.#runner.stop();
  }

  /** Moves the cursor to event `index`, clamped to the trace; -1 is before the first. Ends playing. */
  seek(index: number): void {
    this.#start = null;
    this.pause();
    this.#moveTo(index);
  }

  /** Moves the cursor by so many events, forwards or backwards. */
  step(by: number): void {
    this.seek(this.cursor + by);
  }

  /** To the next (or with -1 the last) moment of a kind; an await is the selected task's, or anybody's. */
  stepBy(size: StepSize, direction: 1 | -1): void {
    this.seek(momentFrom(this.store, this.cursor, size, direction, this.selectedTask));
  }

  /** Back to what made the selected task ready, or the one that runs; then to what made that one ready, and so on. */
  walkBack(): void {
    const task = this.selectedTask ?? this.state.running?.task ?? 0;
    const link = lastLink(this.store.spans, task, this.cursor);
    if (!link) return;
    this.seek(link.since);
    if (link.by > 0) this.select(link.by);
  }

  /** Plays on from the cursor, from the beginning if it is at the end. */
  play(): void {
    if (this.length === 0 || this.playing) return;
    this.#start = null;
    if (this.cursor >= this.length - 1) this.#moveTo(-1);
    this.playing = true;
    this.#spent = 0;
    this.#lastTick = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  pause(): void {
    this.playing = false;
    this.#playWhenLoaded = false;
    cancelAnimationFrame(this.#frame);
  }

  select(task: number | null): void {
    this.inspect(task === null ? null : { kind: "task", id: task });
  }

  /** Selects anything, or nothing. */
  inspect(selection: Selection | null): void {
    this.selection = selection;
  }

  /** A pointer is on a task, on whichever view; 0 when it has left. */
  hover(task: number): void {
    this.hoveredTask = task;
  }

  /** Brings a line of the program into sight. */
  showLine(line: number): void {
    this.shownLine = line;
  }

  /** Shows a run that was recorded elsewhere, from its beginning. Nothing is run. */
  showRun({ program, hasSource, store, end, stopped }: FiledRun, { trusted }: { trusted: boolean }): void {
    this.open(program, { trusted });
    this.#show(store);
    this.tracedSource = hasSource ? program.source : null;
    this.stopped = stopped;
    this.end = end;
    if (end?.error) this.#fail(end.error, end.line, true);
    this.play();
  }

  /** The shown run as a file, in parts: as `npm run trace` prints it. */
  traceFile(): Iterable<string> {
    const { language, seed, tracedSource: source, end, endTime } = this;
    const { outcome, error, line, time } = end ?? { outcome: null, error: null, line: 0, time: endTime };
    return traceFile(this.store.trace, { language, seed, source, outcome, error, line, time });
  }

  /** The events of the whole trace. */
  exportEvents(): ExportedEvent[] {
    return exportEvents(this.store.trace);
  }

  /** The whole trace for Perfetto; `about` is what the file says of itself. */
  exportForPerfetto(about: Record<string, string | number>): TraceEventFile {
    return traceEvents(this.store, about);
  }

  /** The moment that is shown, as a link names it; null before the first event. */
  get moment(): Moment | null {
    if (this.cursor < 0) return null;
    return { at: nameOfEvent(this.store.trace, this.cursor), task: this.#selectedName, speed: this.speed };
  }

  get #selectedName(): string | null {
    return this.selectedTask === null ? null : (this.store.trace.taskName(this.selectedTask) ?? null);
  }

  get status(): RunStatus {
    return this.#runner.status;
  }

  /** Whether the next run was recorded before, so that it needs no guest, and equals a run. */
  get isRecorded(): boolean {
    const program = this.#recorded?.program;
    return program?.source === this.source && program.seed === this.seed;
  }

  /** What a run waits for before it begins. */
  get progress(): Progress {
    return this.#runner.progress;
  }

  /** The same in words, if it has been for a while; null else. */
  get waitsFor(): string | null {
    return this.#runner.isLate ? waitingText(this.progress, this.language) : null;
  }

  /** The virtual time of the last event. */
  get endTime(): number {
    return this.length > 0 ? this.store.trace.time(this.length - 1) : 0;
  }

  /** True while something goes on by itself, or is going to: a run, or playing. */
  get busy(): boolean {
    return this.status !== "idle" || this.playing || this.runWhileTyping.isWaiting;
  }

  #append(store: TraceStore, chunk: Chunk, source: string): void {
    if (this.store !== store) {
      this.tracedSource = source;
      this.end = null;
      this.#show(store);
    }
    const wasAtEnd = this.cursor === this.length - 1;
    store.append(chunk);
    this.length = store.length;
    if (this.#start) {
      this.#goToStart(this.#start, false);
    } else if (this.#playWhenLoaded) {
      if (!this.playing) this.play();
    } else if (wasAtEnd && !this.playing) {
      this.#moveTo(store.length - 1);
    }
  }

  #ended(end: RunEnd, store: TraceStore, source: string): void {
    if (end.error) this.#fail(end.error, end.line, !end.invalid);
    if (end.invalid) return;
    // A program without a single event has still run.
    if (this.store !== store) {
      this.#show(store);
      this.tracedSource = source;
    }
    if (end.outcome === "deadlock") store.endInDeadlock();
    this.end = end;
    if (this.#start && this.length > 0) this.#goToStart(this.#start, true);
    this.#playWhenLoaded = false;
  }

  /** The moment that a person looks at, to stay there; null at the beginning, at the end, and while it plays. */
  #pausedAt(): Start | null {
    const { store, cursor, length, tracedSource, source } = this;
    if (this.playing || cursor < 0 || cursor >= length - 1 || tracedSource === null) return null;
    const task = this.#selectedName;
    return sameMoment(store.trace, cursor, task, { before: tracedSource, after: source });
  }

  /** To where the trace is shown first, as soon as it is recorded up to there. */
  #goToStart(start: Start, isWhole: boolean): void {
    const index = start.find(this.store.trace, isWhole);
    if (index === undefined) return;
    this.#start = null;
    this.select(this.store.spans.lanes.find(({ name }) => name === start.task)?.task ?? null);
    if (index !== null) this.#moveTo(index);
    if (start.playing || index === null) this.play();
  }

  #fail(message: string, line: number, atEnd: boolean): void {
    this.#problem = { message, line, atEnd };
  }

  #show(store: TraceStore): void {
    this.store = store;
    this.length = store.length;
    this.cursor = -1;
    this.smooth = false;
    this.selection = null;
    this.shownLine = 0;
  }

  #moveTo(index: number): void {
    const target = Math.max(-1, Math.min(index, this.length - 1));
    this.smooth = Math.abs(target - this.cursor) <= 8;
    this.cursor = target;
    this.shownLine = 0;
    // What the pointer was on may be gone, and then nobody says that it has left.
    this.hoveredTask = 0;
  }

  readonly #tick = (now: number): void => {
    const elapsed = Math.min(100, now - this.#lastTick);
    this.#lastTick = now;
    const { index, spent } = advance(this.store.trace, this.cursor, this.#spent, elapsed, this.speed);
    this.#spent = spent;
    if (index !== this.cursor) this.#moveTo(index);
    if (this.cursor >= this.length - 1 && this.status === "idle") {
      this.playing = false;
      return;
    }
    this.#frame = requestAnimationFrame(this.#tick);
  };
}
