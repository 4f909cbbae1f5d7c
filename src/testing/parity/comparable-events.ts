/**
 * What of a trace must be the same whether a program runs in Python, on CPython's asyncio in the guest, or in TypeScript
 * on the runtime: each event as a line of text, in order, with its time. Names stand for ids.
 *
 * Not compared, as the two cannot or need not agree:
 * - lines of the program, names of coroutines and of resources: only the Python guest sees a program's text;
 * - a task's result (`taskDone`'s value): each language writes its own, and the programs log theirs;
 * - ids: one future or callback that only one side has would move all that come after it. Which task waits for which
 *   future, task or resource is compared;
 * - how many handles an iteration begins with: the names of those that it runs are compared;
 * - the end of a future that no task waits for: the guest hears of it from the future's callbacks alone;
 * - output, which is compared as lines, with warnings, blocks and threads, which the runtime does not have;
 * - the making of a future: the guest hears of some of them only when a task waits for them;
 * - the network after the last loop: Python closes what a program has left open, as its objects go.
 */
import type { EventKind } from "../../events/event.ts";
import { networkEvents } from "../../events/network-events.ts";
import { processEvents } from "../../events/process-events.ts";
import type { ExportedEvent } from "../../formats/export-events.ts";

/** Events of the network and of processes, which are compared with all of their fields but lines and tasks. */
const outside = { ...networkEvents, ...processEvents };

/** Calls of a protocol, as TypeScript and Python name them. */
const CALL_OF_PROTOCOL = new RegExp(
  "^(?:.*<locals>\\.)?(\\w+)\\.(connection_?(?:[Mm]ade|[Ll]ost)|pipe_?[Dd]ata_?[Rr]eceived|pipe_?[Cc]onnection_?[Ll]ost|process_?[Ee]xited)$",
);

/** Return the name that a protocol's call has in Python. */
const callOfProtocol = (_: string, owner: string, method: string): string =>
  `${owner}.${method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

/** What CPython calls those callbacks of the programs that they could not call the same. */
const CPYTHON_NAMES: Readonly<Record<string, string>> = {
  setResult: "Future.set_result",
  raiseSignal: "raise_signal",
};

/** Reasons of waits for an endpoint or a process. */
const ON_ENDPOINTS = new Set(["connect", "accept", "read", "drain", "datagram", "name", "process"]);

/** The callbacks that ran, "|" before each iteration. */
export function orderOf(events: readonly ExportedEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === "iterationStarted") return ["|"];
    return event.kind === "handleStarted" ? [callbackName(event)] : [];
  });
}

/** The names of the callbacks that each iteration ran. */
export function iterationsOf(order: readonly string[]): string[] {
  return order
    .join(" ")
    .split("|")
    .slice(1)
    .map((names) => names.trim());
}

/** The events that are compared, as text. */
export function comparableEvents(events: readonly ExportedEvent[]): string[] {
  const describe = describers();
  const last = events.findLastIndex(({ kind }) => kind === "loopStopped");
  return events.flatMap((event, index) => {
    if (event.kind in outside && index > last) return [];
    const fields = describe[event.kind as EventKind]?.(event);
    return fields ? [[event.time, event.kind, ...fields.map((field) => field ?? "-")].join(" ")] : [];
  });
}

type Fields = (string | number | null | undefined)[];
/** The fields to compare, or null where the event is not. */
type Describe = (event: ExportedEvent) => Fields | null;

/** The kinds that are compared, and what of them. */
function describers(): Partial<Record<EventKind, Describe>> {
  const taskNames = new Map<unknown, string>();
  const resources = new Map<unknown, string>();
  /** Who waits for a future. */
  const waiters = new Map<unknown, string>();

  const handle: Describe = (event) => [callbackName(event), event.taskName, event.when];
  const use = ({ resource, taskName, value }: ExportedEvent): Fields => [
    resources.get(resource),
    taskName,
    value,
  ];
  const item: Describe = (event) => [...use(event), itemText(event.item), itemText(event.next)];
  const waitedFor = (reason: string, on: string | number | null | undefined) =>
    reason === "task" ? taskNames.get(on) : ON_ENDPOINTS.has(reason) ? on : resources.get(on);

  return {
    loopStarted: () => [],
    loopStopped: () => [],
    iterationStarted: () => [],
    clockAdvanced: ({ from }) => [from],
    handleScheduled: handle,
    handleStarted: handle,
    handleEnded: handle,
    handleCancelled: handle,
    timerScheduled: handle,
    timerDue: handle,
    taskCreated: ({ task, name, parentName }) => {
      taskNames.set(task, name as string);
      return [name, parentName];
    },
    taskStepped: ({ taskName }) => [taskName],
    taskSuspended: ({ taskName, future, reason, on }) => {
      if (future !== null) waiters.set(future, taskName as string);
      return [taskName, reason, waitedFor(reason as string, on)];
    },
    taskCancelRequested: ({ taskName, byName }) => [taskName, byName],
    taskCancelThrown: ({ taskName }) => [taskName],
    taskUncancelled: ({ taskName, left }) => [taskName, left],
    taskDone: ({ taskName, outcome, value }) => [
      taskName,
      outcome,
      outcome === "exception" ? errorText(value as string) : null,
    ],
    futureDone: ({ future, outcome }) =>
      waiters.has(future) ? [`of ${waiters.get(future)}`, outcome] : null,
    resourceCreated: ({ resource, type, base, value }) => {
      resources.set(resource, `${type} ${resources.size + 1}`);
      return [resources.get(resource), base, value];
    },
    resourceWaited: use,
    resourceAcquired: use,
    resourceReleased: use,
    resourceChanged: (event) => [event.change, ...use(event)],
    childAdded: ({ resource, taskName }) => [resources.get(resource), taskName],
    contextVariableSet: ({ taskName, name, value }) => [taskName, name, itemText(value)],
    queuePut: item,
    queueGot: item,
    ...Object.fromEntries(Object.keys(outside).map((kind) => [kind, networkFields])),
  };
}

/** All fields but lines and what follows from a task's id. */
function networkFields(event: ExportedEvent): Fields {
  const { kind: _, time: __, line: ___, task: ____, coroutine: _____, ...fields } = event;
  return Object.entries(fields).map(([name, value]) => `${name}=${value}`);
}

/** An error of the system as its message has it, but for a file: Python's trace has the error's arguments. */
function errorText(text: string): string {
  return text
    .replace(/^(\w+): (-?\d+), /, "$1: [Errno $2] ")
    .replace(/^(\w+: \[Errno \d+\] [\w ]+): '.*'$/, "$1");
}

/** A callback's name as CPython has it; a task's own is never one of those. */
export function cpythonName(name: string): string {
  return CPYTHON_NAMES[name] ?? name.replace(CALL_OF_PROTOCOL, callOfProtocol);
}

function callbackName({ name, taskName }: ExportedEvent): string {
  return name === taskName ? (name as string) : cpythonName(name as string);
}

/** A value's repr as Python has it; of anything but numbers and strings only that it is there. */
function itemText(text: unknown): string {
  return /^[-\d'"]|^$/.test(text as string) ? (text as string) : "item";
}
