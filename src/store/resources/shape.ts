/** Looks of a resource as data: a state in words, marks, items and lines of tasks. Views draw any shape alike. */
import type { Resource, Task } from "../loop-state.ts";
import { shownName } from "../task-name.ts";

/** Marks and items that a shape gives; more are only counted. */
export const MAX_MARKS = 12;
export const MAX_ITEMS = 6;

/** A small mark: held by a task, promised to a woken task, or free. */
export interface Mark {
  readonly look: "held" | "promised" | "free";
  /** 0 for none. */
  readonly task: number;
  readonly title: string;
}

/** Tasks in line; `label` names the purpose, if it is not the resource itself. */
export interface Line {
  readonly label: string;
  readonly tasks: readonly Task[];
}

export interface Shape {
  /** State in words: "2 of 3 held". */
  readonly status: string;
  readonly marks?: readonly Mark[];
  /** Name of the list of marks, for screen readers; by default the status. */
  readonly marksLabel?: string;
  readonly moreMarks?: number;
  readonly areMarksRound?: boolean;
  /** The first items, next first; undefined for a resource without items. */
  readonly items?: readonly string[];
  /** Number of items. */
  readonly size?: number;
  /** Tasks in line to take an item. */
  readonly takers?: readonly Task[];
  readonly lines: readonly Line[];
}

/** The tasks around a resource, and its items. */
export interface Standing {
  readonly holders: readonly Task[];
  /** In line and not woken yet. */
  readonly waiting: readonly Task[];
  /** In line, and woken: in the ready queue. */
  readonly woken: readonly Task[];
  readonly items: readonly string[];
}

export function standingOf(
  tasks: { get(id: number): Task | undefined },
  resource: Resource,
  items: readonly string[],
): Standing {
  const tasksOf = (ids: readonly number[]) => ids.flatMap((id) => tasks.get(id) ?? []);
  const inLine = tasksOf(resource.waiters);
  return {
    holders: tasksOf(resource.holders),
    waiting: inLine.filter(({ status }) => status === "waiting"),
    woken: inLine.filter(({ status }) => status !== "waiting"),
    items,
  };
}

/** The line of the resource itself. */
export function lineOf(tasks: readonly Task[], label = ""): Line[] {
  return tasks.length === 0 ? [] : [{ label, tasks }];
}

export function taskMark(look: Mark["look"], task: Task, title: (name: string) => string): Mark {
  return { look, task: task.id, title: title(shownName(task)) };
}

export function freeMarks(count: number, title: string): Mark[] {
  const length = Math.max(0, Math.min(count, MAX_MARKS));
  return Array.from({ length }, () => ({ look: "free" as const, task: 0, title }));
}
