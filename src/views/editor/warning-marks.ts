/** Marks of warnings: one for each line that a run's warnings are about, as long as that line is unchanged. */
import type { Warning } from "../../store/warnings/warning.ts";

export interface WarningMark {
  readonly line: number;
  /** The warnings about the line, at least one. */
  readonly warnings: readonly Warning[];
}

/** Return the marks from the top; `lineNow` gives the line that a line of the run has become, 0 if it is gone. */
export function warningMarks(warnings: readonly Warning[], lineNow: (line: number) => number): WarningMark[] {
  const byLine = new Map<number, Warning[]>();
  for (const warning of warnings) {
    const line = warning.line > 0 ? lineNow(warning.line) : 0;
    if (line > 0) byLine.set(line, [...(byLine.get(line) ?? []), warning]);
  }
  return [...byLine].map(([line, warnings]) => ({ line, warnings })).sort((a, b) => a.line - b.line);
}

/** Return the text of a mark. */
export function warningText({ warnings }: WarningMark): string {
  return warnings.map(({ message }) => message).join("\n");
}
