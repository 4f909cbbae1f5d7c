/**
 * Score: the time of every move of playing in one run, in milliseconds at the speed Story: that of its beats, and the
 * stops at which a tour holds. Made by the cursor for the events that are recorded, and made anew when there are more.
 *
 * Invariant: a time and an event index lead to each other: `timeOf(indexAt(time)) <= time`.
 */
import { firstIndex } from "../base/binary-search.ts";
import type { Beats } from "../store/beats.ts";
import { heldMoves, type Move, movesOf, restartedMoves } from "../store/moves.ts";
import { stopTime } from "../store/pace.ts";
import type { StopPattern } from "../store/find-stops.ts";
import type { Trace } from "../trace/trace.ts";

/** A stop of a tour, as its example describes it. */
export type TourStop = StopPattern & { readonly caption: string };

/** A stop of a tour, found in a run. */
export interface PlacedStop {
  readonly event: number;
  readonly caption: string;
}

/** What is said while playing: a stop, or the first and the last beat of a passage. */
export type Said = PlacedStop | { readonly first: number; readonly last: number };

/** A beat with moves of its own, since it has a stop or follows one. */
interface Special {
  readonly beat: number;
  readonly moves: readonly Move[];
  /** Milliseconds that this one and those before it take more than their beats. */
  readonly more: number;
}

export class Score {
  readonly #trace: Trace;
  readonly #beats: Beats;
  readonly #stops: readonly PlacedStop[];
  readonly #specials: Special[] = [];
  /** The moves of the beat that was asked for last. */
  #last: { beat: number; moves: readonly Move[] } | null = null;

  constructor(trace: Trace, beats: Beats, stops: readonly PlacedStop[]) {
    this.#trace = trace;
    this.#beats = beats;
    this.#stops = stops;
    const held = new Set(stops.map(({ event }) => beats.at(event)));
    let more = 0;
    for (const beat of held) {
      const holds = stops.filter(({ event }) => beats.at(event) === beat);
      const times = holds.map(({ event, caption }) => ({ event, time: stopTime(caption) }));
      more += this.#add(beat, heldMoves(trace, beats, beat, times), more);
      const next = this.#afterAsides(beat);
      if (next < beats.count && beats.position(next) > 0 && !held.has(next))
        more += this.#add(next, restartedMoves(trace, beats, next), more);
    }
  }

  /** Milliseconds of the whole run. */
  get total(): number {
    return this.#start(this.#beats.count);
  }

  /** Return the time at which playing reaches an event; for one that it passes, the time of the move before. */
  timeOf(index: number): number {
    if (index < 0) return 0;
    const beat = this.#beats.at(index);
    let time = this.#start(beat);
    let reached = time;
    for (const move of this.#moves(beat)) {
      if (move.to > index) break;
      reached = time;
      time += move.time;
    }
    return reached;
  }

  /** Return the event at which the cursor stands at a time, and the time of the next move; Infinity after the last. */
  at(time: number): { index: number; until: number } {
    const { count } = this.#beats;
    const beat = Math.max(0, firstIndex(count, (i) => this.#start(i) > time) - 1);
    let until = this.#start(beat);
    let index = -1;
    for (const move of this.#moves(beat)) {
      if (until > time) return { index, until };
      index = move.to;
      until += move.time;
    }
    // Not the sum of the moves, which is rounded.
    return { index, until: beat + 1 < count ? this.#start(beat + 1) : Infinity };
  }

  /**
   * Return what is said while the event is played: a stop of the tour, until the end of its beat, or else the first and
   * the last beat of a passage.
   */
  said(index: number): Said {
    const beats = this.#beats;
    const beat = this.#withoutAside(beats.at(index));
    const inBeat = this.#stops.filter(({ event }) => beats.at(event) === beat);
    const stop = inBeat.find(({ event }) => event >= index) ?? inBeat.at(-1);
    if (stop) return stop;
    let [first, last] = [beat, beat];
    while (beats.position(first) > 0 && !this.#hasStop(this.#withoutAside(first - 1))) first--;
    while (last + 1 < beats.count && beats.position(last + 1) > 0 && !this.#hasStop(last + 1)) last++;
    return { first, last };
  }

  /** Bookkeeping says what the beat before it does, unless a stop is in it. */
  #withoutAside(beat: number): number {
    while (beat > 0 && this.#beats.kind(beat) === "aside" && !this.#hasStop(beat)) beat--;
    return beat;
  }

  /** Return the next beat that is no bookkeeping. */
  #afterAsides(beat: number): number {
    do beat++;
    while (beat < this.#beats.count && this.#beats.kind(beat) === "aside");
    return beat;
  }

  #hasStop(beat: number): boolean {
    return this.#stops.some(({ event }) => event >= this.#beats.from(beat) && event <= this.#beats.to(beat));
  }

  /** Adds a special beat after `more` milliseconds of others, and returns the milliseconds that it adds itself. */
  #add(beat: number, moves: readonly Move[], more: number): number {
    const added = moves.reduce((sum, { time }) => sum + time, 0) - this.#beats.time(beat);
    this.#specials.push({ beat, moves, more: more + added });
    return added;
  }

  #start(beat: number): number {
    const special = this.#specials.findLast((special) => special.beat < beat);
    return this.#beats.start(beat) + (special?.more ?? 0);
  }

  #moves(beat: number): readonly Move[] {
    if (this.#last?.beat !== beat) {
      const special = this.#specials.find((special) => special.beat === beat);
      this.#last = { beat, moves: special?.moves ?? movesOf(this.#trace, this.#beats, beat) };
    }
    return this.#last.moves;
  }
}
