/**
 * Beats: the run as playing tells it. A beat is one callback, one wait on the virtual clock, or what happens outside of
 * both. Beats that say the same form a passage, which has one sentence. Found while the trace grows, in constant time an
 * event; read by playback and by the sentences of beats.
 *
 * Invariants: the beats cover every event, in order and without a gap. Only the last beat is open; a closed one never
 * changes. A beat's time depends only on what came before it and on itself.
 */
import { firstIndex } from "../base/binary-search.ts";
import { Column } from "../base/column.ts";
import type { TraceEvent } from "../events/event.ts";
import { Bookkeeping } from "./bookkeeping.ts";
import { type BeatKind, OpenBeat, type OpenKind, ShapeNumbers } from "./open-beat.ts";
import { isArrival } from "./network/arrival-sentence.ts";
import { arrivalTime, asideTime, callbackTime, OPENING, quickMove, waitTime, wakeTime } from "./pace.ts";

const kinds: readonly BeatKind[] = ["outside", "callback", "wake", "wait", "cleanUp", "aside"];

/** What counts of a beat for its time and for the one after it. */
interface Placed {
  readonly kind: BeatKind;
  /** Kind of the last beat of its passage that is no bookkeeping. */
  readonly passage: BeatKind;
  readonly shape: number;
  readonly stopsLoop: boolean;
  /** Endpoint at which bytes arrived, and nothing else happened; 0 for none. */
  readonly arrivesAt: number;
  /** Number of earlier beats of its passage. */
  readonly position: number;
  /** In milliseconds at Story. */
  readonly time: number;
}

const nothing: Placed = {
  kind: "outside",
  passage: "outside",
  shape: 0,
  stopsLoop: false,
  arrivesAt: 0,
  position: 0,
  time: 0,
};

export class Beats {
  readonly #from = new Column((size) => new Int32Array(size));
  readonly #start = new Column((size) => new Float64Array(size));
  readonly #position = new Column((size) => new Int32Array(size));
  readonly #kind = new Column((size) => new Uint8Array(size));
  /** For each shape, the number of closed beats that have it. */
  readonly #seen = new Map<number, number>();
  /** For each form of a sentence about the network, the number of closed beats that have it. */
  readonly #told = new Map<number, number>();
  readonly #numbers = new ShapeNumbers();
  readonly #bookkeeping = new Bookkeeping();
  #waits = 0;
  #events = 0;
  #open = new OpenBeat(0, "outside", false);
  #previous = nothing;
  /** Time of the closed beats. */
  #closedTime = 0;

  /** Number of beats, the open one included. */
  get count(): number {
    return this.#from.length + (this.#events > this.#open.from ? 1 : 0);
  }

  /** First event of a beat. */
  from(beat: number): number {
    return beat < this.#from.length ? this.#from.get(beat) : this.#open.from;
  }

  /** Last event of a beat. */
  to(beat: number): number {
    return beat + 1 < this.count ? this.from(beat + 1) - 1 : this.#events - 1;
  }

  /** Milliseconds at Story from the beginning of the run to that of a beat, without stops. */
  start(beat: number): number {
    if (beat < this.#start.length) return this.#start.get(beat);
    return this.#closedTime + (beat > this.#start.length ? this.#placed.time : 0);
  }

  /** Milliseconds at Story that a beat takes, without stops. */
  time(beat: number): number {
    return this.start(beat + 1) - this.start(beat);
  }

  /** Number of earlier beats of the same passage. */
  position(beat: number): number {
    return beat < this.#position.length ? this.#position.get(beat) : this.#placed.position;
  }

  kind(beat: number): BeatKind {
    return beat < this.#kind.length ? (kinds[this.#kind.get(beat)] as BeatKind) : this.#placed.kind;
  }

  /** The beat of an event; 0 before the first. */
  at(index: number): number {
    return Math.max(0, firstIndex(this.count, (beat) => this.from(beat) > index) - 1);
  }

  /** Take in the next event. */
  take(event: TraceEvent): void {
    const kind = beginning(event, this.#open);
    if (kind !== null) this.#begin(event.index, kind);
    this.#events = event.index + 1;
    this.#open.take(event, this.#numbers);
    this.#bookkeeping.take(event);
  }

  #begin(index: number, kind: OpenKind): void {
    const open = this.#open;
    if (index > open.from) {
      const placed = this.#placed;
      this.#from.push(open.from);
      this.#start.push(this.#closedTime);
      this.#position.push(placed.position);
      this.#kind.push(kinds.indexOf(placed.kind));
      if (placed.kind === "wait") this.#waits++;
      if (placed.kind !== "aside") {
        this.#seen.set(placed.shape, (this.#seen.get(placed.shape) ?? 0) + 1);
        this.#told.set(open.form, (this.#told.get(open.form) ?? 0) + 1);
      }
      this.#closedTime += placed.time;
      this.#previous = placed;
    }
    this.#bookkeeping.begin();
    // The clean-up lasts until a task is created outside that does not clean up.
    const cleansUp = this.#previous.passage === "cleanUp";
    this.#open = new OpenBeat(index, cleansUp ? "cleanUp" : kind, kind === "callback");
  }

  get #placed(): Placed {
    const open = this.#open;
    const { kind, shape, stopsLoop, arrivesAt } = open;
    const nth = (this.#seen.get(shape) ?? 0) + 1;
    const told = open.form === 0 ? nth : (this.#told.get(open.form) ?? 0) + 1;
    if (kind === "callback" && this.#from.length > 0 && this.#isAside(open, nth)) return this.#aside;
    const position = this.#joins(open) ? this.#previous.position + 1 : 0;
    return {
      kind,
      passage: kind,
      shape,
      stopsLoop,
      arrivesAt,
      position,
      time: this.#timeOf(open, position, told),
    };
  }

  /**
   * What is repeated is as bookkeeping: a callback that did nothing, among other callbacks; and a transport that reads
   * what the passage before it said to arrive.
   */
  #isAside({ shape, isQuiet, stopsLoop }: OpenBeat, nth: number): boolean {
    if (this.#bookkeeping.isAside) return true;
    if (nth === 1 || stopsLoop) return false;
    const { passage, shape: other } = this.#previous;
    return passage === "callback"
      ? isQuiet && shape !== other
      : passage === "wait" && this.#bookkeeping.isOfNetwork;
  }

  /** Bookkeeping joins any passage, which then continues as if there had been none. */
  get #aside(): Placed {
    const position = this.#previous.position + 1;
    return { ...this.#previous, kind: "aside", arrivesAt: 0, position, time: asideTime(position) };
  }

  #joins({ kind, shape, arrivesAt }: OpenBeat): boolean {
    const previous = this.#previous;
    switch (kind) {
      case "cleanUp":
        return previous.passage === "cleanUp";
      case "wake":
        return previous.passage === "wait" || previous.passage === "wake";
      case "callback":
        return previous.passage === "callback" && shape === previous.shape;
      case "outside":
        return previous.stopsLoop;
      case "wait":
        // Bytes that arrive at one place, one packet after the other.
        return previous.passage === "wait" && arrivesAt > 0 && arrivesAt === previous.arrivesAt;
    }
  }

  #timeOf({ kind, things, acts, jump, due, hasArrivals }: OpenBeat, position: number, nth: number): number {
    if (kind === "wait" && position === 0) {
      const time = waitTime(jump, this.#waits + 1, due);
      return hasArrivals ? arrivalTime(time, nth) : time;
    }
    if (kind === "wake") return wakeTime(Math.max(1, position));
    if (position > 0) return quickMove(position);
    if (kind === "callback") return callbackTime({ things, acts, nth });
    return OPENING;
  }
}

/** Return the kind of the beat that begins with the event; null if the event continues the open one. */
function beginning(event: TraceEvent, open: OpenBeat): OpenKind | null {
  const isInCallback = open.runs && !open.isOver;
  switch (event.kind) {
    case "clockAdvanced":
      // One wait, if nothing happened at the time to which the clock jumped before.
      return open.kind === "wait" && open.isIdle ? null : "wait";
    case "iterationStarted":
    case "handleStarted":
      return open.isLead ? null : "callback";
    case "loopSwitched":
      return isInCallback || open.isLead ? null : "callback";
    case "processResumed":
      // Each turn of a command is one.
      return isInCallback || (open.kind === "wait" && open.isIdle) ? null : "wait";
    case "endpointReady":
    case "processReported":
    case "timerDue":
      // A timer is due after a jump of the clock, or else because a call has blocked.
      return open.isOver ? "callback" : null;
    case "handleScheduled":
      // The selector's callbacks join the queue with what has arrived.
      if (open.kind === "wait" && open.hasArrivals) return null;
      return !isInCallback && (open.isOver || open.kind === "wait") ? "outside" : null;
    default:
      if (!isInCallback && isArrival(event)) return open.isOver ? "wait" : null;
      return !isInCallback && (open.isOver || open.kind === "wait") ? "outside" : null;
  }
}
