/**
 * Trace store: a trace with everything derived from it as it grows: keyframes, output, and the state at any event.
 *
 * `stateAt(i)` replays from the nearest keyframe at or before `i`; the last replay is kept, so that the next event costs
 * one step.
 */
import { firstIndex } from "../base/binary-search.ts";
import { Column } from "../base/column.ts";
import type { Chunk } from "../trace/chunk.ts";
import { Trace } from "../trace/trace.ts";
import { Beats } from "./beats.ts";
import { Spans } from "./spans.ts";
import { ContextVariables } from "./context-variables.ts";
import { GroupChildren } from "./group-children.ts";
import { emptyState, StateBuilder, type KeptState } from "./apply-event.ts";
import type { LoopState } from "./loop-state.ts";
import type { NetworkState } from "./network/network-state.ts";
import type { ExplainDeadlock } from "./warnings/deadlock.ts";
import type { ProgramSource } from "./warnings/program-text.ts";
import { Warnings } from "./warnings/warnings.ts";

/**
 * Events from keyframe to keyframe, at least. Measured with a million events of 500 tasks: every 128 a seek takes
 * 0.10 ms and the store 150 MB, every 512 0.11 ms and 136 MB, every 2048 0.26 ms and 105 MB. A state with more
 * entities than that is kept as many events apart as it has entities, so that copying them costs no more than the
 * replay, in time and in room, however many there are.
 */
const KEYFRAME_EVERY = 512;

export class TraceStore {
  readonly trace = new Trace();
  /** Event indices of the output, in order. */
  readonly outputs: number[] = [];
  /** Event indices at which callbacks start, in order. */
  readonly callbacks: number[] = [];
  readonly #readyDepths = new Column((size) => new Int32Array(size));
  /** Largest number of ready callbacks after any event. */
  deepestReady = 0;
  /** Lanes of the timeline. */
  readonly spans = new Spans();
  /** The run as playing tells it. */
  readonly beats = new Beats();
  /** Warnings about the program. */
  readonly warnings: Warnings;
  readonly groupChildren = new GroupChildren(this.trace);
  readonly contextVariables = new ContextVariables(this.trace, this.spans);
  readonly #keyframes: KeptState[] = [emptyState];
  readonly #newest = new StateBuilder();
  #replay = new StateBuilder();
  #last: KeptState = emptyState;

  /** @param program the program that is recorded, which warnings read; its text is empty if it is not known. */
  constructor(program: ProgramSource = { language: "python", source: "" }) {
    this.warnings = new Warnings(this.trace, program);
  }

  get length(): number {
    return this.trace.length;
  }

  append(chunk: Chunk): void {
    this.trace.append(chunk);
    for (let index = this.#newest.index + 1; index < this.trace.length; index++) {
      const event = this.trace.event(index);
      this.spans.take(event);
      this.beats.take(event);
      this.#newest.applyNext(this.trace, event);
      this.warnings.see(event);
      const { kind } = event;
      this.#readyDepths.push(this.#newest.readyDepth);
      this.deepestReady = Math.max(this.deepestReady, this.#newest.readyDepth);
      if (kind === "outputWritten") this.outputs.push(index);
      if (kind === "handleStarted") this.callbacks.push(index);
      if (kind === "contextVariableSet") this.contextVariables.append(index);
      if (kind === "childAdded") this.groupChildren.append(index);
      const sinceKeyframe = index - (this.#keyframes.at(-1) as KeptState).index;
      if (sinceKeyframe >= Math.max(KEYFRAME_EVERY, this.#newest.size)) {
        this.#keyframes.push(this.#newest.snapshot());
      }
    }
  }

  /** Note that the run ended in a deadlock, at the last event. */
  endInDeadlock(explain: ExplainDeadlock): void {
    this.warnings.endInDeadlock(explain, this.stateAt(this.trace.length - 1), this.groupChildren);
  }

  /** Return the frozen state after event `index`; -1 is before the first. Indices outside the trace are clamped. */
  stateAt(index: number): LoopState {
    const wanted = Math.max(-1, Math.min(index, this.trace.length - 1));
    if (this.#last.index === wanted) return this.#last;
    const after = firstIndex(this.#keyframes.length, (i) => (this.#keyframes[i] as KeptState).index > wanted);
    const keyframe = this.#keyframes[after - 1] as KeptState;
    if (this.#replay.index > wanted || this.#replay.index < keyframe.index) {
      this.#replay = new StateBuilder(keyframe);
    }
    while (this.#replay.index < wanted) this.#replay.applyNext(this.trace);
    this.#last = this.#replay.snapshot();
    return this.#last;
  }

  /** The network after the last event: it has every endpoint of the run. */
  get network(): NetworkState {
    return this.#newest.network;
  }

  /** Return the number of ready callbacks after event `index`. */
  readyDepth(index: number): number {
    return this.#readyDepths.get(index);
  }
}
