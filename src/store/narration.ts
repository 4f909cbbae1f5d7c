/**
 * Each event as one plain sentence, in parts, so that a view can colour the tasks in it. Made from the trace alone.
 */
import type { EventKind, EventOf, TraceEvent } from "../events/event.ts";
import type { LoopState } from "./loop-state.ts";
import { resourceSentences, waitsFor } from "./resource-sentences.ts";
import { count, named, nth, type Part, say, seconds, type Sentence, task } from "./sentence.ts";

/** The sentence for the event after which `after` is the state. */
export function narrate(event: TraceEvent, after: LoopState): Part[] {
  const [first, ...others] = (sentences[event.kind] as Sentence<EventKind>)({ event, after });
  return first ? [{ ...first, text: capitalized(first) }, ...others] : others;
}

export function plainText(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join("");
}

/** A task's name stays as it is; no task is "the program". */
function capitalized({ text, task }: Part): string {
  return task === 0 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const sentences: { [K in EventKind]: Sentence<K> } = {
  loopStarted: () => say`The event loop starts.`,
  loopStopped: () => say`The event loop stops.`,
  iterationStarted: ({ event, after }) =>
    event.ready === 1
      ? say`Iteration ${after.iteration} begins: one callback is ready, and it alone will run.`
      : say`Iteration ${after.iteration} begins: the ${count(event.ready)} callbacks ready now will run, and no others.`,
  clockAdvanced: ({ event }) =>
    say`Nothing is ready, so the loop waits ${seconds(event.time - event.from)} for its next timer.`,
  handleScheduled: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} is ready: ${nth(after.ready.length)} in the queue.`
      : say`The callback ${calledName(event)} is scheduled: ${nth(after.ready.length)} in the queue.`,
  handleStarted: ({ event, after }) => {
    if (!event.task) return say`The callback ${calledName(event)} runs.`;
    return after.running?.wasTimer
      ? say`The timer of ${task(after, event)} runs its callback.`
      : say`${task(after, event)} runs.`;
  },
  handleEnded: ({ event, after }) =>
    event.task && !after.tasks.get(event.task)
      ? say`The callback returns to the loop.`
      : say`Control is back with the loop.`,
  handleCancelled: ({ event, after }) =>
    event.task
      ? say`A timer of ${task(after, event)} is cancelled.`
      : say`The callback ${calledName(event)} is cancelled.`,
  timerScheduled: ({ event, after }) => {
    const place = after.timers.findIndex((timer) => timer.id === event.handle) + 1;
    const delay = seconds(event.when - event.time);
    return event.task
      ? say`${task(after, event)} sets a timer for ${delay} from now: ${nth(place)} to come due.`
      : say`A timer is set for ${delay} from now: ${nth(place)} to come due.`;
  },
  timerDue: ({ event, after }) =>
    event.task
      ? say`The timer of ${task(after, event)} is due: its callback joins the ready queue.`
      : say`A timer is due: ${calledName(event)} joins the ready queue.`,
  taskCreated: ({ event, after }) =>
    event.parent
      ? say`${named(after, event.parent)} creates ${task(after, event)}, which will run ${event.coroutine}().`
      : say`${task(after, event)} is created: it will run ${event.coroutine}().`,
  taskStepped: ({ event, after }) =>
    event.line
      ? say`${task(after, event)} goes on from line ${event.line}.`
      : say`${task(after, event)} goes on.`,
  taskSuspended: ({ event, after }) => {
    const ran = event.line ? ` ran to line ${event.line} and` : "";
    const current = after.tasks.get(event.task);
    if (current?.status === "ready") return say`${task(after, event)}${ran} lets the others run first.`;
    return say`${task(after, event)}${ran} ${waiting(event, after)}.`;
  },
  taskCancelRequested: ({ event, after }) =>
    event.by
      ? say`${named(after, event.by)} asks to cancel ${task(after, event)}.`
      : say`${task(after, event)} is asked to cancel.`,
  taskCancelThrown: ({ event, after }) =>
    say`CancelledError is thrown into ${task(after, event)}${event.line ? `, in line ${event.line}` : ""}.`,
  taskUncancelled: ({ event, after }) => say`A cancel request to ${task(after, event)} is taken back.`,
  contextVariableSet: ({ event, after }) =>
    event.value === ""
      ? say`${task(after, event)} leaves the context variable ${event.name} without a value.`
      : say`${task(after, event)} has ${event.value} in the context variable ${event.name} from now on.`,
  taskDone: ({ event, after }) => {
    if (event.outcome === "cancelled") return say`${task(after, event)} is done: cancelled.`;
    if (event.outcome === "exception") return say`${task(after, event)} fails with ${event.value}.`;
    return event.value === "None" || event.value === ""
      ? say`${task(after, event)} is done.`
      : say`${task(after, event)} is done and returns ${event.value}.`;
  },
  futureCreated: ({ event, after }) =>
    event.task ? say`${task(after, event)} makes a future.` : say`A future is made.`,
  futureDone: ({ after }) => {
    const { running } = after;
    if (running?.wasTimer && running.name === "sleep" && running.task)
      return say`The sleep of ${named(after, running.task)} is over.`;
    return running?.task && !running.wasTimer
      ? say`${named(after, running.task)} settles a future: whoever waits on it wakes.`
      : say`A future has its outcome: whoever waits on it wakes.`;
  },
  ...resourceSentences,
  loopBlocked: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} blocks the whole loop for ${seconds(event.duration)} in ${event.call}.`
      : say`${event.call} blocks everything for ${seconds(event.duration)}.`,
  threadStarted: ({ event }) => say`Thread ${event.name} starts.`,
  threadEnded: ({ event }) => say`Thread ${event.name} is done.`,
  outputWritten: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} writes “${event.text.trimEnd()}”.`
      : say`The program writes “${event.text.trimEnd()}”.`,
  warningRaised: ({ event }) => say`${event.message}`,
};

/** A callback by its name, without where in a function it is defined. */
function calledName({ name }: { readonly name: string }): string {
  return name.replace(/^.*<locals>\./, "");
}

/** What a task that was suspended does from now on. */
function waiting({ reason, on, task }: EventOf<"taskSuspended">, after: LoopState): string {
  switch (reason) {
    case "Lock":
    case "Semaphore":
      return `${waitsFor(reason, on, after)}${placeInLine(on, task, after)}`;
    case "sleep":
      return sleeping(task, after);
    case "TaskGroup":
      return `waits for ${children(on, after, "the tasks")} of its group`;
    case "gather":
      return `waits for ${children(on, after, "all")} that it gathers`;
    case "wait":
      return "waits in asyncio.wait";
    case "as_completed":
      return "waits for whichever is done next";
    case "shield":
      return "waits for what is shielded";
    case "task":
      return `waits for ${after.tasks.get(on)?.name ?? "a task"}`;
    case "thread":
      return "waits for a thread";
    case "future":
      return "waits on a future";
    default:
      return waitsFor(reason, on, after) ?? `waits in ${reason}`;
  }
}

function sleeping(task: number, { timers, time }: LoopState): string {
  const at = timers.findIndex((timer) => timer.task === task && timer.name === "sleep");
  const timer = timers[at];
  if (!timer) return "sleeps";
  const place = timers.length === 1 ? "the only one" : `${nth(at + 1)} in line`;
  return `sleeps ${seconds(timer.when - time)}; its timer is ${place}`;
}

function placeInLine(resource: number, task: number, { resources }: LoopState): string {
  const place = resources.get(resource)?.waiters.indexOf(task) ?? -1;
  return place < 0 ? "" : `: it is ${nth(place + 1)}`;
}

function children(group: number, { groups }: LoopState, some: string): string {
  const living = groups.get(group)?.living ?? 0;
  if (living === 0) return some;
  return living === 1 ? "the one" : `the ${count(living)}`;
}
