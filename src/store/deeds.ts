/**
 * Deeds: what one callback did, each as the words after its subject: "writes “Hello”", "sleeps for 0.5 s". Found in the
 * events of a beat; put together to one sentence by `beat-sentence.ts`.
 */
import { durationText } from "../base/number-text.ts";
import { internalCallback } from "./callback-name.ts";
import type { EventOf, TraceEvent } from "../events/event.ts";
import type { LoopState } from "./loop-state.ts";
import { isOfHost, networkDeed, waitAfter, wakeOfReaders } from "./network/network-deeds.ts";
import { isOfLibrary, waitKind } from "./resources/kinds.ts";
import { counted, nameOf } from "./resources/words.ts";
import { namesOf, type Part, say } from "./sentence.ts";
import { isInternal, LOOKS_UP } from "./task-name.ts";
import type { TraceStore } from "./trace-store.ts";

export interface Deed {
  /** Words after one subject, with what it was done to. */
  readonly one: readonly Part[];
  /** Fewer words after one subject, for a sentence that is too long; absent where there are none. */
  readonly short?: readonly Part[];
  /** Words after several subjects, about all of them. */
  readonly all: string;
  /** The deed with the least weight is left out of a sentence that is too long. */
  readonly weight: number;
  /** The subject of a deed that no task does; otherwise the callback itself is. */
  readonly actor?: readonly Part[];
  /** True if that are several. */
  readonly isMany?: true;
}

/** The way in which a task's step ended has more weight than all that it did before. */
const END = 100;

/** A wait for what the step itself has asked for. */
const REFERENCE = 10;

/** Most words of a text that is quoted. */
const MOST_QUOTED = 5;

/** Return the deeds of a callback, or of several without a task, in order; `events` are all of theirs. */
export function deedsOf(store: TraceStore, events: readonly TraceEvent[]): Deed[] {
  const state = store.stateAt(events.at(-1)?.index ?? -1);
  const byKind = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (isOfHost(state, event)) continue;
    const key = keyOf(event);
    const same = byKind.get(key);
    if (same) same.push(event);
    else byKind.set(key, [event]);
  }
  const found = new Map<string, Deed>();
  for (const [key, events] of byKind) {
    // What is taken and given back in one step is not seen.
    const opposite = key.startsWith("resourceAcquired")
      ? key.replace("Acquired", "Released")
      : key.replace("resourceReleased", "resourceAcquired");
    if (opposite !== key && byKind.has(opposite)) continue;
    const deed = deedOf(store, state, events as [TraceEvent]);
    if (deed) found.set(key, deed);
  }
  const [end] = byKind.get("taskSuspended") ?? [];
  if (end?.kind === "taskSuspended") followEnd(state, byKind, end, found);
  const deeds = [...found.values()];
  const wakes = byKind.has("taskStepped") ? null : wakeOfReaders(store, byKind);
  if (wakes) deeds.push(wakes);
  // A future that settles as a part of another deed says nothing new.
  return deeds.some(({ weight }) => weight > FUTURE && weight < END)
    ? deeds.filter(({ weight }) => weight !== FUTURE)
    : deeds;
}

/** Change the end of a step, and what it follows from: "creates 10 tasks, and waits for them". */
function followEnd(
  state: LoopState,
  byKind: ReadonlyMap<string, readonly TraceEvent[]>,
  end: EventOf<"taskSuspended">,
  found: Map<string, Deed>,
): void {
  const created = byKind.get("taskCreated");
  const creation = found.get("taskCreated");
  const first = created?.[0];
  // "Creates a task, writes a line and waits for it" would leave open for which.
  const isOnlyTask =
    end.reason === "task" && first?.kind === "taskCreated" && first.task === end.on && found.size === 2;
  if (created && creation && (isOnlyTask || ["TaskGroup", "gather"].includes(end.reason))) {
    found.set("taskCreated", { ...creation, weight: END - 1 });
    const them = created.length === 1 ? "it" : "them";
    found.set("taskSuspended", deed(say`waits for ${them}`, "wait for them", END));
  }
  const wait = waitAfter(state, byKind, end);
  if (wait === "") found.delete("taskSuspended");
  else if (wait) {
    // "Waits for it" says nothing without what it is.
    const weight = end.reason === "connect" ? REFERENCE : END;
    found.set("taskSuspended", deed(say`${wait}`, wait.replace("waits", "wait"), weight));
  }
}

/** Weight of a future that settles. */
export const FUTURE = 5;

/** Events of one key are one deed. */
function keyOf(event: TraceEvent): string {
  switch (event.kind) {
    case "resourceAcquired":
    case "resourceReleased":
    case "queuePut":
    case "queueGot":
    case "resourceChanged":
      return `${event.kind} ${event.resource}`;
    default:
      return event.kind;
  }
}

/** Return the time at which a thread continues; that at which it was suspended if it never does. */
function resumedAt({ trace }: TraceStore, { index, thread, time }: EventOf<"threadSuspended">): number {
  for (let next = index + 1; next < trace.length; next++)
    if (trace.kind(next) === "threadResumed" && trace.eventOf(next, "threadResumed").thread === thread)
      return trace.time(next);
  return time;
}

function deedOf(
  store: TraceStore,
  state: LoopState,
  events: readonly [TraceEvent, ...TraceEvent[]],
): Deed | null {
  const [event] = events;
  const count = events.length;
  switch (event.kind) {
    case "taskCreated":
      return creation(state, events as readonly EventOf<"taskCreated">[]);
    case "outputWritten":
      return count === 1
        ? deed(say`writes “${quoted(event.text)}”`, "write a line", 30, say`writes a line`)
        : deed(say`writes ${count} lines`, `write ${count} lines`, 30);
    case "queuePut": {
      const q = nameOf(state, event.resource);
      return count === 1
        ? deed(say`puts ${quoted(event.item)} into ${q}`, `put an item into ${q}`, 50)
        : deed(say`puts ${count} items into ${q}`, `put ${count} items into ${q}`, 50);
    }
    case "queueGot": {
      const q = nameOf(state, event.resource);
      return count === 1
        ? deed(say`takes ${quoted(event.item)} from ${q}`, `take an item from ${q}`, 50)
        : deed(say`takes ${count} items from ${q}`, `take ${count} items from ${q}`, 50);
    }
    case "resourceAcquired": {
      if (isPrivate(state, event.resource)) return null;
      const name = nameOf(state, event.resource);
      return deed(say`acquires ${name}`, `acquire ${name}`, 60);
    }
    case "resourceReleased": {
      if (isPrivate(state, event.resource)) return null;
      const name = nameOf(state, event.resource);
      return deed(say`releases ${name}`, `release ${name}`, 55);
    }
    case "resourceChanged":
      return changeDeed(state, event);
    case "resourceCreated":
      if (event.base !== "Timeout" || !event.value) return null;
      return deed(say`sets a timeout of ${durationText(event.value - event.time)}`, "set a timeout", 45);
    case "taskCancelRequested": {
      const who = namesOf(state, tasksOf(events));
      return deed(say`cancels ${who}`, count === 1 ? "cancel a task" : `cancel ${count} tasks`, 70);
    }
    case "taskCancelThrown":
      return deed(say`gets CancelledError`, "get CancelledError", 35);
    case "loopBlocked": {
      const duration = events.reduce((sum, one) => sum + (one as typeof event).duration, 0);
      return deed(say`blocks the loop for ${durationText(duration)}`, "block the loop", 80);
    }
    case "threadSuspended": {
      // The thread of the loop itself: see `eventsOf` of `beat-sentence.ts`.
      const blocks = events as readonly EventOf<"threadSuspended">[];
      const duration = blocks.reduce((sum, block) => sum + (resumedAt(store, block) - block.time), 0);
      return duration > 0
        ? deed(say`blocks the loop for ${durationText(duration)}`, "block the loop", 80)
        : null;
    }
    case "contextVariableSet":
      return deed(say`sets ${event.name} to ${quoted(event.value)}`, `set ${event.name}`, 20);
    case "futureDone":
      return deed(say`sets a future's ${event.outcome}`, `set a future's ${event.outcome}`, FUTURE);
    case "timerScheduled":
      if (event.name === "sleep" || !isOwn(event.name)) return null;
      return deed(say`sets a timer for ${ownName(event.name)}`, "set a timer", 45);
    case "handleScheduled":
      if (event.task > 0 || !isOwn(event.name)) return null;
      return deed(say`schedules ${ownName(event.name)}`, "schedule a callback", 45);
    case "threadStarted":
      return deed(say`starts a thread`, "start a thread", 45);
    case "taskSuspended":
      return suspension(store, event);
    case "taskDone":
      return outcome(event);
    default:
      return networkDeed(state, events);
  }
}

/** A library takes and gives back its own locks; a task that waits for one says so. */
function isPrivate({ resources }: LoopState, id: number): boolean {
  const resource = resources.get(id);
  return resource !== undefined && isOfLibrary(resource);
}

function deed(one: readonly Part[], all: string, weight: number, short?: readonly Part[]): Deed {
  return short ? { one, all, weight, short } : { one, all, weight };
}

/** Tasks of asyncio's own are not named: one that looks up an address is what it does. */
function creation(state: LoopState, events: readonly EventOf<"taskCreated">[]): Deed | null {
  const tasks = tasksOf(events.filter((event) => !isInternal(event)));
  if (tasks.length > 0) {
    const all = tasks.length === 1 ? "create a task" : `create ${tasks.length} tasks`;
    return deed(say`creates ${namesOf(state, tasks)}`, all, 40, say`${all.replace("create", "creates")}`);
  }
  return events.every(({ coroutine }) => coroutine === LOOKS_UP)
    ? deed(say`looks up an address`, "look up addresses", 40)
    : null;
}

function changeDeed(state: LoopState, event: EventOf<"resourceChanged">): Deed | null {
  const name = nameOf(state, event.resource);
  const others = counted(event.value, "waiting task");
  switch (event.change) {
    case "set":
      return deed(say`sets ${name}`, `set ${name}`, 60);
    case "clear":
      return deed(say`clears ${name}`, `clear ${name}`, 60);
    case "notify":
      return deed(say`notifies ${others} on ${name}`, `notify tasks on ${name}`, 60);
    case "trip":
      return deed(say`is the last to reach ${name}`, `reach ${name}`, 60);
    case "reset":
      return deed(say`resets ${name}`, `reset ${name}`, 60);
    case "shutdown":
      return deed(say`shuts down ${name}`, `shut down ${name}`, 60);
    default:
      return null;
  }
}

function suspension(store: TraceStore, { index, task, reason, on }: EventOf<"taskSuspended">): Deed {
  const state = store.stateAt(index);
  if (state.tasks.get(task)?.status === "ready")
    return deed(say`lets others run first`, "let others run first", END);
  const kind = waitKind(reason);
  const does = kind?.does(state, on, task) ?? `waits in ${reason}`;
  const several = kind?.several ?? severalDo(does);
  return deed(
    say`${does}`,
    several,
    END,
    kind?.several ? say`${several.replace("wait", "waits")}` : undefined,
  );
}

/** "waits for gate, first in line" → "wait for gate"; the time of a sleep differs, too. */
function severalDo(does: string): string {
  if (does.startsWith("sleeps")) return "sleep";
  return does.replace(/^waits/, "wait").replace(/, \S+ in line$/, "");
}

function outcome({ outcome, value }: EventOf<"taskDone">): Deed {
  if (outcome === "cancelled") return deed(say`ends as cancelled`, "end as cancelled", END);
  if (outcome === "exception") {
    const [type = value] = value.split(":");
    return deed(say`fails with ${quoted(value)}`, `fail with ${type}`, END);
  }
  const short = say`is done`;
  const returns = value === "None" || value === "" ? "" : ` and returns ${quoted(value, MOST_QUOTED - 2)}`;
  return deed(say`is done${returns}`, "are done", END, returns ? short : undefined);
}

function tasksOf(events: readonly TraceEvent[]): number[] {
  return [...new Set(events.map((event) => ("task" in event ? event.task : 0)))];
}

/** Return the first words of a text on one line. */
function quoted(text: string, most = MOST_QUOTED): string {
  const words = text.trim().split(/\s+/, most + 1);
  const short = words.slice(0, most).join(" ");
  return words.length > most || short.length > 40 ? `${short.slice(0, 40)} …` : short;
}

/** True for a callback of the program, false for one of asyncio's own. */
function isOwn(name: string): boolean {
  return internalCallback(name) === undefined && /^[^_.]*$/.test(ownName(name));
}

/** Return a callback's name, without the function in which it is defined. */
export function ownName(name: string): string {
  return name.replace(/^.*<locals>\./, "");
}
