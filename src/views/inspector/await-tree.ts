/** The await tree at the cursor: below each task the tasks that it waits for. A task's own subtree is shown once. */
import { waitOf } from "../../store/await-graph.ts";
import { resourceOf, waitKind } from "../../store/resources/kinds.ts";
import { say } from "../../store/sentence.ts";
import { taskPiece, type Piece, type Row, type Scene } from "./pieces.ts";

const MAX_ROWS = 80;
/** Tasks below one, at most. */
const MAX_BRANCHES = 12;

export function awaitTree(scene: Scene): Row[] {
  const { state, store } = scene;
  const living: number[] = [];
  for (const { id, status } of state.tasks.values()) if (status !== "done") living.push(id);
  const waitsOf = (id: number) => waitOf(state, store.groupChildren, state.tasks.get(id), MAX_BRANCHES);
  const awaited = new Set(living.slice(0, 5000).flatMap((id) => [...(waitsOf(id)?.tasks ?? [])]));
  const rows: Row[] = [];
  const seen = new Set<number>();

  const visit = (id: number, depth: number, before: string): void => {
    if (rows.length >= MAX_ROWS) return;
    const isAgain = seen.has(id);
    seen.add(id);
    const wait = waitsOf(id);
    rows.push({
      pieces: say`${before}${taskPiece(scene, id)}${isAgain ? ", shown above" : statusOf(scene, id)}`,
      depth,
    });
    if (isAgain || !wait) return;
    for (const next of wait.tasks)
      visit(next, depth + 1, waitKind(wait.reason)?.endedBy === "holders" ? "held by " : "");
    const more = wait.count - wait.tasks.length;
    if (more > 0) rows.push({ pieces: [{ text: `and ${more} more` }], depth: depth + 1 });
  };
  // Tasks that no task awaits come first; the others left are in a cycle.
  for (const id of living) if (!awaited.has(id)) visit(id, 0, "");
  for (const id of living) if (!seen.has(id)) visit(id, 0, "");
  return rows;
}

function statusOf({ state }: Scene, id: number): Piece[] {
  const task = state.tasks.get(id);
  if (!task) return [];
  if (task.status !== "waiting") return say` ${task.status}`;
  if (task.reason === "sleep") return say` sleeps`;
  const name = state.resources.get(resourceOf(task))?.name;
  if (task.reason === "task") return say` awaits`;
  return say` waits: ${task.reason}${name ? ` ${name}` : ""}`;
}
