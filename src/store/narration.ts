/**
 * Each event as one plain sentence, in parts, so that a view can colour the tasks in it. Made from the trace alone.
 */
import type { LoopState } from "./loop-state.ts";
import type { TraceEvent } from "../trace/trace.ts";

/** A piece of a sentence; `task` is set where it names one. */
export interface Part {
  text: string;
  task?: number;
}

/** What a sentence is made from: the event, and the state after it. */
interface Moment {
  event: TraceEvent;
  after: LoopState;
}

/** The sentence for the event after which `after` is the state. */
export function narrate(event: TraceEvent, after: LoopState): Part[] {
  return sentences[event.kind]({ event, after });
}

export function plainText(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join("");
}

type Sentence = (moment: Moment) => Part[];

const sentences: Record<TraceEvent["kind"], Sentence> = {
  loopStarted: () => say`The event loop starts.`,
  loopStopped: () => say`The event loop stops.`,
  iterationStarted: ({ event, after }) =>
    event.ready === 1
      ? say`Iteration ${after.iteration} begins: one callback is ready, and it alone will run.`
      : say`Iteration ${after.iteration} begins: the ${count(event.ready)} callbacks ready now will run, and no others.`,
  clockAdvanced: ({ event }) =>
    say`Nothing is ready, so the loop waits ${seconds(event.time - Number(event.from))} for its next timer.`,
  handleScheduled: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} is ready: ${nth(after.ready.length)} in the queue.`
      : say`The callback ${event.name} is scheduled: ${nth(after.ready.length)} in the queue.`,
  handleStarted: ({ event, after }) => {
    if (!event.task) return say`The callback ${event.name} runs.`;
    return after.running?.wasTimer
      ? say`The timer of ${task(after, event)} runs its callback.`
      : say`${task(after, event)} runs.`;
  },
  handleEnded: ({ event, after }) =>
    event.task && !after.tasks.get(Number(event.task))
      ? say`The callback returns to the loop.`
      : say`Control is back with the loop.`,
  handleCancelled: ({ event, after }) =>
    event.task
      ? say`A timer of ${task(after, event)} is cancelled.`
      : say`The callback ${event.name} is cancelled.`,
  timerScheduled: ({ event, after }) => {
    const place = after.timers.findIndex((timer) => timer.id === event.handle) + 1;
    const delay = seconds(Number(event.when) - event.time);
    return event.task
      ? say`${task(after, event)} sets a timer for ${delay} from now: ${nth(place)} to come due.`
      : say`A timer is set for ${delay} from now: ${nth(place)} to come due.`;
  },
  timerDue: ({ event, after }) =>
    event.task
      ? say`The timer of ${task(after, event)} is due: its callback joins the ready queue.`
      : say`A timer is due: ${event.name} joins the ready queue.`,
  taskCreated: ({ event, after }) =>
    event.parent
      ? say`${task(after, event, "parent")} creates ${task(after, event)}, which will run ${event.coroutine}().`
      : say`${task(after, event)} is created: it will run ${event.coroutine}().`,
  taskStepped: ({ event, after }) =>
    event.line
      ? say`${task(after, event)} goes on from line ${event.line}.`
      : say`${task(after, event)} goes on.`,
  taskSuspended: ({ event, after }) => {
    const where = event.line ? `in line ${event.line} ` : "";
    const current = after.tasks.get(Number(event.task));
    if (current?.status === "ready") return say`${task(after, event)} lets the others run first.`;
    return say`${task(after, event)} stops ${where}${reason(String(event.reason), Number(event.on), after)}.`;
  },
  taskCancelRequested: ({ event, after }) =>
    event.by
      ? say`${task(after, event, "by")} asks to cancel ${task(after, event)}.`
      : say`${task(after, event)} is asked to cancel.`,
  taskDone: ({ event, after }) => {
    if (event.outcome === "cancelled") return say`${task(after, event)} is done: cancelled.`;
    if (event.outcome === "exception") return say`${task(after, event)} fails with ${event.value}.`;
    return event.value === "None" || event.value === ""
      ? say`${task(after, event)} is done.`
      : say`${task(after, event)} is done and returns ${event.value}.`;
  },
  futureCreated: ({ event, after }) =>
    event.task ? say`${task(after, event)} makes a future.` : say`A future is made.`,
  futureDone: () => say`The future has its outcome: whoever waits on it wakes.`,
  resourceCreated: ({ event }) => {
    const what = say`${event.type} ${event.name || ""} is made`;
    const hasPermits = /Lock|Semaphore/.test(String(event.type));
    return [...what, ...(hasPermits ? say`, with ${permits(Number(event.value))}.` : say`.`)];
  },
  resourceWaited: ({ event, after }) => {
    const resource = after.resources.get(Number(event.resource));
    const place = (resource?.waiters.indexOf(Number(event.task)) ?? 0) + 1;
    return say`${task(after, event)} finds ${resource?.name || "it"} taken: ${nth(place)} in line.`;
  },
  resourceAcquired: ({ event, after }) =>
    say`${task(after, event)} gets in: ${resourceName(after, event)} has ${permits(Number(event.value))} left.`,
  resourceReleased: ({ event, after }) => {
    const next = after.resources.get(Number(event.resource))?.waiters[0];
    const woken =
      next !== undefined && after.tasks.get(next)?.status === "ready" ? after.tasks.get(next) : null;
    const gives = say`${task(after, event)} gives back a permit of ${resourceName(after, event)}`;
    return woken
      ? [
          ...gives,
          { text: "; " },
          { text: woken.name, task: woken.id },
          { text: ", first in line, is next." },
        ]
      : [...gives, { text: "." }];
  },
  resourceChanged: ({ event, after }) =>
    say`${task(after, event)} ${changes[String(event.change)] ?? event.change} ${resourceName(after, event)}.`,
  queuePut: ({ event, after }) => say`${task(after, event)} puts ${event.item} into the queue.`,
  queueGot: ({ event, after }) => say`${task(after, event)} takes ${event.item} from the queue.`,
  loopBlocked: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} blocks the whole loop for ${seconds(Number(event.duration))} in ${event.call}.`
      : say`${event.call} blocks everything for ${seconds(Number(event.duration))}.`,
  threadStarted: ({ event }) => say`Thread ${event.name} starts.`,
  threadEnded: () => say`The thread ends.`,
  outputWritten: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} writes “${String(event.text).trimEnd()}”.`
      : say`The program writes “${String(event.text).trimEnd()}”.`,
  warningRaised: ({ event }) => say`${event.message}`,
};

/** What `resourceChanged` tells, as a verb. */
const changes: Readonly<Record<string, string>> = {
  set: "sets",
  clear: "clears",
  notify: "notifies waiters of",
  trip: "is the last to come to",
  reset: "resets",
  abort: "breaks",
  shutdown: "shuts down",
};

function reason(word: string, on: number, { tasks, resources }: LoopState): string {
  const name = resources.get(on)?.name;
  switch (word) {
    case "sleep":
      return "and sleeps";
    case "TaskGroup":
      return "and waits for the tasks of its group";
    case "gather":
      return "and waits for all that it gathers";
    case "wait":
      return "in asyncio.wait";
    case "task":
      return `and waits for ${tasks.get(on)?.name ?? "a task"}`;
    case "future":
      return "and waits on a future";
    case "Semaphore":
    case "Lock":
      return name ? `and stands in line for ${name}` : `and stands in line for a ${word.toLowerCase()}`;
    default:
      return `in ${word}`;
  }
}

/** A template's parts, flattened; texts and numbers become text. */
function say(texts: TemplateStringsArray, ...values: (string | number | Part | undefined)[]): Part[] {
  const parts: Part[] = [];
  texts.forEach((text, i) => {
    if (text) parts.push({ text });
    const value = values[i];
    if (typeof value === "object") parts.push(value);
    else if (value !== undefined && value !== "") parts.push({ text: String(value) });
  });
  return parts;
}

function task(state: LoopState, event: TraceEvent, field = "task"): Part {
  const id = Number(event[field]);
  return { text: state.tasks.get(id)?.name ?? "the program", task: id };
}

function resourceName(state: LoopState, event: TraceEvent): string {
  const resource = state.resources.get(Number(event.resource));
  return resource?.name || `the ${resource?.type.toLowerCase() ?? "lock"}`;
}

const permits = (n: number) => (n === 0 ? "no permit" : n === 1 ? "1 permit" : `${n} permits`);
const count = (n: unknown) => Number(n).toLocaleString("en-US");
const seconds = (n: number) => `${Number(n.toPrecision(n < 0.1 ? 2 : 3))} s`;

function nth(n: number): string {
  const words = ["", "first", "second", "third"];
  if (words[n]) return words[n];
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${count(n)}${teen ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th")}`;
}
