/**
 * Export of a trace in the Trace Event Format, which Perfetto and Chrome's about:tracing open.
 *
 * Each task and each worker thread has a lane, with a slice for each span; instants for output, cancellations, warnings
 * and outcomes; a flow from the cause of a wake-up to the woken task. The loop has a lane with its blocking calls.
 * Times are the virtual clock's, in microseconds.
 */
import type { Lane, Span } from "../store/lane.ts";
import type { TraceStore } from "../store/trace-store.ts";

export interface TraceEventFile {
  traceEvents: TraceEventEntry[];
  displayTimeUnit: "ms";
  otherData: Record<string, string | number>;
}

export interface TraceEventEntry {
  name: string;
  /** Phase: metadata, complete slice, instant, start and end of a flow. */
  ph: "M" | "X" | "i" | "s" | "f";
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  cat?: string;
  id?: number;
  s?: "t";
  bp?: "e";
  args?: Record<string, string | number>;
}

const LOOP = 1;
const THREADS = 2;

const micros = (seconds: number) => Math.round(seconds * 1e9) / 1e3;

/** Return the file's text; `about` is its metadata: the program's language, its seed. */
export function traceEvents(store: TraceStore, about: Record<string, string | number>): TraceEventFile {
  const { trace, spans } = store;
  const end = trace.length > 0 ? trace.time(trace.length - 1) : 0;
  const entries: TraceEventEntry[] = [
    ...named(LOOP, 0, "process_name", "tasks"),
    ...named(LOOP, 0, "thread_name", "event loop"),
  ];
  for (const block of spans.blocks) {
    entries.push(slice(LOOP, 0, `blocked by ${block.call}`, block.start, block.end, { event: block.at }));
  }
  for (const lane of spans.lanes) entries.push(...laneEntries(store, lane, LOOP, lane.task, end));
  if (spans.threads.length > 0) entries.push(...named(THREADS, 0, "process_name", "threads"));
  for (const lane of spans.threads) entries.push(...laneEntries(store, lane, THREADS, lane.thread, end));
  spans.wakes.forEach((wake, id) => {
    // Code outside any task has no slice from which a flow could start.
    if (wake.by === 0) return;
    const flow = { name: "wake", cat: "wake", id, pid: LOOP };
    entries.push({ ...flow, ph: "s", tid: wake.by, ts: micros(trace.time(wake.since)) });
    entries.push({ ...flow, ph: "f", bp: "e", tid: wake.woken, ts: micros(wake.time) });
  });
  return { traceEvents: entries, displayTimeUnit: "ms", otherData: about };
}

function* laneEntries(
  { trace }: TraceStore,
  lane: Lane,
  pid: number,
  tid: number,
  end: number,
): Generator<TraceEventEntry> {
  yield* named(pid, tid, "thread_name", lane.coroutine ? `${lane.name}: ${lane.coroutine}()` : lane.name);
  yield { name: "thread_sort_index", ph: "M", pid, tid, ts: 0, args: { sort_index: tid } };
  for (const span of lane.spans) {
    const line = trace.line(span.from);
    yield slice(pid, tid, nameOf(span), span.start, Math.min(span.end, end), {
      event: span.from,
      ...(line > 0 && { line }),
    });
  }
  for (const mark of [...lane.outputs, ...lane.marks, ...(lane.outcome ? [lane.outcome] : [])]) {
    const text = trace.label(mark.at).trimEnd();
    const args = { event: mark.at, ...(text && { text }) };
    yield { name: mark.kind, ph: "i", s: "t", pid, tid, ts: micros(mark.time), args };
  }
}

function nameOf({ status, reason }: Span): string {
  return status === "waiting" ? `waiting: ${reason}` : status;
}

function slice(
  pid: number,
  tid: number,
  name: string,
  start: number,
  end: number,
  args: Record<string, string | number>,
): TraceEventEntry {
  const ts = micros(start);
  // Round both ends, not the duration: slices that touch would overlap.
  return { name, ph: "X", pid, tid, ts, dur: Math.round((micros(end) - ts) * 1e3) / 1e3, args };
}

function* named(pid: number, tid: number, what: string, name: string): Generator<TraceEventEntry> {
  yield { name: what, ph: "M", pid, tid, ts: 0, args: { name } };
}
