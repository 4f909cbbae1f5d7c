/**
 * Sentences of beats: a passage of the run in one sentence of at most `MOST_WORDS` words, shown while it plays. Made from
 * the passage's events when it is shown; views colour the tasks in it.
 */
import { durationText } from "../base/number-text.ts";
import type { EventKind, EventOf, TraceEvent } from "../events/event.ts";
import { internalCallback } from "./callback-name.ts";
import { type Deed, deedsOf, FUTURE, ownName } from "./deeds.ts";
import { jumpsTo, narrate, plainText, upper } from "./narration.ts";
import { arrivalSentence } from "./network/arrival-sentence.ts";
import { STOPS_LOOP } from "./open-beat.ts";
import { named, namesOf, type Part, say } from "./sentence.ts";
import type { TraceStore } from "./trace-store.ts";

/** People read so many words, and hear them, while the picture moves. */
export const MOST_WORDS = 12;

/** Return the sentence for the beats `first` to `last`, which are one passage. */
export function tell(store: TraceStore, first: number, last: number): Part[] {
  const { beats } = store;
  switch (beats.kind(first)) {
    case "cleanUp":
      return say`asyncio.run cleans up.`;
    case "wait":
    case "wake":
      return waitSentence(store, first, last);
    case "outside":
      return outsideSentence(store, beats.from(first), beats.to(first));
    case "callback":
    case "aside":
      return callbackSentence(store, first, last);
  }
}

function waitSentence(store: TraceStore, first: number, last: number): Part[] {
  const { beats, trace } = store;
  const wait = trace.event(beats.from(first));
  const woken: number[] = [];
  let end = wait.time;
  for (let beat = first; beat <= last; beat++) {
    if (beats.kind(beat) === "wake") woken.push(startOf(store, beat)?.task ?? 0);
    if (beats.kind(beat) === "wait") end = trace.time(beats.to(beat));
  }
  const arrived = woken.length === 0 ? arrivalsIn(store, first, last) : [];
  const state = store.stateAt(beats.to(last));
  const many = woken.length > 3 ? say`${woken.length} tasks` : namesOf(state, woken);
  const wake = woken.length === 1 ? say`${many} wakes up` : say`${many} wake up`;
  if (wait.kind !== "clockAdvanced") return arrived.length > 0 ? upper(arrived) : say`${wake}.`;
  const jump = durationText(end - wait.from);
  if (arrived.length > 0) {
    const told = say`${jump} later, ${lower(arrived)}`;
    return isShort(told) ? told : upper(arrived);
  }
  // The first one says why the clock jumps.
  const because = wait.from === 0 ? "Nothing is ready: the" : "The";
  if (woken.length === 0) return say`${because} clock jumps ${jump}${jumpsTo(store.stateAt(wait.index))}.`;
  if (woken.length === 1 && wait.from === 0) return say`${because} clock jumps ${jump} and ${wake}.`;
  return say`${jump} later, ${wake}.`;
}

/** Say what arrived in the beats; empty if nothing did. */
function arrivalsIn(store: TraceStore, first: number, last: number): Part[] {
  const { beats, trace } = store;
  const events: TraceEvent[] = [];
  for (let index = beats.from(first); index <= beats.to(last); index++) events.push(trace.event(index));
  return arrivalSentence(events, (index) => store.stateAt(index));
}

function outsideSentence(store: TraceStore, from: number, to: number): Part[] {
  const state = store.stateAt(to);
  const kinds = new Map<EventKind, TraceEvent>();
  for (let index = from; index <= to; index++) kinds.set(store.trace.kind(index), store.trace.event(index));
  if (kinds.has("taskCancelRequested")) return say`asyncio.run cancels the tasks that are left.`;
  const created = kinds.get("taskCreated");
  if (kinds.has("loopStarted") && created?.kind === "taskCreated")
    return say`The event loop starts with its first task, ${named(state, created.task)}.`;
  if (kinds.has("loopStarted")) return say`The event loop starts.`;
  if (kinds.has("loopStopped")) return say`The event loop stops.`;
  // A callback that joins the queue speaks when it runs.
  const others = [...kinds.values()].filter(
    ({ kind }) => !["handleScheduled", "endpointReady", "processReported"].includes(kind),
  );
  return narrate(kinds.get("outputWritten") ?? others.at(-1) ?? store.trace.event(to), state);
}

function callbackSentence(store: TraceStore, first: number, last: number): Part[] {
  const { beats } = store;
  const start = startOf(store, first);
  if (!start) return narrate(store.trace.event(beats.to(first)), store.stateAt(beats.to(first)));
  const state = store.stateAt(beats.to(last));
  if (start.task > 0 && start.name === EXPIRES) return timeoutSentence(store, first, last);
  const events =
    start.task > 0 ? ofStep(eventsOf(store, first, first), start.task) : eventsOf(store, first, last);
  const deeds = deedsOf(store, events);
  const isStep = deeds.length > 0 && start.task > 0 && !internalCallback(start.name);
  if (!isStep) return internalSentence(store, first, last, start, deeds);
  const tasks = startsOf(store, first, last).flatMap(({ task }) => (task > 0 ? [task] : []));
  const others = new Set(tasks);
  if (others.size > 1) {
    const who = namesOf(state, [...others]);
    const comma = others.size > 3 ? "," : "";
    const number = say`${others.size} tasks`;
    return sentence(say`${who}${comma}`, deeds, { isMany: true, number });
  }
  const times = tasks.length > 1 ? `, ${tasks.length} times` : "";
  return sentence([named(state, start.task)], deeds, { ending: times });
}

/** Callback of a timeout that is over. */
const EXPIRES = "Timeout._on_timeout";

function timeoutSentence(store: TraceStore, first: number, last: number): Part[] {
  const tasks = startsOf(store, first, last).flatMap(({ task }) => (task > 0 ? [task] : []));
  const [task = 0] = tasks;
  return tasks.length === 1
    ? say`The timeout of ${named(store.stateAt(store.beats.to(last)), task)} expires and cancels it.`
    : say`The timeouts of ${tasks.length} tasks expire and cancel them.`;
}

/** Return the sentence of a callback that is no step of a task: asyncio's own, a timer's, or a function of the program. */
function internalSentence(
  store: TraceStore,
  first: number,
  last: number,
  start: EventOf<"handleStarted">,
  deeds: readonly Deed[],
): Part[] {
  const children = startsOf(store, first, last).flatMap(({ handle, index }) => {
    const task = taskBehind(store, handle, index);
    return task > 0 ? [task] : [];
  });
  if (start.name === STOPS_LOOP)
    return children.length > 0 ? say`The main task is done, so the loop stops.` : say`The loop stops.`;
  const { learner: group, subject, endings } = internalCallback(start.name) ?? {};
  if (group) return groupSentence(store, first, last, group, children);
  const isQuiet = deeds.every(({ weight }) => weight === FUTURE) && internalCallback(start.name);
  if (deeds.length === 0 || isQuiet || start.task > 0) return narrate(start, store.stateAt(start.index));
  const isOne = startsOf(store, first, last).length === 1;
  if (subject) return upper(sentence([{ text: subject }], deeds, { ending: endings?.[isOne ? 0 : 1] }));
  const { actor, isMany } = deeds.find(({ actor }) => actor) ?? {};
  return actor ? upper(sentence(actor, deeds, { isMany })) : sentence([{ text: ownName(start.name) }], deeds);
}

/** Return the sentence of a group that learns of the end of its children. */
function groupSentence(
  store: TraceStore,
  first: number,
  last: number,
  group: string,
  children: readonly number[],
): Part[] {
  const subject = group.replace(/^the/, "The");
  if (children.length === 0) return say`${subject} checks its tasks.`;
  const { beats, trace } = store;
  const state = store.stateAt(beats.to(last));
  const cancelled: number[] = [];
  const woken: number[] = [];
  for (let index = beats.from(first); index <= beats.to(last); index++) {
    const event = trace.event(index);
    if (event.kind === "handleScheduled" && event.task > 0) woken.push(event.task);
    // A task group also cancels the task that waits in it, to wake that up.
    const isChild = event.kind === "taskCancelRequested" && state.tasks.get(event.task)?.groups.length;
    if (isChild) cancelled.push(event.task);
  }
  const who = children.length > 3 ? say`${children.length} tasks` : namesOf(state, children);
  const done = children.length === 1 ? say`${who} is done` : say`${who} are done`;
  if (cancelled.length > 0) return say`${who} failed: ${group} cancels ${namesOf(state, cancelled)}.`;
  if (children.length === 1 && state.tasks.get(children[0] ?? 0)?.outcome === "exception")
    return say`${subject} learns that ${who} failed.`;
  if (woken.length === 0) return say`${subject} learns that ${done}.`;
  // These two do not wait for all of their tasks.
  return ["asyncio.wait", "as_completed"].includes(group)
    ? say`${subject} wakes ${namesOf(state, woken)}: ${done}.`
    : say`${subject} is complete: ${namesOf(state, woken)} can continue.`;
}

interface Form {
  /** True for several subjects. */
  readonly isMany?: boolean | undefined;
  /** Their number in words, for a sentence that is too long with their names. */
  readonly number?: readonly Part[];
  readonly ending?: string | undefined;
}

/** Return a sentence of the deeds that fit: in fewer words, the lightest first, and then the weightiest, in their order. */
function sentence(
  subject: readonly Part[],
  deeds: readonly Deed[],
  { isMany = false, number, ending = "" }: Form = {},
): Part[] {
  let kept = deeds.map(({ one, short = one, all, weight }) => {
    const same = say`${all}`;
    return isMany ? { text: same, short: same, weight } : { text: one, short, weight };
  });
  for (;;) {
    const texts = kept.map(({ text }) => text);
    const last = texts.pop() ?? [];
    const before = texts.flatMap((text, i) => (i > 0 ? say`, ${text}` : [...text]));
    // "creates 10 tasks, a to j, and waits for them"
    const and = / to \S+$/.test(plainText(before)) ? ", and " : " and ";
    const parts =
      before.length > 0
        ? say`${subject} ${before}${and}${last}${ending}.`
        : say`${subject} ${last}${ending}.`;
    if (isShort(parts)) return parts;
    if (number) return sentence(number, deeds, { isMany, ending });
    const long = lightest(kept.filter(({ text, short }) => text !== short));
    if (long) kept = kept.map((one) => (one === long ? { ...one, text: one.short } : one));
    else if (kept.length > 1) kept = kept.filter((one) => one !== lightest(kept));
    else return parts;
  }
}

function isShort(parts: readonly Part[]): boolean {
  return plainText(parts).split(/\s+/).length <= MOST_WORDS;
}

function lightest<D extends { readonly weight: number }>(deeds: readonly D[]): D | undefined {
  const least = Math.min(...deeds.map(({ weight }) => weight));
  return deeds.find(({ weight }) => weight === least);
}

/** Return a sentence as it stands in the middle of one. */
function lower([first, ...others]: readonly Part[]): Part[] {
  return first
    ? [{ ...first, text: first.text.replace(/^(A|The) /, (word) => word.toLowerCase()) }, ...others]
    : [];
}

/** Return the start of a beat's callback. */
function startOf({ trace, beats }: TraceStore, beat: number): EventOf<"handleStarted"> | undefined {
  for (let index = beats.from(beat); index <= beats.to(beat); index++)
    if (trace.kind(index) === "handleStarted") return trace.eventOf(index, "handleStarted");
  return undefined;
}

function startsOf(store: TraceStore, first: number, last: number): EventOf<"handleStarted">[] {
  const starts: EventOf<"handleStarted">[] = [];
  for (let beat = first; beat <= last; beat++) {
    const start = beat > first && store.beats.kind(beat) === "aside" ? undefined : startOf(store, beat);
    if (start) starts.push(start);
  }
  return starts;
}

/**
 * Return the events of the beats, without those of bookkeeping after the first, and without those of other threads while
 * the one of the loop is suspended.
 */
function eventsOf(store: TraceStore, first: number, last: number): TraceEvent[] {
  const { trace, beats } = store;
  const events: TraceEvent[] = [];
  let isSuspended = false;
  for (let beat = first; beat <= last; beat++) {
    if (beat > first && beats.kind(beat) === "aside") continue;
    const { loopThread } = store.stateAt(startOf(store, beat)?.index ?? beats.from(beat));
    for (let index = beats.from(beat); index <= beats.to(beat); index++) {
      const event = trace.event(index);
      const isOwn = loopThread > 0 && "thread" in event && event.thread === loopThread;
      if (event.kind === "threadSuspended") {
        if (isOwn) events.push(event);
        isSuspended ||= isOwn;
      } else if (event.kind === "threadResumed") isSuspended &&= !isOwn;
      else if (!isSuspended) events.push(event);
    }
  }
  return events;
}

/** Return the events of a task's step, without those of tasks that take their first step in it, eagerly. */
function ofStep(events: readonly TraceEvent[], task: number): readonly TraceEvent[] {
  const eager = new Set(events.flatMap((event) => (event.kind === "taskStepped" ? [event.task] : [])));
  eager.delete(task);
  if (eager.size === 0) return events;
  return events.filter((event) => {
    if (event.kind === "taskCreated") return !eager.has(event.parent);
    if (event.kind === "taskCancelRequested") return !eager.has(event.by);
    return !("task" in event) || !eager.has(event.task);
  });
}

/** Return the task whose end scheduled a callback; 0 for none. */
function taskBehind({ trace, beats }: TraceStore, handle: number, before: number): number {
  for (let index = before - 1; index >= 0; index--) {
    const event = trace.event(index);
    if (event.kind !== "handleScheduled" || event.handle !== handle) continue;
    const to = beats.to(beats.at(index));
    for (let end = index; end <= to; end++) if (trace.kind(end) === "taskDone") return trace.task(end);
    return 0;
  }
  return 0;
}
