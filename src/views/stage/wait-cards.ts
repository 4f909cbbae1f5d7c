/**
 * Cards of waits: one for each resource, group or other wait, with its shape (permits, items, unfinished children) and
 * the tasks in line for it. Called by `stage-model.ts`.
 */
import { anyCycle } from "../../store/await-graph.ts";
import { byChunk } from "../../base/shared-table.ts";
import type { GroupChildren } from "../../store/group-children.ts";
import type { Group, LoopState, OtherLoop, Resource, Task } from "../../store/loop-state.ts";
import { isForEndpoint, isOfLibrary, kindOf, resourceOf, waitKind } from "../../store/resources/kinds.ts";
import { shownName } from "../../store/task-name.ts";
import { threadOfLoop } from "../../store/loop-name.ts";
import { countText } from "../../base/number-text.ts";
import { resourceGroup, type ResourceGroup } from "./resource-groups.ts";
import { handleToken, taskToken, type Keys, type TokenRun } from "./stage-token.ts";

/** Card of a group, such as a gather or a task group. */
export interface GroupCard {
  type: string;
  /** Status in words. */
  status: string;
  /** Children that are not done, as far as they have room. */
  children: { task: number; name: string; status: Task["status"] }[];
  childCount: number;
  waiters: TokenRun;
}

export interface ThreadCard {
  id: number;
  name: string;
  /** The blocking call in which it waits; empty while it runs or sleeps. */
  waitsIn: string;
  /** The task that it waits for, or else that it works for; 0 for none. */
  task: number;
  /** The same in words: `for` and the name of the task, or `waits for`. */
  relation: string;
  taskName: string;
  /** Part of its sleep or timeout that has passed, from 0 to 1. */
  passed: number;
}

export type Card = { key: string; id: number } & (
  | { kind: "resource"; resource: ResourceGroup; isUsed: boolean }
  | { kind: "group"; group: GroupCard }
  | { kind: "wait"; title: string; waiters: TokenRun }
  | { kind: "threads"; threads: ThreadCard[]; count: number }
  | { kind: "processes"; state: LoopState; count: number; running: number }
  | { kind: "cycle"; tasks: { task: number; name: string; wants: string }[] }
);

export type RareCard = Extract<Card, { kind: "threads" | "processes" | "cycle" }>;

/** Of one kind, at most. */
const MAX_CARDS = 24;
/** Tokens in a line, and children, at most. */
export const MAX_IN_LINE = 12;
const MAX_CHILDREN = 24;

export function waitCards(
  state: LoopState,
  children: GroupChildren,
  keys: Keys,
  hasWire: boolean,
): { cards: Card[]; more: number; wire: Map<number, TokenRun> } {
  const { chosen, left } = chooseResources(state);
  const resources = chosen.map((resource): Card => {
    const isUsed = isInUse(resource);
    return {
      key: `resource:${resource.id}`,
      id: resource.id,
      kind: "resource",
      resource: resourceGroup(state, resource, keys),
      isUsed,
    };
  });
  const loops = loopCards(state, keys);
  const { waits, byGroup, wire } = sortWaits(state, keys, hasWire);
  const groups = [...state.groups.values()].slice(-MAX_CARDS).map((group): Card => ({
    key: `group:${group.id}`,
    id: group.id,
    kind: "group",
    group: groupCard(state, children, group, byGroup.get(group.id) ?? [], keys),
  }));
  const cards = [
    ...cycleCard(state, children),
    ...resources,
    ...groups,
    ...processCard(state),
    ...threadCards(state),
    ...loops,
    ...waits,
  ];
  const more = left + (state.groups.size - groups.length);
  return { cards, more, wire };
}

/**
 * Choose resources, those in use first; return them in order of creation, and the number of those left out. A library's
 * own counts while tasks wait for it.
 */
function chooseResources({ resources }: LoopState): { chosen: Resource[]; left: number } {
  const used: Resource[] = [];
  const others: Resource[] = [];
  let count = 0;
  for (const resource of resources.values()) {
    if (resource.waiters.length === 0 && isOfLibrary(resource)) continue;
    count++;
    const list = isInUse(resource) ? used : others;
    if (list.length < MAX_CARDS) list.push(resource);
  }
  const chosen = [...used, ...others].slice(0, MAX_CARDS).sort((a, b) => a.id - b.id);
  return { chosen, left: count - chosen.length };
}

function isInUse({ base, holders, waiters, value }: Resource): boolean {
  return holders.length > 0 || waiters.length > 0 || (kindOf(base).line?.hasItems === true && value > 0);
}

/** Tasks that are among the timers, in the queue after their timer was due, or running. */
function timedTasks({ timers, ready, running }: LoopState): Set<number> {
  const timed = new Set(timers.map((timer) => timer.task));
  for (const handle of ready) if (handle.wasTimer) timed.add(handle.task);
  if (running) timed.add(running.task);
  return timed;
}

/** Of a part of all tasks those that wait. */
const waitingOf = byChunk((tasks: readonly Task[]) => tasks.filter(({ status }) => status === "waiting"));

/**
 * The waits that no resource's line shows: those on groups, those on endpoints if they have their place on the Wire, and
 * the others by what they wait on.
 */
function sortWaits(state: LoopState, keys: Keys, hasWire: boolean) {
  let timed: Set<number> | undefined;
  const byTitle = new Map<string, { tasks: Task[]; count: number }>();
  const byGroup = new Map<number, Task[]>();
  const wire = new Map<number, TokenRun>();
  for (const task of waitingOf(state.tasks).flat()) {
    if (keys.has(task.id)) continue;
    const resource = resourceOf(task);
    if (state.groups.has(resource)) {
      const waiters = byGroup.get(resource);
      if (waiters) waiters.push(task);
      else byGroup.set(resource, [task]);
      continue;
    }
    if (hasWire && isForEndpoint(task.reason) && task.on > 0) {
      const here = wire.get(task.on) ?? { tokens: [], count: 0 };
      wire.set(task.on, here);
      here.count++;
      if (here.tokens.length < MAX_IN_LINE) here.tokens.push(taskToken(task, keys, `wire:${task.id}`));
      continue;
    }
    // The task's resource has no card, or the card's line has no room for the task.
    if (state.resources.has(resource)) continue;
    // A sleeping task has its place already.
    if (task.reason === "sleep" && (timed ??= timedTasks(state)).has(task.id)) continue;
    const title = waitTitle(state, task);
    const here = byTitle.get(title) ?? { tasks: [], count: 0 };
    byTitle.set(title, here);
    here.count++;
    if (here.tasks.length < MAX_IN_LINE) here.tasks.push(task);
  }
  const waits = [...byTitle].map(([title, { tasks, count }], i): Card => {
    const tokens = tasks.map((task) => taskToken(task, keys, `wait:${task.id}`));
    return { key: `wait:${title}`, id: -1 - i, kind: "wait", title, waiters: { tokens, count } };
  });
  return { waits, byGroup, wire };
}

function waitTitle(state: LoopState, { reason, on }: Task): string {
  return waitKind(reason)?.title?.(state, on) ?? `waiting: ${reason}`;
}

function groupCard(
  state: LoopState,
  children: GroupChildren,
  { id, type, base, living }: Group,
  waiting: Task[],
  keys: Keys,
): GroupCard {
  const total = children.count(id, state.index);
  const tokens = waiting.slice(0, MAX_IN_LINE).map((task) => taskToken(task, keys, `group:${id}:${task.id}`));
  const isAny = waitKind(base)?.endedBy === "one child";
  return {
    type,
    status:
      living === 0
        ? "all done"
        : `${countText(total - living)} of ${countText(total)} done${isAny ? ", waits for one" : ""}`,
    children: children
      .livingTasks(id, state, MAX_CHILDREN)
      .map((task) => ({ task: task.id, name: shownName(task), status: task.status })),
    childCount: living,
    waiters: { tokens, count: waiting.length },
  };
}

function processCard(state: LoopState): Card[] {
  const { processes } = state.network;
  if (processes.length === 0) return [];
  const running = processes.filter(({ status }) => status === null).length;
  return [{ key: "processes", id: 0, kind: "processes", state, count: processes.length, running }];
}

function threadCards({ threads: all, network, tasks, time }: LoopState): Card[] {
  // Those that run the Python program of a process are shown as processes.
  const threads = all.filter(({ id }) => !network.processes.some(({ thread }) => thread === id));
  if (threads.length === 0) return [];
  const lanes = threads.slice(0, MAX_IN_LINE).map(({ id, name, task: served, wait }): ThreadCard => {
    const whole = wait ? wait.until - wait.since : 0;
    const passed = wait && whole > 0 ? Math.min(1, (time - wait.since) / whole) : 0;
    const task = tasks.get(wait?.task || served);
    const relation = !task ? "" : wait?.task ? "waits for" : "for";
    const waitsIn = wait && wait.call !== "time.sleep" ? wait.call : "";
    return {
      id,
      name,
      waitsIn,
      passed,
      task: task?.id ?? 0,
      relation,
      taskName: task ? shownName(task) : "",
    };
  });
  return [{ key: "threads", id: 0, kind: "threads", threads: lanes, count: threads.length }];
}

/** The loops of other threads than the one at work, each with the callbacks and sleeping tasks that it has. */
function loopCards(state: LoopState, keys: Keys): Card[] {
  return [...state.otherLoops]
    .filter(([, { looping }]) => looping)
    .map(([number, loop]): Card => {
      const { running, ready, timers } = loop;
      const handles = [...(running ? [running] : []), ...ready.slice(0, MAX_IN_LINE)];
      const sleepers = timers.flatMap(({ task }) => state.tasks.get(task) ?? []);
      const tokens = [
        ...handles.map((handle) => handleToken(state, handle, keys)),
        ...sleepers.map((task) => taskToken(task, keys, `loop:${number}:${task.id}`)),
      ];
      const title = `${threadOfLoop(state, number)}’s loop: ${loopStatus(loop)}`;
      const count = (running ? 1 : 0) + ready.length + sleepers.length;
      const waiters = { tokens: tokens.slice(0, MAX_IN_LINE), count };
      return { key: `loop:${number}`, id: -MAX_CARDS - number, kind: "wait", title, waiters };
    });
}

function loopStatus({ running, ready, timers }: OtherLoop): string {
  const parts = [
    running ? "1 runs" : "",
    ready.length > 0 ? `${countText(ready.length)} ready` : "",
    timers.length > 0 ? `${countText(timers.length)} ${timers.length === 1 ? "timer" : "timers"}` : "",
  ];
  return parts.filter((part) => part !== "").join(", ") || "idle";
}

/** Return the deadlock cycle when nothing can run again: the tasks that wait for one another. */
function cycleCard(state: LoopState, children: GroupChildren): Card[] {
  const { ready, timers, running, threads } = state;
  if (ready.length + timers.length + threads.length > 0 || running) return [];
  const cycle = anyCycle(state, children);
  if (cycle.length === 0) return [];
  const tasks = cycle.slice(0, MAX_IN_LINE).map((id) => {
    const task = state.tasks.get(id) as Task;
    const wanted = task.reason === "task" ? "" : state.resources.get(resourceOf(task))?.name || task.reason;
    return { task: id, name: shownName(task), wants: wanted };
  });
  return [{ key: "cycle", id: 0, kind: "cycle", tasks }];
}
