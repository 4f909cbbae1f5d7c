/**
 * Deeds: what one callback did, each as the words after its subject: "writes “Hello”", "sleeps for 0.5 s". Found in the
 * events of a beat; put together to one sentence by `beat-sentence.ts`.
 */
import { durationText } from "../base/number-text.ts";
import type { EventOf, TraceEvent } from "../events/event.ts";
import type { LoopState } from "./loop-state.ts";
import { networkDeed, waitForAnswer } from "./network/network-deeds.ts";
import { waitKind } from "./resources/kinds.ts";
import { counted, nameOf } from "./resources/words.ts";
import { named, type Part, say } from "./sentence.ts";
import type { TraceStore } from "./trace-store.ts";

export interface Deed {
  /** Words after one subject, with what it was done to. */
  readonly one: readonly Part[];
  /** Words after several subjects, about all of them. */
  readonly all: string;
  /** The deed with the least weight is left out of a sentence that is too long. */
  readonly weight: number;
  /** The subject of a deed that no task does; otherwise the callback itself is. */
  readonly actor?: readonly Part[];
}

/** The way in which a task's step ended has more weight than all that it did before. */
const END = 100;

/** Most words of a text that is quoted. */
const MOST_QUOTED = 5;

/** Return the deeds of the callback in the events `from` to `to`, in order. */
export function deedsOf(store: TraceStore, from: number, to: number): Deed[] {
  const byKind = new Map<string, TraceEvent[]>();
  for (let index = from; index <= to; index++) {
    const event = store.trace.event(index);
    const key = keyOf(event);
    const same = byKind.get(key);
    if (same) same.push(event);
    else byKind.set(key, [event]);
  }
  const state = store.stateAt(to);
  const deeds: Deed[] = [];
  for (const [key, events] of byKind) {
    // What is taken and given back in one step is not seen.
    const opposite = key.startsWith("resourceAcquired")
      ? key.replace("Acquired", "Released")
      : key.replace("resourceReleased", "resourceAcquired");
    if (opposite !== key && byKind.has(opposite)) continue;
    const found = deedOf(store, state, events as [TraceEvent]);
    if (found) deeds.push(found);
  }
  const created = byKind.get("taskCreated");
  const [end] = byKind.get("taskSuspended") ?? [];
  if (created && end?.kind === "taskSuspended" && ["TaskGroup", "gather"].includes(end.reason)) {
    const at = deeds.findIndex(({ all }) => all.startsWith("create "));
    deeds[at] = { ...(deeds[at] as Deed), weight: END - 1 };
    deeds[deeds.length - 1] = deed(
      say`waits for ${created.length === 1 ? "it" : "them"}`,
      "wait for them",
      END,
    );
  }
  const answer = end ? waitForAnswer(state, byKind.get("bytesSent") ?? [], end) : "";
  if (answer !== "") deeds[deeds.length - 1] = deed(say`${answer}`, answer.replace("waits", "wait"), END);
  const woken = byKind.has("bytesRead") || byKind.has("datagramRead") ? wokenIn(byKind) : [];
  if (woken.length > 0) deeds.push(deed(say`wakes ${namesOf(state, woken)}`, "wake tasks", 58));
  // A future that settles as a part of another deed says nothing new.
  return deeds.some(({ weight }) => weight > FUTURE && weight < END)
    ? deeds.filter(({ weight }) => weight !== FUTURE)
    : deeds;
}

/** Weight of a future that settles. */
export const FUTURE = 5;

/** Return the tasks that a callback without a task of its own has woken. */
function wokenIn(byKind: ReadonlyMap<string, readonly TraceEvent[]>): number[] {
  if (byKind.has("taskStepped")) return [];
  return tasksOf(byKind.get("handleScheduled") ?? []).filter((task) => task > 0);
}

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

function deedOf(
  store: TraceStore,
  state: LoopState,
  events: readonly [TraceEvent, ...TraceEvent[]],
): Deed | null {
  const [event] = events;
  const count = events.length;
  switch (event.kind) {
    case "taskCreated": {
      const who = namesOf(state, tasksOf(events));
      return deed(say`creates ${who}`, count === 1 ? "create a task" : `create ${count} tasks`, 40);
    }
    case "outputWritten":
      return count === 1
        ? deed(say`writes “${quoted(event.text)}”`, "write a line", 30)
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
      const name = nameOf(state, event.resource);
      return deed(say`acquires ${name}`, `acquire ${name}`, 60);
    }
    case "resourceReleased": {
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

function deed(one: Part[], all: string, weight: number): Deed {
  return { one, all, weight };
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
  return deed(say`${does}`, kind?.several ?? severalDo(does), END);
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
  const returns = value === "None" || value === "" ? "" : ` and returns ${quoted(value)}`;
  return deed(say`is done${returns}`, "are done", END);
}

function tasksOf(events: readonly TraceEvent[]): number[] {
  return [...new Set(events.map((event) => ("task" in event ? event.task : 0)))];
}

/** Return the names of tasks in a list; of more than three, the number, and the first and the last name. */
export function namesOf(state: LoopState, tasks: readonly number[]): Part[] {
  const names = tasks.map((task) => named(state, task));
  const [first, ...others] = names;
  const last = others.pop();
  if (!first || !last) return names;
  if (names.length > 3) return say`${names.length} tasks, ${first} to ${last}`;
  return others.length > 0 ? say`${first}, ${others} and ${last}` : say`${first} and ${last}`;
}

/** Return the first words of a text on one line. */
function quoted(text: string): string {
  const words = text.trim().split(/\s+/, MOST_QUOTED + 1);
  const short = words.slice(0, MOST_QUOTED).join(" ");
  return words.length > MOST_QUOTED || short.length > 40 ? `${short.slice(0, 40)} …` : short;
}

/** True for a callback of the program, false for one of asyncio's own. */
function isOwn(name: string): boolean {
  return /^[^_.]*$/.test(ownName(name));
}

/** Return a callback's name, without the function in which it is defined. */
export function ownName(name: string): string {
  return name.replace(/^.*<locals>\./, "");
}
