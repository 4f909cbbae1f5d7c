/**
 * A run as it is shown: with a cursor and a selection of its own. Two runs side by side are two of these. Made by the
 * session, which also adds the events of a run that is still recording; its parts are handed to the views.
 */
import type { CursorPosition } from "../share/address.ts";
import type { RunEnd } from "../share/run-end.ts";
import { nameOfEvent } from "../store/event-name.ts";
import type { StepSize } from "../store/steps.ts";
import { lastLink } from "../store/wake-chain.ts";
import type { Chunk } from "../trace/chunk.ts";
import type { AboutEnd } from "./runner.svelte.ts";
import { Cursor, type CursorOptions } from "./cursor.svelte.ts";
import { atSameEvent, type InitialCursor } from "./initial-cursor.ts";
import type { Run } from "./run.svelte.ts";
import { SelectionModel } from "./selection-model.svelte.ts";

export class ShownRun {
  readonly run: Run;
  readonly cursor: Cursor;
  readonly selection: SelectionModel;

  constructor(run: Run, options: CursorOptions = {}) {
    this.run = run;
    this.cursor = new Cursor(run, options);
    this.selection = new SelectionModel(this.cursor);
  }

  /** Adds events to the run; the cursor stays at the end if it was there. */
  append(chunk: Chunk): void {
    const wasAtEnd = this.cursor.isAtEnd;
    this.run.append(chunk);
    this.cursor.stayAtEnd(wasAtEnd);
    this.#goToInitial();
  }

  finish(end: RunEnd, about: AboutEnd): void {
    this.run.finish(end, about);
    this.#goToInitial();
  }

  /** Shows the run first where `initial` says, as soon as that is recorded. */
  startAt(initial: InitialCursor): void {
    this.cursor.startAt(initial);
    this.#goToInitial();
  }

  /** Moves the cursor by a step of `size`; a step by await is of the selected task, or else of any. */
  stepBy(size: StepSize, direction: 1 | -1): void {
    this.cursor.stepBy(size, direction, this.selection.task);
  }

  /** Goes back to the event that made the selected task (or else the running one) ready, and selects the task that caused it. */
  walkBack(): void {
    const task = this.selection.task ?? this.cursor.state.running?.task ?? 0;
    const link = lastLink(this.run.store.spans, task, this.cursor.index);
    if (!link) return;
    this.cursor.seek(link.since);
    if (link.by > 0) this.selection.selectTask(link.by);
  }

  /** Goes to what the verdict on the run is about, and shows the line to blame. */
  showVerdict(): void {
    const { verdict } = this.run;
    if (!verdict) return;
    this.cursor.seek(verdict.index);
    if (verdict.about) this.selection.select(verdict.about);
    if (verdict.line > 0) this.selection.showLine(verdict.line);
  }

  /** The cursor position as a link names it; null before the first event. */
  get position(): CursorPosition | null {
    const { run, cursor } = this;
    if (cursor.index < 0) return null;
    return { at: nameOfEvent(run.store.trace, cursor.index), task: this.#taskName, speed: cursor.speed };
  }

  /** True if a person has paused at an event between the beginning and the end. */
  get isMidway(): boolean {
    const { playing, isPoster, index, isAtEnd } = this.cursor;
    return !playing && !isPoster && index >= 0 && !isAtEnd;
  }

  /**
   * The event that a person has paused at, to be shown again in a run of `source`. Null at the beginning, at the end,
   * while it plays, and for another program.
   */
  pausedAt(source: string): InitialCursor | null {
    const { run, cursor } = this;
    if (!this.isMidway || run.source === null) return null;
    const texts = { before: run.source, after: source };
    return atSameEvent(run.store.trace, cursor.index, this.#taskName, texts);
  }

  get #taskName(): string | null {
    const { task } = this.selection;
    return task === null ? null : (this.run.store.trace.taskName(task) ?? null);
  }

  #goToInitial(): void {
    const initial = this.cursor.goToInitial();
    if (!initial) return;
    const lane = this.run.store.spans.lanes.find(({ name }) => name === initial.task);
    this.selection.selectTask(lane?.task ?? null);
  }
}
