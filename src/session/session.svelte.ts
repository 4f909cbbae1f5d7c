/**
 * The session: one program, its last run, and the cursor in that run's trace. The page's only mutable centre; views
 * read it and call its methods.
 *
 * Run states: idle → loading → running → idle. A run's trace replaces the former one with its first chunk, so a program
 * that does not even begin (a syntax error) leaves the last good trace in place.
 */
import { GuestClient, type LoadProgress } from "../sandbox/guest-client.ts";
import type { RunEnd } from "../sandbox/guest-client.ts";
import type { Program } from "../share/program.ts";
import { emptyState } from "../store/apply-event.ts";
import type { LoopState } from "../store/loop-state.ts";
import { TraceStore } from "../store/trace-store.ts";
import { EVENT_CAP } from "../trace/cap.ts";
import type { Chunk } from "../trace/format.ts";
import { advance } from "./playback.ts";

export type RunStatus = "idle" | "loading" | "running";

/** What is wrong with the program or its run, to be shown where it happened. */
export interface Problem {
  message: string;
  /** 1-based; 0 if it is about no line. */
  line: number;
  /** True if the run came to its end with it: it shows once the cursor is there. */
  atEnd: boolean;
}

export class Session {
  source = $state.raw("");
  seed = $state.raw(1);
  status = $state.raw<RunStatus>("idle");
  progress = $state.raw<LoadProgress>({ phase: "starting" });
  /** How the shown run ended; null while it goes on, before the first, and after a stop. */
  end = $state.raw<RunEnd | null>(null);
  stopped = $state.raw(false);
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
  selectedTask = $state.raw<number | null>(null);
  /** True if the cursor went to a neighbouring event: only then is there a motion to show. */
  smooth = $state.raw(true);

  readonly state: LoopState = $derived.by(() => {
    return this.length > 0 ? this.store.stateAt(this.cursor) : emptyState;
  });

  readonly problem: Problem | null = $derived(
    this.#problem?.atEnd && this.cursor < this.length - 1 ? null : this.#problem,
  );

  readonly #client = new GuestClient((progress) => (this.progress = progress));
  #spent = 0;
  #lastTick = 0;
  #frame = 0;
  /** True until the person moves: then a run that is still recording plays along. */
  #playWhenLoaded = false;

  /** Puts another program on the stage. The shown trace stays until it is run. */
  open(program: Program, { trusted }: { trusted: boolean }): void {
    this.stop();
    this.pause();
    this.source = program.source;
    this.seed = program.seed;
    this.trusted = trusted;
    this.#problem = null;
    this.#show(new TraceStore());
    this.tracedSource = null;
    this.end = null;
    this.stopped = false;
  }

  edit(source: string): void {
    if (source === this.source) return;
    this.source = source;
    this.#problem = null;
  }

  /** Loads what a run needs, so that the first one does not wait. */
  warmUp(): void {
    void this.#client.load().catch(() => {
      // Said when somebody runs a program.
    });
  }

  /** Runs the program as it stands, and plays its trace from the beginning. */
  async run({ play = true } = {}): Promise<void> {
    const source = this.source;
    const store = new TraceStore();
    this.pause();
    this.trusted = true;
    this.#problem = null;
    this.stopped = false;
    this.#playWhenLoaded = play;
    this.status = "loading";
    await new Promise<void>((settled) => {
      this.#settle();
      this.#settle = settled;
      void this.#client.run(
        { source, seed: this.seed, cap: EVENT_CAP },
        {
          onStart: () => (this.status = "running"),
          onChunk: (chunk) => this.#append(store, chunk, source),
          onEnd: (end) => {
            this.#ended(end, store, source);
            settled();
          },
          onFailure: (error) => {
            this.status = "idle";
            this.#fail(error.message, 0, false);
            settled();
          },
        },
      );
    });
  }

  /** Ends the run; what was recorded stays. */
  stop(): void {
    if (this.status === "idle") return;
    this.stopped = this.status === "running";
    this.#client.stop();
    this.status = "idle";
    this.#settle();
  }

  /** Moves the cursor to event `index`, clamped to the trace; -1 is before the first. Ends playing. */
  seek(index: number): void {
    this.pause();
    this.#moveTo(index);
  }

  /** Moves the cursor by so many events, forwards or backwards. */
  step(by: number): void {
    this.seek(this.cursor + by);
  }

  /** To the next (or with -1 the last) start of a callback. */
  stepCallback(direction: 1 | -1): void {
    const starts = this.store.callbacks;
    const target =
      direction > 0
        ? starts.find((index) => index > this.cursor)
        : starts.findLast((index) => index < this.cursor);
    this.seek(target ?? (direction > 0 ? this.length - 1 : -1));
  }

  /** Plays on from the cursor, from the beginning if it is at the end. */
  play(): void {
    if (this.length === 0 || this.playing) return;
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
    this.selectedTask = task;
  }

  /** The virtual time of the last event. */
  get endTime(): number {
    return this.length > 0 ? this.store.trace.time(this.length - 1) : 0;
  }

  /** True while something goes on by itself: a run, or playing. */
  get busy(): boolean {
    return this.status !== "idle" || this.playing;
  }

  /** Resolves a run's promise that no end will come for, since it was stopped or replaced. */
  #settle: () => void = () => {};

  #append(store: TraceStore, chunk: Chunk, source: string): void {
    if (this.store !== store) {
      this.tracedSource = source;
      this.end = null;
      this.#show(store);
    }
    const wasAtEnd = this.cursor === this.length - 1;
    store.append(chunk);
    this.length = store.length;
    if (this.#playWhenLoaded) {
      if (!this.playing) this.play();
    } else if (wasAtEnd && !this.playing) {
      this.#moveTo(store.length - 1);
    }
  }

  #ended(end: RunEnd, store: TraceStore, source: string): void {
    this.status = "idle";
    if (end.error) this.#fail(end.error, end.line, !end.invalid);
    if (end.invalid) return;
    // A program without a single event has still run.
    if (this.store !== store) {
      this.#show(store);
      this.tracedSource = source;
    }
    this.end = end;
    this.#playWhenLoaded = false;
  }

  #fail(message: string, line: number, atEnd: boolean): void {
    this.#problem = { message, line, atEnd };
  }

  #show(store: TraceStore): void {
    this.store = store;
    this.length = store.length;
    this.cursor = -1;
    this.smooth = false;
    this.selectedTask = null;
  }

  #moveTo(index: number): void {
    const target = Math.max(-1, Math.min(index, this.length - 1));
    this.smooth = Math.abs(target - this.cursor) <= 8;
    this.cursor = target;
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
