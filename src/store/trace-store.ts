/**
 * A trace with everything that is derived from it as it grows: keyframes, output, and the state at any event.
 *
 * `stateAt(i)` is the nearest keyframe at or before `i`, and a replay from there; the last replay is kept, so that
 * the next event costs one step.
 */
import { firstIndex } from "../base/binary-search.ts";
import { Column } from "../base/column.ts";
import type { Chunk } from "../trace/format.ts";
import { Trace } from "../trace/trace.ts";
import { Spans } from "./spans.ts";
import { emptyState, StateBuilder } from "./apply-event.ts";
import type { LoopState } from "./loop-state.ts";

/** Events from keyframe to keyframe: a replay of half as many, about 0.2 ms, on average. */
const KEYFRAME_EVERY = 512;

export class TraceStore {
  readonly trace = new Trace();
  /** Event indices of the output, in order. */
  readonly outputs: number[] = [];
  /** Event indices at which callbacks start, in order. */
  readonly callbacks: number[] = [];
  readonly #readyDepths = new Column((size) => new Int32Array(size));
  /** What each task did when, for the timeline. */
  readonly spans = new Spans();
  readonly #keyframes: LoopState[] = [emptyState];
  readonly #newest = new StateBuilder();
  #replay = new StateBuilder();
  #last: LoopState = emptyState;

  get length(): number {
    return this.trace.length;
  }

  append(chunk: Chunk): void {
    this.trace.append(chunk);
    this.spans.append(this.trace);
    while (this.#newest.index + 1 < this.trace.length) {
      this.#newest.applyNext(this.trace);
      const index = this.#newest.index;
      const kind = this.trace.kind(index);
      this.#readyDepths.push(this.#newest.readyDepth);
      if (kind === "outputWritten") this.outputs.push(index);
      if (kind === "handleStarted") this.callbacks.push(index);
      if ((index + 1) % KEYFRAME_EVERY === 0) this.#keyframes.push(this.#newest.snapshot());
    }
  }

  /** The state after event `index`, frozen; -1 is before the first. Indices outside the trace are clamped. */
  stateAt(index: number): LoopState {
    const wanted = Math.max(-1, Math.min(index, this.trace.length - 1));
    if (this.#last.index === wanted) return this.#last;
    const keyframe = this.#keyframes[Math.floor((wanted + 1) / KEYFRAME_EVERY)] as LoopState;
    if (this.#replay.index > wanted || this.#replay.index < keyframe.index) {
      this.#replay = new StateBuilder(keyframe);
    }
    while (this.#replay.index < wanted) this.#replay.applyNext(this.trace);
    this.#last = this.#replay.snapshot();
    return this.#last;
  }

  /** How many callbacks are ready after event `index`. */
  readyDepth(index: number): number {
    return this.#readyDepths.get(index);
  }

  /** The last event at or before virtual time `time`; -1 if there is none. */
  indexAtTime(time: number): number {
    return firstIndex(this.trace.length, (i) => this.trace.time(i) > time) - 1;
  }
}
