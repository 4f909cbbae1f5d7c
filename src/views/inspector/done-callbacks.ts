/** The callbacks that the end of a task scheduled. */
import type { Task } from "../../store/loop-state.ts";
import { say } from "../../store/sentence.ts";
import { handlePiece, windowed, type Row, type Scene, type Section } from "./pieces.ts";

/**
 * Return them as a section; null before the end. asyncio schedules them within the task's last step, at no line of the
 * program. The callbacks that wake the tasks awaiting this one are left out: "Woke" has those.
 */
export function doneCallbacks({ store, state }: Scene, { id }: Task): Section | null {
  const { trace, spans } = store;
  const lane = spans.lane(id);
  const last = lane?.spans.at(-1);
  if (!lane?.outcome || !last || lane.outcome.at > state.index) return null;
  const scheduled: number[] = [];
  for (let index = last.from + 1; index < lane.outcome.at; index++) {
    if (trace.kind(index) !== "handleScheduled" || trace.line(index) !== 0) continue;
    if (trace.task(index) === 0) scheduled.push(index);
  }
  return windowed("Called when it finished", scheduled.length, 0, (i): Row => {
    const at = scheduled[i] as number;
    const { handle, name } = trace.eventOf(at, "handleScheduled");
    return { pieces: say`${handlePiece(handle, `${name}()`)}`, at, time: trace.time(at) };
  });
}
