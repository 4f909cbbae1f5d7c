/** Wake-up arrows of the timeline: for a selected task its wake chain, and the tasks that it has woken since. */
import { firstIndex } from "../../base/binary-search.ts";
import type { Spans } from "../../store/spans.ts";
import { spanAt, wakeChain } from "../../store/wake-chain.ts";

export interface Edge {
  /** Task that caused the wake-up; 0 for a timer, which has no row, and for an arrival. */
  readonly fromTask: number;
  /** Endpoint at which something arrived, which woke the task; absent for any other cause. */
  readonly fromEndpoint?: number | undefined;
  /** Process whose end woke the task; absent for any other cause. */
  readonly fromProcess?: number | undefined;
  readonly fromEvent: number;
  readonly toTask: number;
  readonly toEvent: number;
  /** Distance from the selected task's last wake-up, which is 0. */
  readonly distance: number;
}

const LINKS = 12;
const WOKEN = 40;

/** Return the arrows; without a selection the last wake-up, while its instant lasts. */
export function wakeEdges(spans: Spans, index: number, time: number, selected: number | null): Edge[] {
  if (selected === null) {
    const wake = spans.lastWake(index);
    if (!wake || wake.time !== time) return [];
    const fromTask = wake.byTimer ? 0 : wake.by;
    if (fromTask === 0 && !wake.byTimer && !wake.endpoint && !wake.process) return [];
    return [
      {
        fromTask,
        fromEndpoint: wake.endpoint,
        fromProcess: wake.process,
        fromEvent: wake.since,
        toTask: wake.woken,
        toEvent: wake.at,
        distance: 0,
      },
    ];
  }
  const behind = wakeChain(spans, selected, index, LINKS)
    .filter(({ how, by }) => how === "arrival" || how === "exit" || (how !== "turn" && by > 0))
    .map(({ how, by, endpoint, process, since, task, at }, distance): Edge => {
      // A timer of its own comes from no other lane.
      const isOwn = how === "timer" && by === task;
      return {
        fromTask: isOwn ? 0 : by,
        fromEndpoint: endpoint,
        fromProcess: process,
        fromEvent: isOwn ? at : since,
        toTask: task,
        toEvent: at,
        distance,
      };
    });
  return [...behind, ...wokenSince(spans, selected, index)];
}

/** Return the wake-ups by the task in its current or last step. */
function wokenSince(spans: Spans, task: number, index: number): Edge[] {
  const lane = spans.lane(task);
  let at = lane ? spanAt(lane, index) : -1;
  while (at >= 0 && lane?.spans[at]?.status !== "running") at--;
  const step = lane?.spans[at];
  if (!step) return [];
  const { wakes } = spans;
  const edges: Edge[] = [];
  const end = step.to < 0 ? Infinity : step.to;
  const first = firstIndex(wakes.length, (i) => (wakes[i]?.at ?? 0) >= step.from);
  for (let i = first; i < wakes.length && i < first + 2000 && edges.length < WOKEN; i++) {
    const wake = wakes[i];
    if (!wake || wake.at > index) break;
    if (wake.by !== task || wake.byTimer || wake.since < step.from || wake.since > end) continue;
    edges.push({
      fromTask: task,

      fromEvent: wake.since,
      toTask: wake.woken,
      toEvent: wake.at,
      distance: 0,
    });
  }
  return edges;
}
