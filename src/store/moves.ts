/**
 * Moves: the places at which the cursor stands inside a beat while it plays, so that each change is seen: a callback
 * enters Running, does something, leaves. The times of a beat's moves are those of the beat. Read by playback.
 */
import type { Trace } from "../trace/trace.ts";
import type { Beats } from "./beats.ts";
import { isAct } from "./open-beat.ts";
import { actTime, ENTER, LEAVE, MOST_DUE, quickMove, RESTART } from "./pace.ts";

/** A place of the cursor, and the time that it stands there, in milliseconds at Story. */
export interface Move {
  readonly to: number;
  readonly time: number;
}

/** Return the moves of a beat, in order. Their times are together those of the beat. */
export function movesOf(trace: Trace, beats: Beats, beat: number): Move[] {
  const isQuick = beats.position(beat) > (beats.kind(beat) === "wake" ? 1 : 0);
  return rest(isQuick ? [{ to: beats.to(beat), time: 0 }] : slowMoves(trace, beats, beat), beats.time(beat));
}

/** Return the moves of a beat that begins a passage because a stop ended the passage before it. */
export function restartedMoves(trace: Trace, beats: Beats, beat: number): Move[] {
  return rest(slowMoves(trace, beats, beat), RESTART);
}

/** Return the moves of a beat in which a tour holds at events, each for a time. */
export function heldMoves(
  trace: Trace,
  beats: Beats,
  beat: number,
  holds: readonly { readonly event: number; readonly time: number }[],
): Move[] {
  const moves = slowMoves(trace, beats, beat);
  for (const { event, time } of holds) {
    const next = moves.findIndex(({ to }) => to >= event);
    moves.splice(next, moves[next]?.to === event ? 1 : 0, { to: event, time });
  }
  return moves;
}

/** Return the moves of a beat with its last one lengthened, so that they take `total` at least. */
function rest(moves: Move[], total: number): Move[] {
  const last = moves.at(-1) as Move;
  const others = moves.slice(0, -1).reduce((sum, { time }) => sum + time, 0);
  return [...moves.slice(0, -1), { to: last.to, time: Math.max(last.time, total - others) }];
}

function slowMoves(trace: Trace, beats: Beats, beat: number): Move[] {
  const [from, to] = [beats.from(beat), beats.to(beat)];
  switch (beats.kind(beat)) {
    case "callback":
      return callbackMoves(trace, from, to);
    case "wake":
      return callbackMoves(trace, from, to).filter(({ time }) => time === ENTER || time === LEAVE);
    case "wait":
      return waitMoves(beats.time(beat), from, to);
    default:
      return [{ to, time: LEAVE }];
  }
}

function callbackMoves(trace: Trace, from: number, to: number): Move[] {
  const moves: Move[] = [];
  let acts = 0;
  for (let index = from; index < to; index++) {
    const event = trace.event(index);
    if (event.kind === "handleStarted") {
      const enters = index + 1 < to && trace.kind(index + 1) === "taskStepped" ? index + 1 : index;
      moves.push({ to: enters, time: ENTER });
    } else if (moves.length > 0 && isAct(event)) moves.push({ to: index, time: actTime(acts++) });
  }
  return [...moves, { to, time: LEAVE }];
}

/** The clock jumps; then the timers are due, or packets arrive, one after the other. */
function waitMoves(time: number, from: number, to: number): Move[] {
  const dues: Move[] = [];
  for (let i = 1; i <= to - from && i <= MOST_DUE; i++) dues.push({ to: from + i, time: quickMove(i) });
  const last = dues.pop();
  if (last) dues.push({ to, time: last.time });
  const sum = dues.reduce((all, due) => all + due.time, 0);
  const share = Math.min(1, (time - ENTER) / sum);
  return [
    { to: from, time: time - sum * share },
    ...dues.map((due) => ({ to: due.to, time: due.time * share })),
  ];
}
