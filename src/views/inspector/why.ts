/** Why a task runs now, and why it does not yet: the chain of wakes behind it, and what is ahead of it. */
import { anyCycle, cycleFrom, waitOf } from "../../store/await-graph.ts";
import type { LoopState, Task } from "../../store/loop-state.ts";
import { spanAt, wakeChain, type Link } from "../../store/wake-chain.ts";
import { clockText, countText, durationText, ordinal } from "../controls/format.ts";
import {
  futurePiece,
  handlePiece,
  linePiece,
  listed,
  resourcePiece,
  taskPiece,
  tell,
  type Piece,
  type Row,
  type Scene,
  type Section,
} from "./pieces.ts";

/** Links of a chain that are shown; a key walks on. */
const LINKS = 6;

export function whyNow(scene: Scene, task: number, index = scene.state.index): Section | null {
  const { store } = scene;
  const links = wakeChain(store.spans, task, index, LINKS + 1);
  if (links.length === 0) return null;
  return {
    title: "Why now?",
    rows: links.slice(0, LINKS).map((link) => ({
      pieces: linkPieces(scene, link),
      at: link.since,
      time: store.trace.time(link.since),
    })),
    later: links.length > LINKS ? 1 : 0,
  };
}

function linkPieces(scene: Scene, link: Link): Piece[] {
  const { trace } = scene.store;
  const [task, by] = [taskPiece(scene, link.task), taskPiece(scene, link.by)];
  const line = trace.line(link.since);
  const where = line > 0 ? tell`, ${linePiece(line)}` : [];
  switch (link.how) {
    case "created":
      return tell`${by} created ${task}${where}`;
    case "turn":
      return tell`${task} let the others run first, and had its turn`;
    case "timer": {
      // The row is about when it was set: there the chain goes on.
      const due = clockText(trace.time(link.at));
      return link.by === link.task
        ? tell`${task} set the timer that came due at ${due} s${where}`
        : tell`${by} set the timer that came due at ${due} s, and woke ${task}${where}`;
    }
    case "woken":
      return tell`${by} woke ${task}${where}`;
  }
}

export function whyNotYet(scene: Scene, task: Task): Section | null {
  const rows =
    task.status === "ready" ? ahead(scene, task) : task.status === "waiting" ? waits(scene, task) : [];
  return rows.length > 0 ? { title: "Why not yet?", rows: rows.map((pieces): Row => ({ pieces })) } : null;
}

function ahead(scene: Scene, { id }: Task): Piece[][] {
  const { ready } = scene.state;
  return aheadOf(
    scene,
    ready.findIndex((handle) => handle.task === id && !handle.wasTimer),
  );
}

/** What runs before the callback at a place of the ready queue; nothing where there is no such place. */
export function aheadOf(scene: Scene, at: number): Piece[][] {
  const { ready, running, batch } = scene.state;
  const here = ready.at(at);
  if (at < 0 || !here) return [];
  const its = (text: string) => handlePiece(here.id, text);
  const first = ready
    .slice(0, Math.min(at, 3))
    .map((handle) => (handle.task > 0 ? taskPiece(scene, handle.task) : handlePiece(handle.id, handle.name)));
  const place =
    at === 0
      ? tell`It is ${its("next")} in the ready queue.`
      : tell`It is ${its(ordinal(at + 1))} in the ready queue, behind ${listed(first, at)}.`;
  const rows = [place];
  if (running) rows.push(tell`${running.task > 0 ? taskPiece(scene, running.task) : running.name} runs now.`);
  if (batch > 0 && at >= batch)
    rows.push(tell`It comes in the next iteration: this one runs only what was ready when it began.`);
  return rows;
}

function waits(scene: Scene, task: Task): Piece[][] {
  const { state, store } = scene;
  const rows = [waitSentence(scene, task)];
  for (const timer of state.timers) {
    if (timer.task === task.id && timer.name.endsWith("_on_timeout"))
      rows.push(
        tell`At ${clockText(timer.when)} s, in ${durationText(timer.when - state.time)}, a timeout cancels it.`,
      );
  }
  const cycle = cycleFrom(state, store.groupChildren, task.id);
  if (cycle.length > 0) rows.push(cycleSentence(scene, cycle));
  return rows;
}

/** Who waits for whom, round and round. */
export function cycleSentence(scene: Pick<Scene, "state" | "store">, cycle: readonly number[]): Piece[] {
  const names = cycle.map((id) => taskPiece(scene, id));
  const [first] = names as [Piece];
  const steps = [...names.slice(1), first].flatMap(
    (piece, i) => tell`${i === 0 ? " waits for " : ", which waits for "}${piece}`,
  );
  return tell`${first}${steps}: none of them can ever go on.`;
}

/** The cycle at a moment when nothing is left to do; null otherwise. */
export function deadlockAt({ state, store }: Pick<Scene, "state" | "store">): number[] | null {
  const isStill =
    state.ready.length === 0 && state.timers.length === 0 && !state.running && state.threads.length === 0;
  const cycle = isStill ? anyCycle(state, store.groupChildren) : [];
  return cycle.length > 0 ? cycle : null;
}

function waitSentence(scene: Scene, task: Task): Piece[] {
  const { state, store } = scene;
  const wait = waitOf(state, store.groupChildren, task, 3);
  const who = listed(
    (wait?.tasks ?? []).map((id) => taskPiece(scene, id)),
    wait?.count ?? 0,
  );
  const resource = state.resources.get(task.on);
  const name = resource ? resourcePiece(resource) : { text: "it" };
  const place = resource ? resource.waiters.indexOf(task.id) : -1;
  const line = place > 0 ? `It is ${ordinal(place + 1)} in line` : "It is first in line";
  const group = state.groups.get(task.on);
  if (group) {
    const total = store.groupChildren.count(group.id, state.index);
    if (group.living === 0)
      return tell`All that ${resourcePiece(group)} waits for are done: it is about to wake.`;
    return wait?.needsAll
      ? tell`${countText(group.living)} of the ${countText(total)} that ${resourcePiece(group)} waits for ${group.living === 1 ? "is" : "are"} not done: ${who}.`
      : tell`${resourcePiece(group)} waits for one of ${countText(group.living)} that ${group.living === 1 ? "is" : "are"} not done: ${who}.`;
  }
  switch (task.reason) {
    case "sleep":
      return sleepSentence(state, task);
    case "task":
      return tell`It awaits ${who}, which is not done.`;
    case "Lock":
    case "Semaphore":
      return wait && wait.count > 0
        ? tell`${line} for ${name}, which ${who} ${wait.count === 1 ? "holds" : "hold"}.`
        : tell`${line} for ${name}.`;
    case "Event":
      return tell`Nobody has set ${name}.`;
    case "Condition":
      return tell`Nobody has notified it on ${name}.`;
    case "Barrier":
      return tell`${countText(resource?.waiters.length ?? 0)} of ${countText(resource?.limit ?? 0)} have come to ${name}.`;
    case "Queue.get":
      return tell`${name} is empty. ${line} for what comes.`;
    case "Queue.put":
      return tell`${name} is full. ${line} for room.`;
    case "Queue.join":
      return tell`Not all that was in ${name} is worked off.`;
    case "thread":
      return tell`A thread works on it.`;
    default:
      return tell`Nobody has settled the ${awaitedFuture(scene, task)} that it waits on.`;
  }
}

function sleepSentence({ timers, time }: LoopState, { id }: Task): Piece[] {
  const at = timers.findIndex((timer) => timer.task === id && timer.name === "sleep");
  const timer = timers[at];
  if (!timer) return tell`Its timer has come due; the callback that wakes it is in the ready queue.`;
  const before = at === 0 ? "its timer is the next" : dueBefore(at);
  return tell`It ${handlePiece(timer.id, "sleeps")} until ${clockText(timer.when)} s, ${durationText(timer.when - time)} from now: ${before}.`;
}

/** How many timers come due before one, in words. */
export function dueBefore(others: number): string {
  if (others === 0) return "it is the next";
  return `${others === 1 ? "one timer comes" : `${countText(others)} timers come`} due before`;
}

/** What a task waits on by itself: the future that it was suspended on. */
function awaitedFuture({ store, state }: Scene, { id, reason }: Task): Piece {
  const lane = store.spans.lane(id);
  const from = lane?.spans[spanAt(lane, state.index)]?.from ?? 0;
  const event = store.trace.event(from);
  const future = event.kind === "taskSuspended" ? event.future : 0;
  return future > 0 ? futurePiece(future, reason) : { text: reason };
}
