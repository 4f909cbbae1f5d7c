/**
 * Order of the lanes: each task indented below its creator, with its own children next; then the worker threads. Tasks
 * of `asyncio.run`'s own have no lane.
 */
import type { Lane } from "../../store/lane.ts";
import { hasName, isCleanup } from "../../store/task-name.ts";
import type { Spans } from "../../store/spans.ts";

/** Deepest indentation. */
const MAX_DEPTH = 6;

export interface OrderedLane {
  readonly lane: Lane;
  readonly depth: number;
}

export class LaneOrder {
  readonly all: readonly OrderedLane[];
  readonly #places = new Map<number, number>();

  constructor(spans: Spans) {
    const children = new Map<number, Lane[]>();
    for (const lane of spans.lanes) {
      if (isCleanup(lane)) continue;
      const parent = spans.lane(lane.parent) ? lane.parent : 0;
      const siblings = children.get(parent);
      if (siblings) siblings.push(lane);
      else children.set(parent, [lane]);
    }
    const all: OrderedLane[] = [];
    const pending = (children.get(0) ?? []).map((lane) => ({ lane, depth: 0 })).reverse();
    for (let next = pending.pop(); next; next = pending.pop()) {
      this.#places.set(next.lane.task, all.length);
      all.push(next);
      const depth = Math.min(next.depth + 1, MAX_DEPTH);
      const below = children.get(next.lane.task) ?? [];
      for (let i = below.length - 1; i >= 0; i--) pending.push({ lane: below[i] as Lane, depth });
    }
    this.all = [...all, ...spans.threads.map((lane) => ({ lane, depth: 0 }))];
  }

  /** Number of lanes that are tasks'; they come before those of threads. */
  get taskCount(): number {
    return this.#places.size;
  }

  /** Return the position of a task's lane, from 0; -1 if it has none. */
  placeOf(task: number): number {
    return this.#places.get(task) ?? -1;
  }

  /** Return the next task after position `from`, cyclically, whose real or shown name contains the text; null if there is none. */
  find(text: string, from: number, direction: 1 | -1): Lane | null {
    const wanted = text.toLowerCase();
    const { length } = this.all;
    for (let i = 1; i <= length; i++) {
      const { lane } = this.all[(from + direction * i + length * 2) % length] as OrderedLane;
      if (lane.task > 0 && hasName(lane, wanted)) return lane;
    }
    return null;
  }
}
