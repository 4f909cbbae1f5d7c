/**
 * Bookkeeping: callbacks with which asyncio keeps its own house, and which a story leaves out: a transport begins to
 * watch its socket, a task of asyncio's own accepts a connection. `Beats` asks for each beat, and makes it a part of the
 * passage before it.
 *
 * Invariant: a callback that did anything that a person can see, or a step of a task of the program, is none; but for
 * the step in which a task that asked for a connection also waits for its transport.
 */
import type { EventKind, EventOf, TraceEvent } from "../events/event.ts";
import { internalCallback } from "./callback-name.ts";
import { isInternal } from "./task-name.ts";

/** Kinds that say nothing of their own in the beat of a callback. */
const silent: ReadonlySet<EventKind> = new Set<EventKind>([
  "iterationStarted",
  "loopSwitched",
  "endpointReady",
  "processReported",
  "handleScheduled",
  "handleStarted",
  "handleEnded",
  "handleCancelled",
  "futureCreated",
  "futureDone",
  "resourceCreated",
  "childAdded",
  "taskStepped",
  "taskSuspended",
  "taskDone",
]);

/** Kinds that are silent in the step of a task of asyncio's own: it looks up names in a thread. */
const ofThreads: ReadonlySet<EventKind> = new Set<EventKind>(["threadStarted", "threadEnded"]);

export class Bookkeeping {
  /** Tasks of asyncio's own. */
  readonly #tasks = new Set<number>();
  /** Callbacks that a step of such a task has scheduled. */
  readonly #handles = new Set<number>();
  /** Endpoint at which each task last waited for a connection. */
  readonly #connecting = new Map<number, number>();
  #start: EventOf<"handleStarted"> | null = null;
  #isSilent = true;
  #waitsAgain = false;
  #wakesOwn = false;
  #wakesOther = false;

  /** Begin a beat. */
  begin(): void {
    this.#start = null;
    this.#isSilent = true;
    this.#waitsAgain = this.#wakesOwn = this.#wakesOther = false;
  }

  /** Take in the next event of the beat. */
  take(event: TraceEvent): void {
    const { kind } = event;
    const isInternalTask = kind === "taskCreated" && isInternal(event);
    const isOwn = this.#start !== null && this.#tasks.has(this.#start.task);
    if (!silent.has(kind) && !isInternalTask && !(isOwn && ofThreads.has(kind))) this.#isSilent = false;
    if (isInternalTask) this.#tasks.add(event.task);
    else if (kind === "handleStarted") this.#start = event;
    else if (kind === "handleScheduled" && this.#start) this.#schedules(event, isOwn);
    else if (kind === "taskSuspended") {
      this.#waitsAgain = event.reason === "connect" && this.#connecting.get(event.task) === event.on;
      if (event.reason === "connect") this.#connecting.set(event.task, event.on);
      else this.#connecting.delete(event.task);
    } else if (kind === "taskDone" && event.outcome === "exception") this.#isSilent = false;
  }

  #schedules({ handle, task }: EventOf<"handleScheduled">, isOwn: boolean): void {
    if (task === 0 && isOwn) this.#handles.add(handle);
    if (this.#tasks.has(task)) this.#wakesOwn = true;
    else if (task > 0) this.#wakesOther = true;
  }

  /** True for a callback of a transport or of the selector's, which does what the network has made possible. */
  get isOfNetwork(): boolean {
    const { task, name } = this.#start ?? {};
    return task === 0 && internalCallback(name ?? "")?.aside === "wakes none";
  }

  /** True if the beat, as far as it is recorded, is the callback of nothing but bookkeeping. */
  get isAside(): boolean {
    if (!this.#isSilent) return false;
    // An iteration whose one callback was cancelled before it could run.
    if (!this.#start) return true;
    const { task, handle, name } = this.#start;
    if (task > 0) return this.#tasks.has(task) || this.#waitsAgain;
    const words = internalCallback(name);
    if (words && this.#handles.has(handle)) return true;
    const aside = words?.aside;
    return aside === "always" || (!this.#wakesOther && (aside !== undefined || this.#wakesOwn));
  }
}
