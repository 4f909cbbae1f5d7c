/** The callbacks of a task that is done: what its end scheduled. */
import type { Task } from "../../store/loop-state.ts";
import { handlePiece, tell, windowed, type Row, type Scene, type Section } from "./pieces.ts";

/**
 * They are scheduled within the last step, by no line of the program: asyncio calls for them as the coroutine ends. (Who
 * awaits the task is woken by one, too, but that is told as such.)
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
  return windowed("Callbacks, as it was done", scheduled.length, 0, (i): Row => {
    const at = scheduled[i] as number;
    const { handle, name } = trace.eventOf(at, "handleScheduled");
    return { pieces: tell`${handlePiece(handle, `${name}()`)}`, at, time: trace.time(at) };
  });
}
