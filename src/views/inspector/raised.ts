/**
 * The origin of a task's exception: the line of a traceback in the output, if the program wrote one. Without it the trace
 * has the line where the task last continued, the last line that an event names after that, and the failed tasks among
 * those that the task waited for.
 */
import type { Task } from "../../store/loop-state.ts";
import { resourceOf } from "../../store/resources/kinds.ts";
import { raisedIn } from "../../store/traceback.ts";
import { say } from "../../store/sentence.ts";
import { stackRows } from "./await-stack.ts";
import { linePiece, listed, taskPiece, type Row, type Scene, type Section } from "./pieces.ts";

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
      pieces: say`came from ${listed(
        failed.map((id) => taskPiece(scene, id)),
        failed.length,
        6,
      )}`,
    });
  const origin = originLine(scene, task.id, lane.outcome.at);
  if (origin > 0) rows.push({ pieces: say`raised on ${linePiece(origin)}`, code: codeAt(scene, origin) });
  const last = origin > 0 ? 0 : lastLine(scene, run.from, lane.outcome.at);
  if (last > 0 && last !== suspended?.line)
    rows.push({ pieces: say`passed ${linePiece(last)}`, code: codeAt(scene, last) });
  if (suspended && suspended.line > 0)
    rows.push(
      ...stackRows(scene, lane.coroutine, suspended.line, suspended.stack).map((row, i): Row => ({
        ...row,
        pieces: i === 0 ? say`continued from ${row.pieces}` : say`in ${row.pieces}`,
      })),
    );
  return { title: "Where it was raised", rows };
}

/** The most outputs, at the end of a run, in which a traceback is looked for. */
const MAX_OUTPUTS = 50;

/** The innermost line of the program in the traceback of an exception with which a task ended; 0 if none was written. */
function originLine({ store }: Scene, task: number, done: number): number {
  const lost = store.warnings.all.find(
    (warning) => warning.diagnosis === "neverRetrieved" && warning.task === task,
  );
  if (lost) return lost.line;
  const { value } = store.trace.eventOf(done, "taskDone");
  for (const index of store.outputs.slice(-MAX_OUTPUTS)) {
    const raised = index > done ? raisedIn(store.trace.label(index)) : null;
    if (raised?.error === value) return raised.line;
  }
  return 0;
}

/** The awaited tasks that failed before event `done`. */
function failedOf({ store, state }: Scene, reason: string, on: number, done: number): number[] {
  if (on === 0) return [];
  const awaited =
    reason === "task"
      ? [on]
      : Array.from(store.groupChildren.all(resourceOf({ reason, on }), state), ({ task }) => task);
  return awaited.filter((id) => {
    const outcome = store.spans.lane(id)?.outcome;
    return outcome?.kind === "exception" && outcome.at < done;
  });
}

/** The last line that an event names in the task's last step; 0 for none. Only one task runs at a time. */
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
