/** Transcript of a run: the sentence of each event (`narration.ts`), one after the other. */
import { clockText } from "../base/number-text.ts";
import { narrate, plainText } from "./narration.ts";
import type { Part } from "./sentence.ts";
import type { TraceStore } from "./trace-store.ts";

export interface TranscriptLine {
  readonly index: number;
  readonly time: number;
  readonly parts: readonly Part[];
}

/**
 * Yield the lines of the events from index `from` to `to`, inclusive. Events that follow each other at one time with the same
 * sentence have one line.
 */
export function* transcript(store: TraceStore, from: number, to: number): Generator<TranscriptLine> {
  let before = "";
  for (let index = Math.max(0, from); index <= to; index++) {
    const event = store.trace.event(index);
    const parts = narrate(event, store.stateAt(index));
    const line = `${event.time} ${plainText(parts)}`;
    if (line !== before) yield { index, time: event.time, parts };
    before = line;
  }
}

/** A virtual time, fine enough to tell one arrival on localhost from the next: `1.500`, `0.0003`. */
export function momentText(seconds: number): string {
  if (seconds >= 1000) return clockText(seconds);
  const text = seconds.toFixed(6);
  const least = text.indexOf(".") + 1 + 3;
  let end = text.length;
  while (end > least && text[end - 1] === "0") end--;
  return text.slice(0, end);
}

/** The last `limit` sentences up to event `to`, each on a line with its virtual time in seconds. */
export function transcriptText(store: TraceStore, to: number, limit: number): string {
  const from = Math.max(0, to - limit + 1);
  const lines = from > 0 ? [`(${from.toLocaleString("en-US")} events before this are left out.)`] : [];
  for (const { time, parts } of transcript(store, from, to)) {
    lines.push(`${momentText(time)} s  ${plainText(parts).replaceAll("\n", " ")}`);
  }
  return `${lines.join("\n")}\n`;
}
