/**
 * Cursor: a place in one run, given as an event index, and the only thing that playing, stepping and scrubbing move. The
 * page shows the loop's state after the event at the cursor. Made with the run that is shown; moved by playback controls,
 * keys and views.
 */
import { emptyState } from "../store/apply-event.ts";
import type { LoopState } from "../store/loop-state.ts";
import { stepFrom, type StepSize } from "../store/steps.ts";
import type { Speed } from "../share/view-options.ts";
import { findStops } from "../store/find-stops.ts";
import type { InitialCursor } from "./initial-cursor.ts";
import { factorOf, usualSpeed } from "./playback.ts";
import type { Run } from "./run.svelte.ts";
import { type PlacedStop, type Said, Score, type TourStop } from "./score.ts";

/** A move by at most so many events is animated. */
const SMOOTH_EVENTS = 8;
/** A move while playing that lasts as many milliseconds is animated. */
const SMOOTH_TIME = 50;
/** The longest that one animation frame counts, in milliseconds: a page in the background has none for a while. */
const LONGEST_FRAME = 200;

export interface CursorOptions {
  /** The speed of playing; null for the usual one of the run. */
  speed?: Speed | null;
  /** The stops at which playing holds. */
  tour?: () => readonly TourStop[];
  /** True if nothing is to move by itself. */
  isCalm?: () => boolean;
}

export class Cursor {
  readonly run: Run;
  #index = $state.raw(-1);
  #playing = $state.raw(false);
  #smooth = $state.raw(false);
  #moves = $state.raw(0);
  #isPoster = $state.raw(false);
  #tells = $state.raw(false);
  #wasMoved = $state.raw(false);
  /** Changes with each second of playing. */
  #secondsLeft = $state.raw(0);
  /** The speed that a person has chosen; null for the usual one of the run. */
  speed = $state.raw<Speed | null>(null);
  readonly #isCalm: () => boolean;

  /** The stops at which playing holds, as far as they are recorded. */
  readonly stops: readonly PlacedStop[];

  /** The place to go to once it is recorded; null after the cursor has reached it, or a person has moved the cursor. */
  #initial: InitialCursor | null = null;
  #score: { length: number; stops: readonly PlacedStop[]; value: Score } | null = null;
  /** Milliseconds at Story that playing has spent on the event at the cursor. */
  #spent = 0;
  #lastTick = 0;
  #frame = 0;

  constructor(run: Run, { speed = null, tour = () => [], isCalm = () => false }: CursorOptions = {}) {
    this.run = run;
    this.speed = speed;
    this.#isCalm = isCalm;
    this.stops = $derived.by(() => {
      const stops = tour();
      if (run.length === 0 || stops.length === 0) return [];
      const events = findStops(run.store.trace, stops);
      return events.map((event, i) => ({ event, caption: stops[i]?.caption ?? "" }));
    });
  }

  /** The index of the last event that has happened; -1 before the first. */
  get index(): number {
    return this.#index;
  }

  /**
   * The loop's state after the event at the cursor. No derived value: one that a view read last for a run that was
   * replaced would hold that run in memory until it is read again. The store keeps the last state.
   */
  get state(): LoopState {
    return this.run.isEmpty ? emptyState : this.run.store.stateAt(this.#index);
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** True at the last event that is recorded, and in a run without events. */
  get isAtEnd(): boolean {
    return this.#index >= this.run.length - 1;
  }

  /** True if the last move was short, so that it can be animated. */
  get smooth(): boolean {
    return this.#smooth;
  }

  /** True at the place where a first visit waits: playing begins at the beginning. */
  get isPoster(): boolean {
    return this.#isPoster;
  }

  /** True once it has played or a person has moved it: a run may be shown at its end before. */
  get wasMoved(): boolean {
    return this.#wasMoved;
  }

  /** The speed at which it plays. */
  get pace(): Speed {
    return this.speed ?? usualSpeed(this.run.length === 0 ? 0 : this.run.store.callbacks.length);
  }

  /** What playing says at the cursor; null once a person has moved the cursor. */
  get said(): Said | null {
    return this.#tells ? this.score.said(Math.max(0, this.#index)) : null;
  }

  /** Real seconds that playing takes from here to the end. */
  get timeLeft(): number {
    // From the end, Play begins anew.
    if (this.isAtEnd && !this.#playing) return 0;
    void this.#secondsLeft;
    return Math.max(0, this.score.total - this.#time) / this.#factor / 1000;
  }

  /** Real milliseconds until playing moves on. */
  get nextMoveIn(): number {
    return (this.score.at(this.#time).until - this.#time) / this.#factor;
  }

  /** The times of playing, for the events that are recorded. */
  get score(): Score {
    const { stops } = this;
    const { length, store } = this.run;
    if (this.#score?.length !== length || this.#score.stops !== stops)
      this.#score = { length, stops, value: new Score(store.trace, store.beats, stops) };
    return this.#score.value;
  }

  /** The place in the score, in milliseconds at Story. */
  get #time(): number {
    return this.#isPoster ? 0 : this.score.timeOf(this.#index) + this.#spent;
  }

  get #factor(): number {
    return factorOf(this.pace, this.score.total);
  }

  /** Counts the moves, for what holds only until the next one. */
  get moves(): number {
    return this.#moves;
  }

  /** Moves to event `index`, clamped to the run; -1 is before the first. Ends playing. */
  seek(index: number): void {
    this.#initial = null;
    this.pause();
    this.#isPoster = this.#tells = false;
    this.#wasMoved = true;
    this.#moveTo(index);
  }

  /** Moves by so many events, forwards or backwards. Ends playing. */
  step(by: number): void {
    this.seek(this.#index + by);
  }

  /** Moves by a step of `size`; a step by await is of `task`, or of any task if that is null. Ends playing. */
  stepBy(size: StepSize, direction: 1 | -1, task: number | null): void {
    this.seek(stepFrom(this.run.store, this.#index, size, direction, task));
  }

  /** Plays on from here; from the beginning if the cursor is at the end. */
  play(): void {
    if (this.run.length === 0 || this.#playing) return;
    this.#initial = null;
    if (this.isAtEnd || this.#isPoster) this.#moveTo(-1);
    this.#isPoster = false;
    this.#playing = this.#tells = this.#wasMoved = true;
    this.#lastTick = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  pause(): void {
    if (!this.#playing) return;
    this.#playing = false;
    cancelAnimationFrame(this.#frame);
  }

  /** Sets the place to go to as soon as it is recorded; `goToInitial` goes there. */
  startAt(initial: InitialCursor): void {
    this.#initial = initial;
  }

  /** Stays at the end of a run that has grown, if the cursor was there before. */
  stayAtEnd(wasAtEnd: boolean): void {
    if (wasAtEnd && !this.#playing && !this.#initial) this.#moveTo(this.run.length - 1);
  }

  /**
   * Goes to the initial place if that is recorded by now, and plays on from there if it says so. Plays from the beginning
   * if the run is over and does not have that place. For a person who wants reduced motion nothing plays by itself:
   * the run is shown at its end. Returns the initial cursor in both cases, else null.
   */
  goToInitial(): InitialCursor | null {
    const initial = this.#initial;
    if (!initial || this.run.length === 0) return null;
    const index = initial.find(this.run.store.trace, !this.run.isRecording);
    if (index === undefined) return null;
    this.#initial = null;
    if (index !== null) this.#moveTo(index);
    this.#isPoster = initial.isPoster === true && index !== null;
    if (index === null || initial.playing) {
      if (this.#isCalm()) this.#moveTo(this.run.length - 1);
      else this.play();
    }
    return initial;
  }

  #moveTo(index: number): void {
    const target = this.#clamped(index);
    this.#place(target, 0, Math.abs(target - this.#index) <= SMOOTH_EVENTS);
  }

  #clamped(index: number): number {
    return Math.max(-1, Math.min(index, this.run.length - 1));
  }

  #place(index: number, spent: number, smooth: boolean): void {
    this.#spent = spent;
    this.#smooth = smooth;
    this.#index = index;
    this.#moves++;
  }

  readonly #tick = (now: number): void => {
    const elapsed = Math.min(LONGEST_FRAME, now - this.#lastTick);
    this.#lastTick = now;
    const { score } = this;
    const time = Math.min(score.total, this.#time + elapsed * this.#factor);
    const next = score.at(time);
    // A person may have begun between two moves.
    const index = Math.max(this.#index, next.index);
    const spent = time - score.timeOf(index);
    if (index === this.#index) this.#spent = spent;
    else this.#place(index, spent, (next.until - time) / this.#factor >= SMOOTH_TIME);
    this.#secondsLeft = Math.ceil((score.total - time) / this.#factor / 1000);
    // At the end of a run that is still recording, playing waits for more.
    if (time >= score.total && !this.run.isRecording) this.#playing = false;
    else this.#frame = requestAnimationFrame(this.#tick);
  };
}
