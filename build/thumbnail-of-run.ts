/**
 * Maker of thumbnails at build time, called by recorded-runs.ts.
 *
 * Many events share one virtual time, and most of a run's time has no events. So half of a thumbnail's width follows the
 * events and half the time: both a busy instant and a long wait are seen, in their order.
 */
import type { Outcome } from "../src/events/event.ts";
import {
  THUMBNAIL_LANES,
  THUMBNAIL_WIDTH,
  type Thumbnail,
  type ThumbnailLane,
  type ThumbnailSpan,
} from "../src/examples/thumbnail.ts";
import { unpackRun } from "../src/formats/packed-run.ts";
import { Spans } from "../src/store/spans.ts";
import { Trace } from "../src/trace/trace.ts";

/** A change of a lane's status at an event; null where the lane ends. */
interface Change {
  readonly at: number;
  readonly status: ThumbnailSpan["status"] | null;
}

interface Source {
  readonly task: number;
  readonly changes: Change[];
  outcome: Outcome | null;
}

/** Return the thumbnail of a packed run (`src/formats/packed-run.ts`). */
export async function thumbnailOfRun(packed: string): Promise<Thumbnail> {
  const trace = new Trace();
  for (const chunk of (await unpackRun(packed)).chunks) trace.append(chunk);
  const spans = new Spans();
  spans.append(trace);
  const end = endOfProgram(trace, spans);
  const endTime = spans.timeAt(end - 1);
  const share = (index: number) =>
    endTime > 0 ? (index / end + spans.timeAt(Math.min(index, end - 1)) / endTime) / 2 : index / end;
  const x = (index: number) => Math.round(share(Math.min(index, end)) * THUMBNAIL_WIDTH);
  const sources = spans.lanes.length > 0 ? taskSources(spans) : callbackSources(trace);
  return sources
    .filter(({ changes }) => (changes[0]?.at ?? end) < end)
    .slice(0, THUMBNAIL_LANES)
    .map(({ task, changes, outcome }): ThumbnailLane => ({ task, spans: drawn(changes, x), outcome }));
}

/** Return the event at which `asyncio.run` begins to clean up, with tasks of its own; the trace's length if it does not. */
function endOfProgram(trace: Trace, { lanes }: Spans): number {
  const done = lanes[0]?.outcome?.at ?? Infinity;
  return lanes.find(({ spans }) => (spans[0]?.from ?? 0) > done)?.spans[0]?.from ?? trace.length;
}

function taskSources({ lanes }: Spans): Source[] {
  return lanes.map(({ task, spans, outcome }) => {
    const changes: Change[] = spans.map(({ from, status }) => ({ at: from, status }));
    if (outcome) changes.push({ at: outcome.at, status: null });
    return { task, changes, outcome: outcome ? (outcome.kind as Outcome) : null };
  });
}

/** Return a lane for each callback, for a program without tasks. */
function callbackSources(trace: Trace): Source[] {
  const sources = new Map<number, Source>();
  for (let index = 0; index < trace.length; index++) {
    const event = trace.event(index);
    if (!("handle" in event)) continue;
    const source = sources.get(event.handle) ?? { task: 0, changes: [], outcome: null };
    sources.set(event.handle, source);
    const status = { timerScheduled: "waiting", handleScheduled: "ready", handleStarted: "running" } as const;
    if (event.kind in status)
      source.changes.push({ at: index, status: status[event.kind as keyof typeof status] });
    if (event.kind === "handleEnded") {
      source.changes.push({ at: index, status: null });
      source.outcome = "result";
    }
  }
  return [...sources.values()];
}

/** Return the spans between the changes. One too short for a unit is left out, but a task that runs is always seen. */
function drawn(changes: readonly Change[], x: (index: number) => number): ThumbnailSpan[] {
  const found: ThumbnailSpan[] = [];
  let from = x(changes[0]?.at ?? 0);
  for (const [i, { status }] of changes.entries()) {
    if (status === null) break;
    const next = changes[i + 1];
    const least = status === "running" ? from + 1 : from;
    const to = Math.min(THUMBNAIL_WIDTH, Math.max(next ? x(next.at) : THUMBNAIL_WIDTH, least));
    if (to > from) found.push({ status, from, to });
    from = Math.max(from, to);
  }
  return found;
}
