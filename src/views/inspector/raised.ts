/**
 * Where a task's exception comes from. A trace has no traceback: it knows where the task went on for the last time, what
 * it came by on the way, and which of those that it waited for had failed.
 */
import type { Task } from "../../store/loop-state.ts";
import { stackRows } from "./await-stack.ts";
import { linePiece, listed, taskPiece, tell, type Row, type Scene, type Section } from "./pieces.ts";

export function raised(scene: Scene, task: Task): Section | null {
  if (task.outcome !== "exception") return null;
  const { spans, trace } = scene.store;
  const lane = spans.lane(task.id);
  const run = lane?.spans.at(-1);
  if (!lane?.outcome || !run) return null;
  const wait = lane.spans.findLast(({ status }) => status === "waiting");
  const suspended = wait && trace.eventOf(wait.from, "taskSuspended");
  const rows: Row[] = [];

  const failed = suspended ? failedOf(scene, suspended.reason, suspended.on, lane.outcome.at) : [];
  if (failed.length > 0)
    rows.push({
      pieces: tell`comes from ${listed(
        failed.map((id) => taskPiece(scene, id)),
        failed.length,
        6,
      )}`,
    });
  const last = lastLine(scene, run.from, lane.outcome.at);
  if (last > 0 && last !== suspended?.line)
    rows.push({ pieces: tell`came by ${linePiece(last)}`, code: codeAt(scene, last) });
  if (suspended && suspended.line > 0)
    rows.push(
      ...stackRows(scene, lane.coroutine, suspended.line, suspended.stack).map((row, i): Row => ({
        ...row,
        pieces: i === 0 ? tell`went on from ${row.pieces}` : tell`in ${row.pieces}`,
      })),
    );
  return { title: "Raised where?", rows };
}

/** The tasks that failed before event `done`, of those that a task waited for. */
function failedOf({ store, state }: Scene, reason: string, on: number, done: number): number[] {
  if (on === 0) return [];
  const awaited =
    reason === "task" ? [on] : Array.from(store.groupChildren.all(on, state), ({ task }) => task);
  return awaited.filter((id) => {
    const outcome = store.spans.lane(id)?.outcome;
    return outcome?.kind === "exception" && outcome.at < done;
  });
}

/** The last line of the program that an event tells of after the task went on; only one task runs at a time. */
function lastLine({ store: { trace } }: Scene, from: number, done: number): number {
  for (let index = done - 1; index > from; index--) {
    const line = trace.line(index);
    if (line > 0 && trace.kind(index) !== "taskStepped") return line;
  }
  return 0;
}

function codeAt({ source }: Scene, line: number): string {
  return (source[line - 1] ?? "").trim();
}
