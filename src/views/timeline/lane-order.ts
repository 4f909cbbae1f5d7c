/**
 * Order of the lanes: each task indented below its creator, with its own children next; then the processes, in the same
 * way, the worker threads, and the connections. Processes and connections may be folded. Tasks of `asyncio.run`'s own have no
 * lane.
 */
import type { Lane } from "../../store/lane.ts";
import { isCleanup } from "../../store/task-name.ts";
import type { Spans } from "../../store/spans.ts";

/** Deepest indentation. */
const MAX_DEPTH = 6;
/** Width of an indent, in characters. */
export const INDENT = 1.5;

export interface OrderedLane {
  readonly lane: Lane;
  readonly depth: number;
}

export class LaneOrder {
  readonly all: readonly OrderedLane[];
  /** Number of tasks that are folded away. */
  readonly folded: number;
  /** Width of the longest name with its indent, in characters. */
  readonly longest: number;
  readonly #places = new Map<number, number>();

  /** `isFolded` names the lanes that are left out, unless a lane below them is shown. */
  constructor(
    spans: Spans,
    isFolded: (lane: Lane) => boolean = () => false,
    { hasConnections = true, hasProcesses = true } = {},
  ) {
    const shown = shownLanes(spans, isFolded);
    const tasks = inTree(
      spans.lanes.filter((lane) => shown.has(lane)),
      ({ task }) => task,
    );
    for (const [place, { lane }] of tasks.entries()) this.#places.set(lane.task, place);
    this.folded = spans.lanes.filter((lane) => !isCleanup(lane)).length - tasks.length;
    const processes = hasProcesses ? inTree(spans.processes, ({ process }) => process) : [];
    const others = [...spans.threads, ...(hasConnections ? spans.connections : [])];
    this.all = [...tasks, ...processes, ...others.map((lane) => ({ lane, depth: 0 }))];
    this.longest = this.all.reduce(
      (most, { lane, depth }) => Math.max(most, lane.shownName.length + depth * INDENT),
      0,
    );
  }

  /** Number of lanes that are tasks'; they come before those of threads. */
  get taskCount(): number {
    return this.#places.size;
  }

  /** Return the position of a task's lane, from 0; -1 if it has none. */
  placeOf(task: number): number {
    return this.#places.get(task) ?? -1;
  }

  /** Return the number of tasks that fit. */
  count(fits: (lane: Lane) => boolean): number {
    return this.all.reduce((sum, { lane }) => sum + Number(lane.task > 0 && fits(lane)), 0);
  }

  /** Return the next task after position `from`, cyclically, that fits; null if there is none. */
  find(fits: (lane: Lane) => boolean, from: number, direction: 1 | -1): Lane | null {
    const { length } = this.all;
    for (let i = 1; i <= length; i++) {
      const { lane } = this.all[(from + direction * i + length * 2) % length] as OrderedLane;
      if (lane.task > 0 && fits(lane)) return lane;
    }
    return null;
  }
}

/** Return lanes with each one after its parent, which `idOf` tells by its id, and indented below it. */
function inTree(lanes: readonly Lane[], idOf: (lane: Lane) => number): OrderedLane[] {
  const ids = new Set(lanes.map(idOf));
  const children = new Map<number, Lane[]>();
  for (const lane of lanes) {
    const parent = ids.has(lane.parent) ? lane.parent : 0;
    const siblings = children.get(parent);
    if (siblings) siblings.push(lane);
    else children.set(parent, [lane]);
  }
  const all: OrderedLane[] = [];
  const pending = (children.get(0) ?? []).map((lane) => ({ lane, depth: 0 })).reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    all.push(next);
    const depth = Math.min(next.depth + 1, MAX_DEPTH);
    const below = children.get(idOf(next.lane)) ?? [];
    for (let i = below.length - 1; i >= 0; i--) pending.push({ lane: below[i] as Lane, depth });
  }
  return all;
}

function shownLanes(spans: Spans, isFolded: (lane: Lane) => boolean): Set<Lane> {
  const shown = new Set<Lane>();
  for (const lane of spans.lanes) {
    if (isCleanup(lane) || isFolded(lane)) continue;
    // With the tasks that created it.
    for (let next: Lane | undefined = lane; next && !shown.has(next); next = spans.lane(next.parent))
      shown.add(next);
  }
  return shown;
}
