/**
 * Run: one recorded execution of a program, with its trace and the way it ended. A value: it has no cursor, belongs to no
 * page and only ever grows, so any number of runs can be shown at once. Made by the session; read by every view.
 *
 * States: recording → ended | stopped | broken off. A program that has not run yet has a run without events.
 */
import type { FiledRun } from "../formats/read-loopscope.ts";
import { type Conditions, conditionsOf, type Language, type Program } from "../share/program.ts";
import type { WrittenFiles } from "../share/file-bytes.ts";
import type { LockedPackage } from "../share/packages.ts";
import type { RunEnd } from "../share/run-end.ts";
import { TraceStore } from "../store/trace-store.ts";
import { type Verdict, verdictOf } from "../store/verdict.ts";
import type { Chunk } from "../trace/chunk.ts";
import type { AboutEnd } from "./runner.svelte.ts";
import type { Computation } from "../trace/stopwatch.ts";

export class Run {
  readonly language: Language;
  #conditions = $state.raw<Conditions>({ seed: 1 });
  /** The text that was run; null if none was yet, or if the run's file does not hold it. */
  readonly source: string | null;
  /** The trace and what is derived from it. It grows in place: `length` says when. */
  readonly store: TraceStore;
  #length = $state.raw(0);
  #isEmpty = $state.raw(true);
  #isRecording = $state.raw(false);
  #stopped = $state.raw(false);
  #end = $state.raw<RunEnd | null>(null);
  #computation = $state.raw<Computation | null>(null);
  #written = $state.raw<WrittenFiles | null>(null);
  #verdict = $state.raw<Verdict | null>(null);

  private constructor(program: Program, source: string | null, store: TraceStore) {
    this.language = program.language;
    this.#conditions = conditionsOf(program);
    this.source = source;
    this.store = store;
    this.#length = store.length;
    this.#isEmpty = store.length === 0;
  }

  /** The empty run of a program that has not run yet. */
  static notStarted(program: Program): Run {
    return new Run(program, null, new TraceStore());
  }

  /** A run that is going to be recorded, event by event. */
  static recording(program: Program): Run {
    const run = new Run(program, program.source, new TraceStore(program));
    run.#isRecording = true;
    return run;
  }

  /** A run that was recorded elsewhere. */
  static fromFile({ program, hasSource, store, end, stopped }: FiledRun): Run {
    const run = new Run(program, hasSource ? program.source : null, store);
    run.#end = end;
    run.#stopped = stopped;
    if (end || stopped) run.#verdict = verdictOf(store, end);
    return run;
  }

  get conditions(): Conditions {
    return this.#conditions;
  }

  /** The number of events. */
  get length(): number {
    return this.#length;
  }

  /** True without events. Unlike `length`, it changes once, so that what reads it alone is not run for each chunk. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** True while more events may come. */
  get isRecording(): boolean {
    return this.#isRecording;
  }

  /** The end of the program; null before its end, after a stop, and if its file does not say. */
  get end(): RunEnd | null {
    return this.#end;
  }

  /** True if a person stopped the program. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The outcome in one sentence; null before the end, and if it is not known. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  /** The longest computation by real time, which the trace does not show; null if none was long. */
  get computation(): Computation | null {
    return this.#computation;
  }

  /** The files that the run has made or changed, until its end those of a moment ago; null if that is not known. */
  get written(): WrittenFiles | null {
    return this.#written;
  }

  /** The virtual time of the last event, in seconds. */
  get endTime(): number {
    return this.#length > 0 ? this.store.trace.time(this.#length - 1) : 0;
  }

  /** The packages of the program are found, before its first event. */
  lock(packages: readonly LockedPackage[]): void {
    this.#conditions = conditionsOf({ ...this.#conditions, packages });
  }

  append(chunk: Chunk): void {
    this.store.append(chunk);
    this.#length = this.store.length;
    this.#isEmpty = this.#length === 0;
  }

  /** The program has ended by itself. */
  /** The running program has written these files so far. */
  wroteSoFar(written: WrittenFiles): void {
    this.#written = written;
  }

  finish(end: RunEnd, { computation, explain, written }: AboutEnd): void {
    if (explain) this.store.endInDeadlock(explain);
    this.#isRecording = false;
    this.#end = end;
    this.#computation = computation;
    this.#written = written;
    this.#verdict = verdictOf(this.store, end);
  }

  /** No more events come: a person stopped the program, or else its guest broke. */
  breakOff({ stopped }: { stopped: boolean }): void {
    this.#isRecording = false;
    this.#stopped = stopped;
    if (stopped) this.#verdict = verdictOf(this.store, null);
  }
}
