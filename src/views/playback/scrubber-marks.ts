/** Marks of the scrubber: stops of a tour, warnings and signals of a run, in the order of their events, each with a name. */
import type { Warning } from "../../store/warnings/warning.ts";

export interface ScrubberMark {
  /** The event that it leads to. */
  readonly index: number;
  readonly kind: "stop" | "warning" | "signal";
  /** The whole caption or message, after its kind. */
  readonly name: string;
}

export function scrubberMarks(
  stops: readonly { readonly event: number; readonly caption: string }[],
  warnings: readonly Pick<Warning, "index" | "message">[],
  signals: readonly { readonly index: number; readonly text: string }[],
): ScrubberMark[] {
  const stopMarks = stops.map(({ event, caption }, i) => ({
    index: event,
    kind: "stop" as const,
    name: `Stop ${i + 1} of ${stops.length}: ${caption}`,
  }));
  const warningMarks = warnings.map(({ index, message }) => ({
    index,
    kind: "warning" as const,
    name: `Warning: ${message}`,
  }));
  const signalMarks = signals.map(({ index, text }) => ({ index, kind: "signal" as const, name: text }));
  return [...stopMarks, ...warningMarks, ...signalMarks].sort((a, b) => a.index - b.index);
}
