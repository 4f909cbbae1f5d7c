/** A resource's shape as the stage shows it: with tokens for tasks, and as many items as have room. */
import type { LoopState, Resource, Task } from "../../store/loop-state.ts";
import { kindOf } from "../../store/resources/kinds.ts";
import { type Line, type Mark, standingOf } from "../../store/resources/shape.ts";
import { taskToken, type Keys, type TokenRun } from "./stage-token.ts";

export interface QueueItem {
  key: string;
  text: string;
}

/** Tasks in line; `label` names the purpose, if it is not the resource itself. */
export interface WaitLine extends TokenRun {
  label: string;
}

export interface ResourceGroup {
  id: number;
  type: string;
  name: string;
  /** Status in words. */
  status: string;
  marks: (Mark & { readonly key: string })[];
  marksLabel: string;
  areMarksRound: boolean;
  /** Marks that are only counted. */
  moreMarks: number;
  /** The first items, next first; null for a resource without items. */
  items: QueueItem[] | null;
  /** Number of items. */
  size: number;
  /** Tasks in line to take an item. */
  takers: TokenRun;
  lines: WaitLine[];
}

const LINE_ROOM = 12;
const ITEMS_WIDTH = 330;

/** An item's width in px, as the stylesheet makes it. */
export function itemWidth(text: string): number {
  return Math.min(text.length * 7.3 + 14, 120) + 3;
}

export function resourceGroup(state: LoopState, resource: Resource, keys: Keys): ResourceGroup {
  const { id, type, name, base } = resource;
  const standing = standingOf(state.tasks, resource, state.items.get(id) ?? []);
  const shape = kindOf(base).shape?.(resource, standing) ?? { status: "", lines: [] };
  const some = (tasks: readonly Task[]): TokenRun => ({
    tokens: tasks.slice(0, LINE_ROOM).map((task) => taskToken(task, keys, `line:${id}:${task.id}`)),
    count: tasks.length,
  });
  const { status, marks = [], marksLabel = status, areMarksRound = false, moreMarks = 0 } = shape;
  const { items, size = 0, takers = [], lines } = shape;
  return {
    ...{ id, type, name, status, marksLabel, areMarksRound, moreMarks, size },
    marks: marks.map((mark, i) => ({ ...mark, key: `${mark.title} ${mark.task || i}` })),
    items: items ? itemsWithRoom(items) : null,
    takers: some(takers),
    lines: lines.map(({ label, tasks }: Line): WaitLine => ({ label, ...some(tasks) })),
  };
}

function itemsWithRoom(texts: readonly string[]): QueueItem[] {
  const items: QueueItem[] = [];
  const seen = new Map<string, number>();
  let width = 0;
  for (const text of texts) {
    if ((width += itemWidth(text)) > ITEMS_WIDTH) break;
    const again = (seen.get(text) ?? 0) + 1;
    seen.set(text, again);
    items.push({ key: `${text} ${again}`, text });
  }
  return items;
}
