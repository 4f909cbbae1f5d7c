/** The story of a callback or timer: who made it, where it stands, what is ahead of it. */
import { clockText, durationText, ordinal } from "../../base/number-text.ts";
import {
  handlePiece,
  linePiece,
  taskPiece,
  tell,
  type Inspected,
  type Piece,
  type Row,
  type Scene,
} from "./pieces.ts";
import { aheadOf, dueBefore } from "./why.ts";

/** `events` are those that tell of it, at least one. */
export function handleStory(scene: Scene, id: number, events: readonly number[]): Omit<Inspected, "stats"> {
  const { store } = scene;
  const at = events[0] as number;
  const first = store.trace.event(at);
  const kind = first.kind === "timerScheduled" ? "Timer" : "Callback";
  const line = store.trace.line(at);
  const made: Row = {
    pieces: tell`by ${ranAt(scene, at)}${line > 0 ? tell`, ${linePiece(line)}` : []}`,
    at,
    time: store.trace.time(at),
  };
  const notYet = whyNotYet(scene, id);
  const sections = [
    { title: "Why not yet?", rows: notYet.map((pieces): Row => ({ pieces })) },
    { title: kind === "Timer" ? "Set" : "Scheduled", rows: [made] },
  ];
  return {
    kind,
    title: store.trace.label(at),
    task: store.trace.task(at),
    status: status(scene, id, events),
    sections: sections.filter(({ rows }) => rows.length > 0),
  };
}

function status({ store, state }: Scene, id: number, events: readonly number[]): Piece[] {
  const timer = state.timers.find((timer) => timer.id === id);
  const at = state.ready.findIndex((handle) => handle.id === id);
  if (timer) return tell`${ordinal(state.timers.indexOf(timer) + 1)} to come due, at ${timer.when} s`;
  if (at >= 0) return tell`${ordinal(at + 1)} in the ready queue`;
  if (state.running?.id === id) return tell`runs`;
  const last = events.findLast((event) => event <= state.index);
  if (last === undefined) return tell`not scheduled yet`;
  return store.trace.kind(last) === "handleCancelled" ? tell`cancelled` : tell`has run`;
}

function whyNotYet(scene: Scene, id: number): Piece[][] {
  const { state } = scene;
  const place = state.timers.findIndex((timer) => timer.id === id);
  const timer = state.timers[place];
  if (!timer)
    return aheadOf(
      scene,
      state.ready.findIndex((handle) => handle.id === id),
    );
  return [
    tell`It is due at ${clockText(timer.when)} s, ${durationText(timer.when - state.time)} from now: ${dueBefore(place)}.`,
  ];
}

/** What ran when event `at` happened: a task, or a callback; outside of both the program itself. */
export function ranAt(scene: Scene, at: number): Piece {
  const { trace } = scene.store;
  for (let index = at - 1; index >= 0; index--) {
    const event = trace.event(index);
    if (event.kind === "handleEnded" || event.kind === "iterationStarted" || event.kind === "loopStarted")
      break;
    if (event.kind !== "handleStarted") continue;
    return event.task > 0 ? taskPiece(scene, event.task) : handlePiece(event.handle, event.name);
  }
  return taskPiece(scene, 0);
}
