/** What a person has selected, on whichever view. An id is the trace's; a `line` is the program's, an `event` an index. */
export type SelectionKind = "task" | "resource" | "handle" | "future" | "thread" | "line" | "event";

export interface Selection {
  readonly kind: SelectionKind;
  readonly id: number;
}

export function isSame(a: Selection | null, b: Selection | null): boolean {
  return a?.kind === b?.kind && a?.id === b?.id;
}
