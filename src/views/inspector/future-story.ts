/** The story of a future: who made it, who waits on it, who gave it its outcome. */
import { spanAt } from "../../store/wake-chain.ts";
import { ranAt } from "./handle-story.ts";
import {
  linePiece,
  listed,
  taskPiece,
  tell,
  type Inspected,
  type Row,
  type Scene,
  type Section,
} from "./pieces.ts";

/** `events` are those that tell of it, at least one. */
export function futureStory(scene: Scene, id: number, events: readonly number[]): Omit<Inspected, "stats"> {
  const { store, state } = scene;
  const { trace } = store;
  const isSettled = trace.isSettled(id, state.index);
  const rowOf = (at: number, pieces: Row["pieces"]): Row => ({ pieces, at, time: trace.time(at) });
  const sections: Section[] = [];

  const made = events.find((at) => trace.kind(at) === "futureCreated");
  if (made !== undefined) {
    const { task, line } = trace.eventOf(made, "futureCreated");
    const where = line > 0 ? tell`, ${linePiece(line)}` : [];
    const by = task > 0 ? taskPiece(scene, task) : ranAt(scene, made);
    sections.push({ title: "Made", rows: [rowOf(made, tell`by ${by}${where}`)] });
  }

  const waiting = waitersOf(scene, events);
  if (!isSettled)
    sections.unshift({
      title: "Why not yet?",
      rows: [{ pieces: tell`Nobody has given it a result, an exception or a cancellation.` }],
    });
  if (waiting.length > 0)
    sections.push({
      title: "Awaited by",
      rows: [{ pieces: listed(waiting.map((task) => taskPiece(scene, task))) }],
    });

  const done = events.find((at) => trace.kind(at) === "futureDone");
  if (done !== undefined && isSettled)
    sections.push({ title: "Settled", rows: [rowOf(done, tell`by ${ranAt(scene, done)}`)] });
  const outcome = done === undefined ? "" : trace.eventOf(done, "futureDone").outcome;
  return {
    kind: "Future",
    title: `#${id}`,
    task: 0,
    status: isSettled ? tell`done: ${outcome || "settled"}` : tell`pending`,
    sections,
  };
}

/** The tasks that stand at one of its suspensions now. */
function waitersOf({ store, state }: Scene, events: readonly number[]): number[] {
  return events.flatMap((at) => {
    if (at > state.index || store.trace.kind(at) !== "taskSuspended") return [];
    const task = store.trace.task(at);
    const lane = store.spans.lane(task);
    return lane?.spans[spanAt(lane, state.index)]?.from === at ? [task] : [];
  });
}
