/** The sections about a callback or timer: its creation, its place, the callbacks ahead of it. */
import { clockText, durationText, ordinal } from "../../base/number-text.ts";
import { callbackLabel } from "../../store/callback-name.ts";
import { say } from "../../store/sentence.ts";
import {
  handlePiece,
  linePiece,
  taskPiece,
  type Inspected,
  type Piece,
  type Row,
  type Scene,
} from "./pieces.ts";
import { aheadOf, dueBefore } from "./why.ts";

/** Return the sections; `events` are the events about the handle, at least one. */
export function inspectHandle(scene: Scene, id: number, events: readonly number[]): Omit<Inspected, "stats"> {
  const { store } = scene;
  const at = events[0] as number;
  const first = store.trace.event(at);
  const kind = first.kind === "timerScheduled" ? "Timer" : "Callback";
  const line = store.trace.line(at);
  const made: Row = {
    pieces: say`by ${ranAt(scene, at)}${line > 0 ? say`, ${linePiece(line)}` : []}`,
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
  if (timer) return say`${ordinal(state.timers.indexOf(timer) + 1)} to come due, at ${timer.when} s`;
  if (at >= 0) return say`${ordinal(at + 1)} in the ready queue`;
  if (state.running?.id === id) return say`runs`;
  const last = events.findLast((event) => event <= state.index);
  if (last === undefined) return say`not scheduled yet`;
  return store.trace.kind(last) === "handleCancelled" ? say`cancelled` : say`has run`;
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
    say`It is due at ${clockText(timer.when)} s, in ${durationText(timer.when - state.time)}: ${dueBefore(place)}.`,
  ];
}

/** Task or callback that ran when event `at` happened; the program itself outside of both. */
export function ranAt(scene: Scene, at: number): Piece {
  const { trace } = scene.store;
  for (let index = at - 1; index >= 0; index--) {
    const event = trace.event(index);
    if (event.kind === "handleEnded" || event.kind === "iterationStarted" || event.kind === "loopStarted")
      break;
    if (event.kind !== "handleStarted") continue;
    return event.task > 0
      ? taskPiece(scene, event.task)
      : handlePiece(event.handle, callbackLabel(event.name));
  }
  return taskPiece(scene, 0);
}
