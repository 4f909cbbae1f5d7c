/** A selection: the one thing that a person has selected in a run, on any view. */

export type SelectionKind =
  "task" | "resource" | "handle" | "future" | "thread" | "endpoint" | "process" | "line" | "event";

export interface Selection {
  readonly kind: SelectionKind;
  /** The trace's id; for a `line` the program's line number, for an `event` its index. */
  readonly id: number;
}

export function isSame(a: Selection | null, b: Selection | null): boolean {
  return a?.kind === b?.kind && a?.id === b?.id;
}
