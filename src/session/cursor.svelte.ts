/**
 * Cursor: a place in one run, given as an event index, and the only thing that playing, stepping and scrubbing move. The
 * page shows the loop's state after the event at the cursor. Made with the run that is shown; moved by playback controls,
 * keys and views.
 */
import { emptyState } from "../store/apply-event.ts";
import type { LoopState } from "../store/loop-state.ts";
import { stepFrom, type StepSize } from "../store/steps.ts";
import type { InitialCursor } from "./initial-cursor.ts";
import { advance, dwellAt } from "./playback.ts";
import type { Run } from "./run.svelte.ts";

/** A move by at most so many events is animated. */
const SMOOTH_EVENTS = 8;
/** The longest that one animation frame counts, in milliseconds: a page in the background has none for a while. */
const LONGEST_FRAME = 100;

export class Cursor {
  readonly run: Run;
  #index = $state.raw(-1);
  #playing = $state.raw(false);
  #smooth = $state.raw(false);
  #moves = $state.raw(0);
  /** The speed of playing, as a factor. */
  speed = $state.raw(1);

  /** The place to go to once it is recorded; null after the cursor has reached it, or a person has moved the cursor. */
  #initial: InitialCursor | null = null;
  /** Real milliseconds that playing has spent on the event at the cursor. */
  #spent = 0;
  #lastTick = 0;
  #frame = 0;

  constructor(run: Run, speed: number) {
    this.run = run;
    this.speed = speed;
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

  /** Real milliseconds until playing moves the cursor on. */
  get nextMoveIn(): number {
    return dwellAt(this.run.store.trace, this.#index, this.speed) - this.#spent;
  }

  /** Counts the moves, for what holds only until the next one. */
  get moves(): number {
    return this.#moves;
  }

  /** Moves to event `index`, clamped to the run; -1 is before the first. Ends playing. */
  seek(index: number): void {
    this.#initial = null;
    this.pause();
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
    if (this.isAtEnd) this.#moveTo(-1);
    this.#playing = true;
    this.#spent = 0;
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
   * if the run is over and does not have that place. Returns the initial cursor in both cases, else null.
   */
  goToInitial(): InitialCursor | null {
    const initial = this.#initial;
    if (!initial || this.run.length === 0) return null;
    const index = initial.find(this.run.store.trace, !this.run.isRecording);
    if (index === undefined) return null;
    this.#initial = null;
    if (index !== null) this.#moveTo(index);
    if (index === null || initial.playing) this.play();
    return initial;
  }

  #moveTo(index: number): void {
    const target = Math.max(-1, Math.min(index, this.run.length - 1));
    this.#smooth = Math.abs(target - this.#index) <= SMOOTH_EVENTS;
    this.#index = target;
    this.#moves++;
  }

  readonly #tick = (now: number): void => {
    const elapsed = Math.min(LONGEST_FRAME, now - this.#lastTick);
    this.#lastTick = now;
    const { index, spent } = advance(this.run.store.trace, this.#index, this.#spent, elapsed, this.speed);
    this.#spent = spent;
    if (index !== this.#index) this.#moveTo(index);
    // At the end of a run that is still recording, playing waits for more.
    if (this.isAtEnd && !this.run.isRecording) this.#playing = false;
    else this.#frame = requestAnimationFrame(this.#tick);
  };
}
