/**
 * Stage model: the tokens of each area of the stage, computed from a state. A long list (a queue of 50,000) is given by
 * its ends and its count, so that a step costs only the tokens that are shown.
 *
 * A task is one thing that moves: of the tokens that belong to it, exactly one has the key `task:<id>`, the one that
 * says best where the task is; a motion follows it from moment to moment. A running task is in Running until its
 * callback ends, and where it goes then there is an outline. Other tokens are handles, keyed by id.
 */
import { byChunk } from "../../base/shared-table.ts";
import type { GroupChildren } from "../../store/group-children.ts";
import { isCleanup, shownName } from "../../store/task-name.ts";
import { hasOtherLoops, threadOfLoop } from "../../store/loop-name.ts";
import { callbackLabel } from "../../store/callback-name.ts";
import type { LoopState, ReadyHandle, Task, Timer } from "../../store/loop-state.ts";
import type { Outcome } from "../../events/event.ts";
import { waitCards, type Card } from "./wait-cards.ts";
import {
  handleToken,
  Keys,
  runningToken,
  taskToken,
  timerNote,
  type StageToken,
  type TokenRun,
} from "./stage-token.ts";

export interface TimerToken extends StageToken {
  timer: Timer;
}

export interface DoneToken extends StageToken {
  outcome: string;
  value: string;
}

export interface StageModel {
  /** Thread whose loop is at work; empty if no other loop runs. */
  loopOwner: string;
  /** This iteration's frozen batch, next first: its front, and how many there are. */
  batch: StageToken[];
  batchCount: number;
  /** Callbacks of the next iteration, likewise. */
  later: StageToken[];
  laterCount: number;
  /** The last of the whole queue, if neither front holds it. */
  last: StageToken | null;
  running: StageToken | null;
  /** The next to come due. */
  timers: TimerToken[];
  timerCount: number;
  /** Cards of waits. */
  cards: Card[];
  /** Number of further cards, of unused resources. */
  moreCards: number;
  /** Tasks that wait for an endpoint, by its id. */
  wire: ReadonlyMap<number, TokenRun>;
  /** The last ones done; those that failed come last. */
  done: DoneToken[];
  doneCounts: Record<Outcome, number>;
}

/** Callbacks at the front of a queue, timers, and tasks that are done, at most. */
const MAX_TOKENS = 120;
const MAX_DONE = 40;

/** `hasWire` is true if the stage shows the tasks that wait for endpoints on the Wire, and not among the cards. */
export function stageModel(state: LoopState, children: GroupChildren, hasWire = false): StageModel {
  const keys = new Keys();
  const { ready, running, tasks } = state;
  const batchFront = ready.slice(0, Math.min(state.batch, MAX_TOKENS));
  const laterFront = ready.slice(state.batch, state.batch + MAX_TOKENS);
  const end = ready.at(-1);
  const last = end && !batchFront.includes(end) && !laterFront.includes(end) ? end : null;

  // Claimed in this order: Running, then a task's own step, its place in a line, its timer, a callback made for it.
  const inRunning = running && runningToken(state, running, keys);
  const shown = [...batchFront, ...laterFront, ...(last ? [last] : [])];
  const tokens = new Map<ReadyHandle, StageToken>();
  const claim = (handle: ReadyHandle) => tokens.set(handle, handleToken(state, handle, keys));
  for (const handle of shown) if (handle.task && !handle.wasTimer) claim(handle);
  const { cards, more, wire } = waitCards(state, children, keys, hasWire);
  const timers = state.timers.slice(0, MAX_TOKENS).map((timer): TimerToken => {
    const task = tasks.get(timer.task);
    const sleeps = timer.name === "sleep" && task?.status === "waiting" && task.reason === "sleep";
    const key = sleeps ? keys.of(timer.task, `handle:${timer.id}`) : `handle:${timer.id}`;
    const label = task ? shownName(task) : callbackLabel(timer.name);
    const note = task ? timerNote(timer.name) : "";
    const isOutline = timer.name === "sleep" && keys.isRunning(timer.task);
    return { key, task: timer.task, handle: timer.id, label, note, isOutline, timer };
  });
  for (const handle of shown) if (!tokens.has(handle)) claim(handle);
  const tokenOf = (handle: ReadyHandle) => tokens.get(handle) as StageToken;
  return {
    loopOwner: (hasOtherLoops(state) && threadOfLoop(state, state.loop)) || "",
    batch: batchFront.map(tokenOf),
    batchCount: state.batch,
    later: laterFront.map(tokenOf),
    laterCount: ready.length - state.batch,
    last: last && tokenOf(last),
    running: inRunning,
    timers,
    timerCount: state.timers.length,
    cards,
    moreCards: more,
    wire,
    ...doneTasks(state, keys),
  };
}

type Counts = StageModel["doneCounts"];

/** Of a part of all tasks those that are done. */
const doneOf = byChunk((tasks: readonly Task[]) => {
  const counts: Counts = { result: 0, exception: 0, cancelled: 0 };
  const done = tasks.filter((task) => task.status === "done" && !isCleanup(task));
  for (const { outcome } of done) counts[outcome as keyof Counts]++;
  const [failed, others] = [true, false].map((fails) =>
    done.filter(({ outcome }) => (outcome === "exception") === fails),
  ) as [Task[], Task[]];
  return { failed, others, counts };
});

function doneTasks({ tasks }: LoopState, keys: Keys): Pick<StageModel, "done" | "doneCounts"> {
  const doneCounts: Counts = { result: 0, exception: 0, cancelled: 0 };
  const chunks = doneOf(tasks);
  for (const { counts } of chunks) {
    doneCounts.result += counts.result;
    doneCounts.exception += counts.exception;
    doneCounts.cancelled += counts.cancelled;
  }
  const failed = latest(chunks, "failed", MAX_DONE);
  const others = latest(chunks, "others", MAX_DONE - failed.length);
  const done = [...others, ...failed].map((task): DoneToken => {
    const note = task.outcome === "result" ? "" : task.outcome;
    const token = taskToken(task, keys, `done:${task.id}`, note);
    return { ...token, outcome: task.outcome, value: task.value };
  });
  return { done, doneCounts };
}

/** Return the last `room` tasks of one kind. */
function latest(chunks: ReturnType<typeof doneOf>, kind: "failed" | "others", room: number): Task[] {
  const found: Task[][] = [];
  for (let i = chunks.length - 1; i >= 0 && room > 0; i--) {
    const tasks = chunks[i]?.[kind] ?? [];
    found.push(tasks.slice(-room));
    room -= tasks.length;
  }
  return found.reverse().flat();
}
