/** What is told of locks, semaphores, events, conditions, barriers and queues. */
import type { EventKind, EventOf } from "../events/event.ts";
import type { LoopState, Resource } from "./loop-state.ts";
import { resourceKind } from "./resource-kind.ts";
import { count, nth, type Part, say, seconds, type Sentence, task } from "./sentence.ts";

type Told = Extract<EventKind, `resource${string}` | `queue${string}` | "childAdded">;

export const resourceSentences: { [K in Told]: Sentence<K> } = {
  resourceCreated: ({ event }) =>
    creations[event.base]?.(event) ??
    say`${event.type}${event.name && ` ${event.name}`} is made${forHowMany(event.base, event.value)}.`,
  resourceWaited: ({ event, after }) => {
    const resource = resourceOf(after, event);
    const place = (resource?.waiters.indexOf(event.task) ?? 0) + 1;
    return say`${task(after, event)} finds ${resource?.name || "it"} taken: ${nth(place)} in line.`;
  },
  resourceAcquired: ({ event, after }) =>
    isHeldByOne(after, event)
      ? say`${task(after, event)} holds ${nameOf(after, event)} now.`
      : say`${task(after, event)} gets in: ${nameOf(after, event)} has ${permits(event.value)} left.`,
  resourceReleased: ({ event, after }) => {
    const [next] = resourceOf(after, event)?.waiters ?? [];
    const woken = wokenTask(after, next);
    const gives = isHeldByOne(after, event)
      ? say`${task(after, event)} lets go of ${nameOf(after, event)}`
      : say`${task(after, event)} gives back a permit of ${nameOf(after, event)}`;
    return woken ? [...gives, ...say`; ${woken}, first in line, is next.`] : [...gives, ...say`.`];
  },
  resourceChanged: (moment) => (changes[moment.event.change] ?? changedSomehow)(moment),
  childAdded: ({ event, after }) => {
    const group = after.groups.get(event.resource);
    const who = event.task ? task(after, event) : { text: "a future" };
    if (!group) return say`${who} is one of those waited for.`;
    if (group.base === "TaskGroup")
      return say`${who} joins the task group, which has ${group.living === 1 ? "one task" : `${count(group.living)} tasks`} now.`;
    return say`${who} is one of those that ${group.base.replace("wait", "asyncio.wait")} waits for.`;
  },
  queuePut: ({ event, after }) =>
    say`${task(after, event)} puts ${event.item} into ${nameOf(after, event)}, which has ${items(event)} now.`,
  queueGot: ({ event, after }) =>
    say`${task(after, event)} takes ${event.item} from ${nameOf(after, event)}, which has ${items(event)} left.`,
};

/** What is told of the making of a group, a timeout or a generator, by its kind. */
const creations: Readonly<Record<string, (event: EventOf<"resourceCreated">) => Part[]>> = {
  gather: ({ value }) => say`Gather will wait for ${children(value)}.`,
  wait: ({ value }) => say`asyncio.wait looks at ${children(value)}.`,
  as_completed: ({ value }) => say`as_completed takes ${children(value)} as they come.`,
  shield: () => say`A shield keeps cancellation from what is behind it.`,
  TaskGroup: () => say`A task group begins.`,
  Timeout: ({ value, time }) =>
    value ? say`A timeout of ${seconds(value - time)} begins.` : say`A timeout without a deadline begins.`,
  async_generator: ({ name }) =>
    say`The async generator ${name || "begun here"} is asked for its first item.`,
};

const children = (n: number) => (n === 1 ? "one" : `${n} tasks and futures`);

const changes: Readonly<Record<string, Sentence<"resourceChanged">>> = {
  set: ({ event, after }) => {
    const woken = resourceOf(after, event)?.waiters.length ?? 0;
    const who =
      woken === 0 ? "" : woken === 1 ? ": the task that waits for it wakes" : `: all ${woken} that wait wake`;
    return say`${task(after, event)} sets ${nameOf(after, event)}${who}.`;
  },
  clear: ({ event, after }) => say`${task(after, event)} clears ${nameOf(after, event)}.`,
  notify: ({ event, after }) => {
    const who = event.value === 1 ? "the first who waits" : `${event.value} who wait`;
    return say`${task(after, event)} notifies ${who} on ${nameOf(after, event)}.`;
  },
  expire: ({ event, after }) =>
    event.task
      ? say`${task(after, event)} comes to a deadline.`
      : say`The deadline has come: its task is asked to cancel.`,
  reschedule: ({ event, after }) =>
    event.value
      ? say`${task(after, event)} moves the deadline to ${seconds(event.value)}.`
      : say`${task(after, event)} takes the deadline away.`,
  trip: ({ event, after }) =>
    say`${task(after, event)} is the last of ${event.value} to come to ${nameOf(after, event)}: all go on.`,
  reset: ({ event, after }) => say`${task(after, event)} resets ${nameOf(after, event)}.`,
  abort: ({ event, after }) =>
    resourceOf(after, event)
      ? say`${task(after, event)} breaks ${nameOf(after, event)}: nobody gets past it.`
      : say`The group is given up: its other tasks are asked to cancel.`,
  shutdown: ({ event, after }) =>
    say`${task(after, event)} shuts down ${nameOf(after, event)}: nothing more gets in.`,
};

const changedSomehow: Sentence<"resourceChanged"> = ({ event, after }) =>
  say`${task(after, event)} changes ${nameOf(after, event)}.`;

/** What a task does that waits for a resource, by the wait's reason; null for other waits. */
export function waitsFor(reason: string, on: number, { resources }: LoopState): string | null {
  const name = resources.get(on)?.name;
  switch (reason) {
    case "Semaphore":
    case "Lock":
      return `stands in line for ${name || `a ${reason.toLowerCase()}`}`;
    case "Event":
      return `waits for ${name || "an event"} to be set`;
    case "Condition":
      return `waits to be notified on ${name || "a condition"}`;
    case "Barrier":
      return `waits at ${name || "a barrier"} for the others`;
    case "Queue.get":
      return `waits for an item in ${name || "a queue"}`;
    case "Queue.put":
      return `waits for room in ${name || "a queue"}`;
    case "Queue.join":
      return `waits until all of ${name || "a queue"} is worked off`;
    default:
      return null;
  }
}

function forHowMany(base: string, value: number): string {
  switch (resourceKind(base)) {
    case "permits":
      return `, with ${permits(value)}`;
    case "event":
      return ", not set";
    case "barrier":
      return `, for ${value} ${value === 1 ? "task" : "tasks"}`;
    case "queue":
      return value > 0 ? `, with room for ${value} ${value === 1 ? "item" : "items"}` : "";
    default:
      return "";
  }
}

/** A lock, or a condition's: `permits` are for what has more than one. */
function isHeldByOne(state: LoopState, event: { readonly resource: number }): boolean {
  const base = resourceOf(state, event)?.base;
  return base === "Lock" || base === "Condition";
}

function resourceOf(state: LoopState, event: { readonly resource: number }): Resource | undefined {
  return state.resources.get(event.resource);
}

function nameOf(state: LoopState, event: { readonly resource: number }): string {
  const resource = resourceOf(state, event);
  if (resource?.name) return resource.name;
  const kind = resourceKind(resource?.base ?? "");
  return `the ${kind === "permits" ? (resource?.type.toLowerCase() ?? "lock") : kind}`;
}

/** The task, if it was woken and is about to run. */
function wokenTask({ tasks }: LoopState, id: number | undefined): Part | null {
  const found = id === undefined ? undefined : tasks.get(id);
  return found?.status === "ready" ? { text: found.name, task: found.id } : null;
}

const permits = (n: number) => (n === 0 ? "no permit" : n === 1 ? "1 permit" : `${n} permits`);
const items = ({ value }: { readonly value: number }) =>
  value === 0 ? "none" : value === 1 ? "1 item" : `${value} items`;
