/** Marks of the scrubber: the stops of a tour and the warnings of a run, in the order of their events, each with a name. */
import type { Warning } from "../../store/warnings/warning.ts";

export interface ScrubberMark {
  /** The event that it leads to. */
  readonly index: number;
  readonly isWarning: boolean;
  /** The whole caption or message, after its kind. */
  readonly name: string;
}

export function scrubberMarks(
  stops: readonly { readonly event: number; readonly caption: string }[],
  warnings: readonly Pick<Warning, "index" | "message">[],
): ScrubberMark[] {
  const stopMarks = stops.map(({ event, caption }, i) => ({
    index: event,
    isWarning: false,
    name: `Stop ${i + 1} of ${stops.length}: ${caption}`,
  }));
  const warningMarks = warnings.map(({ index, message }) => ({
    index,
    isWarning: true,
    name: `Warning: ${message}`,
  }));
  return [...stopMarks, ...warningMarks].sort((a, b) => a.index - b.index);
}
