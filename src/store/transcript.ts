/** Transcript of a run: the sentence of each event (`narration.ts`), one after the other. */
import { narrate, plainText } from "./narration.ts";
import type { Part } from "./sentence.ts";
import type { TraceStore } from "./trace-store.ts";

export interface TranscriptLine {
  readonly index: number;
  readonly time: number;
  readonly parts: readonly Part[];
}

/** Yield the lines of the events from index `from` to `to`, inclusive. */
export function* transcript(store: TraceStore, from: number, to: number): Generator<TranscriptLine> {
  for (let index = Math.max(0, from); index <= to; index++) {
    const event = store.trace.event(index);
    yield { index, time: event.time, parts: narrate(event, store.stateAt(index)) };
  }
}

/** The last `limit` sentences up to event `to`, each on a line with its virtual time in seconds. */
export function transcriptText(store: TraceStore, to: number, limit: number): string {
  const from = Math.max(0, to - limit + 1);
  const lines = from > 0 ? [`(${from.toLocaleString("en-US")} events before this are left out.)`] : [];
  for (const { time, parts } of transcript(store, from, to)) {
    lines.push(`${time.toFixed(3)} s  ${plainText(parts).replaceAll("\n", " ")}`);
  }
  return `${lines.join("\n")}\n`;
}
