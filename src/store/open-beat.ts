/**
 * The beat that is being recorded: what `Beats` needs to know of it when it is over. Its shape is a number that is equal
 * for beats in which the same code did the same things, whatever the names of tasks and the times.
 */
import { kindCodes, type TraceEvent } from "../events/event.ts";
import { isArrival } from "./network/arrival-sentence.ts";
import { actTime } from "./pace.ts";

/**
 * `wake` is the callback of a sleep that is over; `wait` is a jump of the clock, with the timers that are then due;
 * `cleanUp` is what asyncio.run does after the program; `outside` is what happens in no callback, as the loop's start;
 * `aside` is a callback that does bookkeeping alone, a part of the passage before it.
 */
export type BeatKind = "outside" | "callback" | "wake" | "wait" | "cleanUp" | "aside";

/** Things that a sentence can say, as bits. */
const THINGS: { readonly [Kind in TraceEvent["kind"]]?: number } = {
  taskCreated: 1,
  outputWritten: 2,
  queuePut: 4,
  queueGot: 4,
  resourceAcquired: 8,
  resourceReleased: 8,
  resourceChanged: 16,
  taskCancelRequested: 32,
  taskCancelThrown: 32,
  loopBlocked: 64,
  contextVariableSet: 128,
  taskSuspended: 256,
  taskDone: 256,
  bytesSent: 512,
  datagramSent: 512,
  bytesRead: 1024,
  datagramRead: 1024,
  connectionRequested: 2048,
  connectionAccepted: 2048,
  listeningStarted: 2048,
  endSent: 4096,
  endpointClosed: 4096,
  writingPaused: 8192,
  writingResumed: 8192,
  handshakeStarted: 16384,
  handshakeFinished: 16384,
  handshakeFailed: 16384,
};
/** Those of the network. */
const ON_NETWORK = ~511;

/** The callback with which asyncio.run stops the loop when its coroutine is done. */
export const STOPS_LOOP = "_run_until_complete_cb";

const CLEANS_UP = /(^|\.)shutdown_(asyncgens|default_executor)$/;

/** Numbers of texts, and of the coroutines of tasks. */
export class ShapeNumbers {
  readonly #texts = new Map<string, number>();
  readonly #coroutines = new Map<number, number>();

  of(text: string): number {
    let number = this.#texts.get(text);
    if (number === undefined) this.#texts.set(text, (number = this.#texts.size + 1));
    return number;
  }

  created(task: number, coroutine: string): void {
    this.#coroutines.set(task, this.of(coroutine));
  }

  coroutineOf(task: number): number {
    return this.#coroutines.get(task) ?? 0;
  }
}

/** `Beats` finds out what is bookkeeping. */
export type OpenKind = Exclude<BeatKind, "aside">;

export class OpenBeat {
  kind: OpenKind;
  /** True before the start of the callback that it is about. */
  isLead: boolean;
  shape = 0;
  #ending = 0;
  /** Time of the acts that are seen, in milliseconds at Story. */
  acts = 0;
  /** Seconds that the clock jumps, and timers that come due. */
  jump = 0;
  due = 0;
  /** True for a wait in which something arrived from the network. */
  hasArrivals = false;
  #arrivesAt = 0;
  #arrivesElsewhere = false;
  /** True from the start of its callback on. */
  runs = false;
  /** True once its callback has returned, or the loop has stopped. */
  isOver = false;
  /** True for a callback that is no step of a task and has done nothing that is recorded. */
  isQuiet = false;
  stopsLoop = false;
  #actCount = 0;
  #things = 0;

  constructor(
    readonly from: number,
    kind: OpenKind,
    isLead: boolean,
  ) {
    this.kind = kind;
    this.isLead = isLead;
  }

  /** Number of kinds of things that its sentence can say. */
  get things(): number {
    let count = 0;
    for (let bits = this.#things; bits > 0; bits &= bits - 1) count++;
    return count;
  }

  /**
   * Form of its sentence, if that is about the network: equal for beats that did the same things at other endpoints and
   * in other lines; 0 for another beat.
   */
  get form(): number {
    if (!this.hasArrivals && !(this.#things & ON_NETWORK)) return 0;
    return mixed(mixed(this.#things, this.#ending), this.#arrivesElsewhere ? 1 : 2);
  }

  /** True for a wait in which nothing came due or arrived. */
  get isIdle(): boolean {
    return this.due === 0 && !this.hasArrivals;
  }

  /** The endpoint at which bytes arrived, if nothing else happened that is worth a sentence; 0 otherwise. */
  get arrivesAt(): number {
    return this.#arrivesElsewhere ? 0 : this.#arrivesAt;
  }

  #arrives(event: TraceEvent): void {
    if (isArrival(event)) this.hasArrivals = true;
    if (event.kind === "clockAdvanced" || event.kind === "bytesDeparted") return;
    if (event.kind === "bytesArrived" && [0, event.endpoint].includes(this.#arrivesAt)) {
      this.#arrivesAt = event.endpoint;
    } else this.#arrivesElsewhere = true;
  }

  take(event: TraceEvent, numbers: ShapeNumbers): void {
    const { kind } = event;
    this.#things |= THINGS[kind] ?? 0;
    if (this.runs && isAct(event)) this.acts += actTime(this.#actCount++);
    if (kind !== "handleEnded") this.isQuiet = false;
    if (this.kind === "wait" && !this.runs) {
      this.#arrives(event);
      // Each is seen to happen, as each timer is that is due.
      if (kind === "handleScheduled" || isArrival(event)) this.due++;
    }
    switch (kind) {
      case "iterationStarted":
        // Its size says nothing about its first callback.
        return;
      case "loopSwitched":
      case "endpointReady":
      case "processReported":
        return;
      case "handleScheduled":
        // The selector's callbacks say nothing about the one that runs next.
        if (this.isLead) return;
        break;
      case "clockAdvanced":
        this.jump += event.time - event.from;
        return;
      case "timerDue":
        this.due++;
        return;
      case "handleStarted":
        this.runs = true;
        this.isLead = false;
        this.isQuiet = event.task === 0;
        this.stopsLoop = event.name === STOPS_LOOP;
        if (this.kind === "callback" && event.task > 0 && event.name === "sleep") this.kind = "wake";
        this.#mix(event.task > 0 ? 0 : numbers.of(event.name));
        break;
      case "handleEnded":
        this.isOver = true;
        break;
      case "taskCreated":
        numbers.created(event.task, event.coroutine);
        if (!this.runs) this.kind = CLEANS_UP.test(event.coroutine) ? "cleanUp" : "outside";
        break;
      case "loopStopped":
        this.isOver = !this.runs;
        break;
      case "taskStepped":
        // A task that is named "sleep".
        if (this.kind === "wake") this.kind = "callback";
        this.#mix(numbers.coroutineOf(event.task));
        break;
      case "taskSuspended":
        this.#mix((this.#ending = numbers.of(event.reason)));
        this.#mix(event.line);
        break;
      case "taskDone":
        this.#mix((this.#ending = numbers.of(event.outcome)));
        break;
      case "resourceAcquired":
      case "resourceReleased":
      case "resourceWaited":
      case "resourceChanged":
      case "queuePut":
      case "queueGot":
        this.#mix(event.resource);
        break;
      default:
      // The kind says enough.
    }
    this.#mix(kindCodes[kind]);
  }

  #mix(number: number): void {
    this.shape = mixed(this.shape, number);
  }
}

function mixed(hash: number, number: number): number {
  const next = Math.imul(hash ^ number, 0x9e3779b1) + 0x7f4a7c15;
  return (next ^ (next >>> 15)) | 0;
}

/** True for an event of a callback that is seen before the callback leaves. */
export function isAct(event: TraceEvent): boolean {
  switch (event.kind) {
    case "outputWritten":
    case "queuePut":
    case "queueGot":
    case "resourceAcquired":
    case "resourceReleased":
    case "resourceChanged":
    case "loopBlocked":
    case "taskCancelRequested":
    case "taskCancelThrown":
    case "contextVariableSet":
    case "threadStarted":
    case "threadEnded":
    case "bytesSent":
    case "bytesRead":
    case "datagramSent":
    case "datagramRead":
    case "connectionRequested":
    case "connectionAccepted":
    case "listeningStarted":
    case "endSent":
    case "endpointClosed":
    case "writingPaused":
    case "writingResumed":
    case "handshakeStarted":
    case "handshakeFinished":
    case "handshakeFailed":
    case "signalRaised":
    case "processStarted":
    case "processSignalled":
      return true;
    // A task that becomes ready; a callback about the running task is scheduled as that leaves.
    case "handleScheduled":
      return event.task > 0;
    // A sleep's timer is set as its task leaves.
    case "timerScheduled":
      return event.name !== "sleep";
    default:
      return false;
  }
}
