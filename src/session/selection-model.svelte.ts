/**
 * Selection model: what a person has selected, points at and wants to see in one shown run, shared by all views of that
 * run. None of it enters the trace.
 */
import type { Cursor } from "./cursor.svelte.ts";
import type { Selection } from "./selection.ts";

/** An id or line that holds until the cursor moves; 0 for none. */
interface UntilMove {
  readonly id: number;
  readonly moves: number;
}

const nothing: UntilMove = { id: 0, moves: -1 };

export class SelectionModel {
  readonly #cursor: Cursor;
  #current = $state.raw<Selection | null>(null);
  #hovered = $state.raw(nothing);
  #line = $state.raw(nothing);

  /** The id of the selected task; null if no task is selected. */
  readonly task: number | null = $derived(this.#current?.kind === "task" ? this.#current.id : null);
  /**
   * The task under the pointer, on any view; 0 for none. A move of the cursor ends it: the element under the pointer may
   * be gone, and then no event says that the pointer has left it.
   */
  readonly hoveredTask: number = $derived.by(() => this.#untilMove(this.#hovered));
  /** The line that a person asked to see; 0 for none. */
  readonly shownLine: number = $derived.by(() => this.#untilMove(this.#line));

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  get current(): Selection | null {
    return this.#current;
  }

  /** Selects anything, or nothing. */
  select(selection: Selection | null): void {
    this.#current = selection;
  }

  /** Selects a task by its id, or nothing. */
  selectTask(task: number | null): void {
    this.select(task === null ? null : { kind: "task", id: task });
  }

  /** Says that the pointer is on a task; 0 when it has left. */
  hover(task: number): void {
    this.#hovered = { id: task, moves: this.#cursor.moves };
  }

  /** Brings a line of the program into view. */
  showLine(line: number): void {
    this.#line = { id: line, moves: this.#cursor.moves };
  }

  #untilMove({ id, moves }: UntilMove): number {
    return moves === this.#cursor.moves ? id : 0;
  }
}
