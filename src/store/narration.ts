/**
 * Each event as one plain sentence, in parts, so that a view can colour the tasks in it. Made from the event and the
 * state after it. Sentences about resources are those of their kinds (`resources/`).
 */
import { countText, durationText } from "../base/number-text.ts";
import type { EventKind, EventOf, TraceEvent } from "../events/event.ts";
import { cancelledSentence, scheduledSentence, startedSentence } from "./callback-name.ts";
import { loopName, threadName } from "./loop-name.ts";
import type { LoopState } from "./loop-state.ts";
import { networkSentences } from "./network/network-narration.ts";
import { noNetwork } from "./network/network-state.ts";
import { childAdded } from "./resources/groups.ts";
import { kindOf, waitKind } from "./resources/kinds.ts";
import { nameOf } from "./resources/words.ts";
import { type Moment, named, nth, type Part, say, type Sentence, task } from "./sentence.ts";
import { isCleanup, isInternal, shownName } from "./task-name.ts";

/** Return the sentence for an event; `after` is the state after it. */
export function narrate(event: TraceEvent, after: LoopState): Part[] {
  if (isOfCleanup(event, after)) return say`asyncio.run cleans up.`;
  return upper((sentences[event.kind] as Sentence<EventKind>)({ event, after }));
}

export function plainText(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join("");
}

/** Return a sentence capitalised, unless it begins with a name: of a task, a resource, or as `asyncio.wait`. */
export function upper([first, ...others]: readonly Part[]): Part[] {
  if (!first) return [];
  const { text, task, resource, process } = first;
  const isName = (task ?? 0) > 0 || resource || process || /^[a-z]+[._]/.test(text);
  return isName
    ? [first, ...others]
    : [{ ...first, text: text.charAt(0).toUpperCase() + text.slice(1) }, ...others];
}

/** Return true for the events of a task of `asyncio.run`'s own, which share one sentence. */
function isOfCleanup(event: TraceEvent, { tasks }: LoopState): boolean {
  const task = "task" in event && event.task ? tasks.get(event.task) : undefined;
  return task !== undefined && isCleanup(task);
}

const sentences: { [K in EventKind]: Sentence<K> } = {
  loopStarted: () => say`The event loop starts.`,
  loopStopped: () => say`The event loop stops.`,
  iterationStarted: ({ event, after: { iteration } }) =>
    event.ready === 1
      ? say`Iteration ${iteration}: one callback is ready.`
      : say`Iteration ${iteration} runs the ${countText(event.ready)} callbacks that are ready now; new ones wait for iteration ${iteration + 1}.`,
  clockAdvanced: ({ event, after }) =>
    say`Nothing is ready: the clock jumps ${durationText(event.time - event.from)}${jumpsTo(after)}.`,
  handleScheduled: ({ event, after }) => {
    const place = `${nth(after.ready.length)} in line`;
    if (event.task) return say`${task(after, event)} joins the ready queue, ${place}.`;
    const by = after.ready.at(-1)?.by ?? 0;
    return (
      scheduledSentence(after, { name: event.name, by }) ??
      say`The callback ${shortName(event)} joins the ready queue, ${place}.`
    );
  },
  handleStarted: ({ event, after }) => {
    if (!event.task)
      return (
        startedSentence(after, { name: event.name, by: after.running?.by ?? 0 }) ??
        say`The callback ${shortName(event)} runs.`
      );
    if (!after.running?.wasTimer) return say`${task(after, event)} runs.`;
    return event.name === "sleep"
      ? say`${task(after, event)}'s sleep is over: the timer's callback wakes it.`
      : event.name === "Timeout._on_timeout"
        ? say`The timeout of ${task(after, event)} expires.`
        : (startedSentence(after, { name: event.name, by: 0 }) ??
          say`The timer of ${task(after, event)} runs its callback.`);
  },
  // A step has its task's name; a timer's callback has its own.
  handleEnded: ({ event, after }) =>
    event.task && [event.name, ""].includes(after.tasks.get(event.task)?.name ?? "-")
      ? say`${task(after, event)} hands control back to the loop.`
      : say`The callback returns to the loop.`,
  handleCancelled: ({ event, after }) =>
    event.task
      ? say`A timer of ${task(after, event)} is cancelled.`
      : (cancelledSentence(event.name) ?? say`The callback ${shortName(event)} is cancelled.`),
  timerScheduled: ({ event, after }) => {
    const place = after.timers.findIndex((timer) => timer.id === event.handle) + 1;
    const due = `due in ${durationText(event.when - event.time)}, ${nth(place)} in line`;
    return event.task ? say`${task(after, event)} sets a timer, ${due}.` : say`A timer is set, ${due}.`;
  },
  timerDue: ({ event, after }) =>
    event.task
      ? say`The timer of ${task(after, event)} is due: its callback joins the ready queue.`
      : say`A timer is due: ${shortName(event)} joins the ready queue.`,
  taskCreated: ({ event, after }) => {
    // A name that is made of the coroutine's says it already.
    const isOwnName = shownName(event) === event.name;
    return event.parent
      ? say`${named(after, event.parent)} creates ${task(after, event)}${isOwnName ? `, which will run ${event.coroutine}()` : ""}.`
      : say`${task(after, event)} is created${isOwnName ? `: it will run ${event.coroutine}()` : ""}.`;
  },
  taskStepped: ({ event, after }) =>
    event.line
      ? say`${task(after, event)} continues at line ${event.line}.`
      : say`${task(after, event)} continues.`,
  taskSuspended: ({ event, after }) => {
    const current = after.tasks.get(event.task);
    const does = current?.status === "ready" ? "lets other callbacks run first" : waits(event, after);
    return event.line
      ? say`${task(after, event)} stops at line ${event.line} and ${does}.`
      : say`${task(after, event)} ${does}.`;
  },
  taskCancelRequested: ({ event, after }) =>
    event.by
      ? say`${named(after, event.by)} requests cancellation of ${task(after, event)}.`
      : say`Cancellation of ${task(after, event)} is requested.`,
  taskCancelThrown: ({ event, after }) =>
    say`CancelledError is thrown into ${task(after, event)}${event.line ? ` at line ${event.line}` : ""}.`,
  taskUncancelled: ({ event, after }) => say`A cancel request to ${task(after, event)} is taken back.`,
  contextVariableSet: ({ event, after }) =>
    event.value === ""
      ? say`${task(after, event)} resets the context variable ${event.name}: it has no value.`
      : say`${task(after, event)} sets the context variable ${event.name} to ${event.value}.`,
  taskDone: ({ event, after }) => {
    if (event.outcome === "cancelled") return say`${task(after, event)} is done: it was cancelled.`;
    if (event.outcome === "exception") return say`${task(after, event)} fails with ${event.value}.`;
    const current = after.tasks.get(event.task);
    // The value of a task of asyncio's own is a part of its work.
    return event.value === "None" || event.value === "" || (current && isInternal(current))
      ? say`${task(after, event)} is done.`
      : say`${task(after, event)} is done and returns ${event.value}.`;
  },
  futureCreated: ({ event, after }) =>
    event.task ? say`${task(after, event)} creates a future.` : say`A future is created.`,
  futureDone: ({ event, after }) => {
    const { running } = after;
    if (running?.wasTimer && running.name === "sleep" && running.task)
      return say`The sleep of ${named(after, running.task)} is over.`;
    const wakes = "The tasks waiting for it wake up.";
    if (!running?.task || running.wasTimer) return say`A future is done. ${wakes}`;
    const who = named(after, running.task);
    return event.outcome === "cancelled"
      ? say`${who} cancels a future. ${wakes}`
      : say`${who} sets a future's ${event.outcome}. ${wakes}`;
  },
  resourceCreated: ({ event }) => kindOf(event.base).created(event),
  resourceWaited: (moment) =>
    kindAt(moment)?.waited?.(moment) ??
    say`${task(moment.after, moment.event)} joins the line for ${nameAt(moment)}.`,
  resourceAcquired: (moment) =>
    kindAt(moment)?.acquired?.(moment) ??
    say`${task(moment.after, moment.event)} acquires ${nameAt(moment)}.`,
  resourceReleased: (moment) =>
    kindAt(moment)?.released?.(moment) ??
    say`${task(moment.after, moment.event)} releases ${nameAt(moment)}.`,
  resourceChanged: (moment) =>
    changeSentence(moment) ?? say`${task(moment.after, moment.event)} changes ${nameAt(moment)}.`,
  queuePut: ({ event, after }) =>
    say`${task(after, event)} puts ${event.item} into ${nameOf(after, event.resource)}, which now has ${items(event.value)}.`,
  queueGot: ({ event, after }) =>
    say`${task(after, event)} takes ${event.item} from ${nameOf(after, event.resource)}, which has ${items(event.value)} left.`,
  childAdded: ({ event, after }) => childAdded(after, event.resource, event.task),
  loopBlocked: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} blocks the whole loop for ${durationText(event.duration)} in ${event.call}.`
      : after.threads.length > 0
        ? say`The main thread waits in ${event.call} for ${durationText(event.duration)}.`
        : say`${event.call} blocks everything for ${durationText(event.duration)}.`,
  callBlocked: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} blocks the whole loop in ${event.call}, for ever.`
      : say`${event.call} blocks everything, for ever.`,
  loopSwitched: ({ after }) => say`${loopName(after, after.loop)} is at work.`,
  handlePassed: ({ event, after }) => say`The callback joins ${loopName(after, event.loop)}.`,
  threadSuspended: ({ event, after }) =>
    event.call === "time.sleep"
      ? say`Thread ${threadName(after, event.thread)} sleeps for ${durationText(event.until - event.time)}.`
      : say`Thread ${threadName(after, event.thread)} waits in ${event.call}.`,
  threadResumed: ({ event, after }) => say`Thread ${threadName(after, event.thread)} continues.`,
  resultAwaited: ({ event, after }) =>
    say`Thread ${threadName(after, event.thread)} waits for the result of ${task(after, event)}.`,
  threadStarted: ({ event, after }) =>
    event.task > 0
      ? say`Thread ${event.name} starts, for ${task(after, event)}.`
      : say`Thread ${event.name} starts.`,
  threadEnded: ({ event }) => say`Thread ${event.name} is done.`,
  outputWritten: ({ event, after }) => say`${task(after, event)} writes “${event.text.trimEnd()}”.`,
  warningRaised: ({ event }) => say`${event.message}`,
  ...networkSentences,
};

/** Say what the clock has jumped to: a timer that is due, or else what arrives from the network or a thread. */
export function jumpsTo({ timers, time, threads, network }: LoopState): string {
  if (threads.length > 0) return "";
  const isDue = timers[0] && timers[0].when <= time;
  return isDue || network === noNetwork ? " to the next timer" : " to the next arrival";
}

/** Return a callback's name, without the function in which it is defined. */
function shortName({ name }: { readonly name: string }): string {
  return name.replace(/^.*<locals>\./, "");
}

function waits({ reason, on, task }: EventOf<"taskSuspended">, after: LoopState): string {
  return waitKind(reason)?.does(after, on, task) ?? `waits in ${reason}`;
}

type OfResource = Moment<"resourceWaited" | "resourceAcquired" | "resourceReleased" | "resourceChanged">;

/** Return the kind of the event's resource, if the state has the resource. */
function kindAt({ event, after }: OfResource) {
  const { resource } = event;
  const found = after.resources.get(resource) ?? after.groups.get(resource);
  return found && kindOf(found.base);
}

function nameAt({ event, after }: OfResource): string {
  return nameOf(after, event.resource);
}

/** Find the kind by the change, for a resource that no state has. */
function changeSentence(moment: Moment<"resourceChanged">): Part[] | undefined {
  const { change } = moment.event;
  const kind = kindAt(moment) ?? unkept.find(({ changes }) => changes?.[change]);
  return kind?.changes?.[change]?.(moment);
}

const unkept = ["Timeout", "TaskGroup"].map(kindOf);

const items = (count: number) =>
  count === 0 ? "none" : count === 1 ? "1 item" : `${countText(count)} items`;
