/** The inspector's content as data: sections of rows, each a sentence in pieces that may be links. */
import type { Selection } from "../../session/selection.ts";
import type { Part } from "../../store/sentence.ts";
import { shownName } from "../../store/task-name.ts";
import type { TraceStore } from "../../store/trace-store.ts";
import type { Group, LoopState, Resource } from "../../store/loop-state.ts";
import type { TaskStats } from "../../store/task-stats.ts";

/** A part of a sentence that may be a link: a press selects `task` or `open`. */
export interface Piece extends Part {
  readonly open?: Selection;
  /** A line of the program: a press shows it in the editor. */
  readonly line?: number;
  /** Example of the gallery, in a language: a press opens it in a new tab. */
  readonly example?: { readonly id: string; readonly language: string };
}

export interface Row {
  readonly pieces: readonly Piece[];
  /** The event of the row: a press moves the cursor there. */
  readonly at?: number;
  readonly time?: number;
  /** Side of the cursor on which the event is; `now` for the span or event at the cursor. */
  readonly phase?: "past" | "now" | "future";
  /** Code of the program, or a value. */
  readonly code?: string;
  /** The same as bytes, in hexadecimal. */
  readonly hex?: string;
  /** Distance from the root of a tree. */
  readonly depth?: number;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Number of rows left out before the first. */
  readonly earlier?: number;
  /** Number of rows left out after the last. */
  readonly later?: number;
}

export interface Inspected {
  readonly kind: string;
  readonly title: string;
  /** The task whose colour the title has; 0 for none. */
  readonly task: number;
  readonly status: readonly Piece[];
  readonly stats: TaskStats | null;
  readonly sections: readonly Section[];
}

/** Input of all sections. */
export interface Scene {
  readonly store: TraceStore;
  readonly state: LoopState;
  /** The lines of the program that was recorded. */
  readonly source: readonly string[];
}

export function taskPiece({ state, store }: Pick<Scene, "state" | "store">, id: number): Piece {
  if (id === 0) return { text: "the program" };
  const task = state.tasks.get(id) ?? store.spans.lane(id);
  return { text: task ? shownName(task) : `task ${id}`, task: id };
}

export function resourcePiece(resource: Pick<Resource | Group, "id" | "type"> & { name?: string }): Piece {
  return { text: resource.name || resource.type, open: { kind: "resource", id: resource.id } };
}

/** A part of a sentence as a piece that leads to what it names. */
export function pieceOf({ text, task, resource, handle, endpoint, process }: Part): Piece {
  if (resource) return { text, open: { kind: "resource", id: resource } };
  if (handle) return { text, open: { kind: "handle", id: handle } };
  if (process) return { text, open: { kind: "process", id: process } };
  if (endpoint && !task) return { text, open: { kind: "endpoint", id: endpoint } };
  return task === undefined ? { text } : { text, task };
}

export function linePiece(line: number): Piece {
  return { text: `line ${line}`, line };
}

export function handlePiece(id: number, text: string): Piece {
  return { text, open: { kind: "handle", id } };
}

export function futurePiece(id: number, text = `future ${id}`): Piece {
  return { text, open: { kind: "future", id } };
}

/** `A`, `A and B`, `A, B and 3 more`. */
export function listed(pieces: readonly Piece[], count = pieces.length, most = 3): Piece[] {
  const shown = pieces.slice(0, count > most ? most - 1 : most);
  const more = count - shown.length;
  return shown
    .flatMap((piece, i) => {
      if (i === 0) return [piece];
      const isLast = i === shown.length - 1 && more === 0;
      return [{ text: isLast ? " and " : ", " }, piece];
    })
    .concat(
      more > 0
        ? [{ text: `${shown.length > 0 ? " and " : ""}${more} ${shown.length > 0 ? "more" : "of them"}` }]
        : [],
    );
}

export function plain(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join("");
}

const WINDOW = 24;

/** The rows round the cursor of a long list, whose `at` are in order. */
export function windowed(title: string, count: number, current: number, row: (i: number) => Row): Section {
  const from = Math.max(0, Math.min(current - Math.floor(WINDOW * 0.7), count - WINDOW));
  const to = Math.min(count, from + WINDOW);
  return {
    title,
    rows: Array.from({ length: to - from }, (_, i) => row(from + i)),
    earlier: from,
    later: count - to,
  };
}
