/** The sections about a future: its creation, the tasks awaiting it, the end of the wait. */
import { spanAt } from "../../store/wake-chain.ts";
import { say } from "../../store/sentence.ts";
import { ranAt } from "./handle-sections.ts";
import {
  linePiece,
  listed,
  taskPiece,
  type Inspected,
  type Row,
  type Scene,
  type Section,
} from "./pieces.ts";

/** Return the sections; `events` are the events about the future, at least one. */
export function inspectFuture(scene: Scene, id: number, events: readonly number[]): Omit<Inspected, "stats"> {
  const { store, state } = scene;
  const { trace } = store;
  const isSettled = trace.isSettled(id, state.index);
  const rowOf = (at: number, pieces: Row["pieces"]): Row => ({ pieces, at, time: trace.time(at) });
  const sections: Section[] = [];

  const made = events.find((at) => trace.kind(at) === "futureCreated");
  if (made !== undefined) {
    const { task, line } = trace.eventOf(made, "futureCreated");
    const where = line > 0 ? say`, ${linePiece(line)}` : [];
    const by = task > 0 ? taskPiece(scene, task) : ranAt(scene, made);
    sections.push({ title: "Created", rows: [rowOf(made, say`by ${by}${where}`)] });
  }

  const waiting = waitersOf(scene, events);
  if (!isSettled)
    sections.unshift({
      title: "Why not yet?",
      rows: [{ pieces: say`No task has set its result or exception, or cancelled it.` }],
    });
  if (waiting.length > 0)
    sections.push({
      title: "Awaited by",
      rows: [{ pieces: listed(waiting.map((task) => taskPiece(scene, task))) }],
    });

  const done = events.find((at) => trace.kind(at) === "futureDone");
  if (done !== undefined && isSettled)
    sections.push({ title: "Done", rows: [rowOf(done, say`by ${ranAt(scene, done)}`)] });
  const outcome = done === undefined ? "" : trace.eventOf(done, "futureDone").outcome;
  return {
    kind: "Future",
    title: `#${id}`,
    task: 0,
    status: isSettled ? say`done: ${outcome || "settled"}` : say`pending`,
    sections,
  };
}

/** Tasks that await the future at the cursor. */
function waitersOf({ store, state }: Scene, events: readonly number[]): number[] {
  return events.flatMap((at) => {
    if (at > state.index || store.trace.kind(at) !== "taskSuspended") return [];
    const task = store.trace.task(at);
    const lane = store.spans.lane(task);
    return lane?.spans[spanAt(lane, state.index)]?.from === at ? [task] : [];
  });
}
