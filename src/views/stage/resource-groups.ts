/** Each resource as the stage shows it: how it is, in a few words and shapes, and who stands in its lines. */
import type { LoopState, Resource, Task } from "../../store/loop-state.ts";
import { resourceKind, type ResourceKind } from "../../store/resource-kind.ts";
import { countText } from "../controls/format.ts";
import { taskToken, type Keys, type TokenRun } from "./stage-token.ts";

/** A small shape: a permit that a task holds, one that a woken task will get, or nobody's. */
export interface Mark {
  key: string;
  look: "held" | "promised" | "free";
  /** 0 for nobody. */
  task: number;
  title: string;
}

export interface QueueItem {
  key: string;
  text: string;
}

/** Tasks in line; `label` says what for, if not for the resource itself. */
export interface WaitLine extends TokenRun {
  label: string;
}

export interface ResourceGroup {
  id: number;
  kind: ResourceKind;
  type: string;
  name: string;
  /** How it is, in words. */
  status: string;
  marks: Mark[];
  /** Shapes that are only counted. */
  moreMarks: number;
  /** The first of a queue's items, next first. */
  items: QueueItem[];
  /** How many items there are. */
  size: number;
  /** A queue's takers; nobody with other resources. */
  takers: TokenRun;
  lines: WaitLine[];
}

/** More are only counted. */
const markRoom = 12;
const itemRoom = 6;
const lineRoom = 12;
const itemsWidth = 330;

/** An item's width in px, as the stylesheet makes it. */
export function itemWidth(text: string): number {
  return Math.min(text.length * 7.3 + 14, 120) + 3;
}

export function resourceGroup(state: LoopState, resource: Resource, keys: Keys): ResourceGroup {
  const tasksOf = (ids: readonly number[]) => ids.flatMap((id) => state.tasks.get(id) ?? []);
  const inLine = tasksOf(resource.waiters);
  // Who was woken stands in the ready queue and not in line any more.
  const waiting = inLine.filter((task) => task.status === "waiting");
  const woken = inLine.filter((task) => task.status !== "waiting");
  const { id, type, name } = resource;
  const kind = resourceKind(resource.base);
  const some = (tasks: Task[]): TokenRun => ({
    tokens: tasks
      .slice(0, lineRoom)
      .map((task) => taskToken(task, keys.of(task.id, `line:${id}:${task.id}`))),
    count: tasks.length,
  });
  const line = (label: string, tasks: Task[]): WaitLine[] =>
    tasks.length === 0 ? [] : [{ label, ...some(tasks) }];
  const group = { id, kind, type, name, marks: [], moreMarks: 0, items: [], size: 0, takers: some([]) };

  switch (kind) {
    case "permits": {
      return { ...group, ...permits(resource, tasksOf(resource.holders), woken), lines: line("", waiting) };
    }
    case "event": {
      const isSet = resource.value === 1;
      const mark: Mark = {
        key: "flag",
        look: isSet ? "held" : "free",
        task: 0,
        title: isSet ? "set" : "not set",
      };
      return { ...group, status: mark.title, marks: [mark], lines: line("", waiting) };
    }
    case "condition":
      return { ...group, status: waiting.length === 0 ? "nobody waits" : "", lines: line("", waiting) };
    case "barrier": {
      const through = tasksOf(resource.holders);
      // The barrier opens just before it wakes them.
      const asleep = through.filter((task) => task.status === "waiting");
      return { ...group, ...barrier(resource, waiting, through), lines: line("", [...asleep, ...waiting]) };
    }
    case "queue": {
      const by = (reason: string) => waiting.filter((task) => task.reason === reason);
      const takers = some(by("Queue.get"));
      const lines = [...line("", by("Queue.put")), ...line("till all is done", by("Queue.join"))];
      return { ...group, ...queue(resource, state.items.get(id) ?? []), takers, lines };
    }
  }
}

function permits({ base, limit, value }: Resource, holders: Task[], woken: Task[]) {
  // A lock is free until the woken task takes it; a semaphore's permit is not. It may get more than it began with.
  const isLock = base === "Lock";
  const promised = woken.slice(0, Math.max(0, limit - holders.length - (isLock ? 0 : value)));
  const free = isLock ? limit - holders.length - promised.length : value;
  const total = holders.length + promised.length + free;
  const marks = [
    ...holders.slice(0, markRoom).map((task) => mark("held", task, `held by ${task.name}`)),
    ...promised.slice(0, markRoom).map((task) => mark("promised", task, `promised to ${task.name}`)),
    ...freeMarks(free, "free"),
  ];
  return {
    status: `${countText(holders.length)} of ${countText(total)} held`,
    marks: marks.slice(0, markRoom),
    moreMarks: Math.max(0, total - markRoom),
  };
}

function barrier({ limit, value, change }: Resource, waiting: Task[], through: Task[]) {
  const missing = limit - waiting.length;
  if (change === "abort") return { status: "broken", marks: [] };
  if (through.length > 0 && waiting.length === 0) {
    const awake = through.filter((task) => task.status !== "waiting");
    return {
      status: `all ${countText(value)} came`,
      marks: awake.slice(0, markRoom).map((task) => mark("promised", task, `${task.name} goes on`)),
      moreMarks: Math.max(0, awake.length - markRoom),
    };
  }
  return {
    status: `${countText(waiting.length)} of ${countText(limit)} there`,
    marks: freeMarks(missing, "missing"),
    moreMarks: Math.max(0, missing - markRoom),
  };
}

function queue({ base, limit, value, next, change }: Resource, texts: readonly string[]) {
  const ordered = base === "LifoQueue" ? texts.slice(-itemRoom).reverse() : texts.slice(0, itemRoom);
  if (base === "PriorityQueue" && texts.length > 0) {
    const first = ordered.indexOf(next);
    if (first >= 0) ordered.splice(first, 1);
    ordered.unshift(next);
  }
  const items: QueueItem[] = [];
  const seen = new Map<string, number>();
  let width = 0;
  for (const text of ordered.slice(0, itemRoom)) {
    if ((width += itemWidth(text)) > itemsWidth) break;
    const again = (seen.get(text) ?? 0) + 1;
    seen.set(text, again);
    items.push({ key: `${text} ${again}`, text });
  }
  const number = value === 0 ? "empty" : `${countText(value)} ${value === 1 ? "item" : "items"}`;
  const size = limit > 0 ? `${countText(value)} of ${countText(limit)}` : number;
  return { items, size: value, status: change === "shutdown" ? `${size}, shut down` : size };
}

function mark(look: Mark["look"], task: Task, title: string): Mark {
  return { key: `${look} ${task.id}`, look, task: task.id, title };
}

function freeMarks(number: number, title: string): Mark[] {
  return Array.from({ length: Math.max(0, Math.min(number, markRoom)) }, (_, i) => ({
    key: `${title} ${i}`,
    look: "free" as const,
    task: 0,
    title,
  }));
}
