/** Reasons why a task runs now or does not run yet: the wake chain behind it, and the callbacks ahead of it. */
import { anyCycle, cycleFrom, waitOf } from "../../store/await-graph.ts";
import { callbackLabel } from "../../store/callback-name.ts";
import type { Task } from "../../store/loop-state.ts";
import { resourceOf, waitKind } from "../../store/resources/kinds.ts";
import { spanAt, wakeChain, type Link } from "../../store/wake-chain.ts";
import { clockText, countText, durationText, ordinal } from "../../base/number-text.ts";
import { otherSide, processPart, side } from "../../store/network/network-words.ts";
import { say } from "../../store/sentence.ts";
import {
  futurePiece,
  handlePiece,
  linePiece,
  listed,
  pieceOf,
  taskPiece,
  type Piece,
  type Row,
  type Scene,
  type Section,
} from "./pieces.ts";

/** Links of a chain that are shown; the key W walks further. */
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
  const where = line > 0 ? say`, ${linePiece(line)}` : [];
  switch (link.how) {
    case "created":
      return say`${by} created ${task}${where}`;
    case "turn":
      return say`${task} let the others run, then ran again`;
    case "timer": {
      // The row leads to the event that set the timer: the chain continues there.
      const due = clockText(trace.time(link.at));
      return link.by === link.task
        ? say`${task} set the timer that came due at ${due} s${where}`
        : say`${by} set the timer that came due at ${due} s and woke ${task}${where}`;
    }
    case "arrival": {
      const { endpoint = 0 } = link;
      const isListener = scene.state.network.endpoints.get(endpoint)?.listen;
      const where = (isListener ? side : otherSide)(scene.state, endpoint);
      return isListener
        ? say`${task} woke when a connection arrived at ${pieceOf(where)}`
        : say`${task} woke when something arrived from ${pieceOf(where)}`;
    }
    case "exit":
      return say`${task} woke when ${pieceOf(processPart(scene.state.network, link.process ?? 0))} had ended`;
    case "woken":
      return say`${by} woke ${task}${where}`;
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

/** Reasons why the callback at a place of the ready queue waits; empty if there is no such place. */
export function aheadOf(scene: Scene, at: number): Piece[][] {
  const { ready, running, batch } = scene.state;
  const here = ready.at(at);
  if (at < 0 || !here) return [];
  const its = (text: string) => handlePiece(here.id, text);
  const first = ready
    .slice(0, Math.min(at, 3))
    .map((handle) =>
      handle.task > 0 ? taskPiece(scene, handle.task) : handlePiece(handle.id, callbackLabel(handle.name)),
    );
  const place =
    at === 0
      ? say`It is ${its("next")} in the ready queue.`
      : say`It is ${its(ordinal(at + 1))} in the ready queue, behind ${listed(first, at)}.`;
  const rows = [place];
  if (running)
    rows.push(
      say`${running.task > 0 ? taskPiece(scene, running.task) : callbackLabel(running.name)} runs now.`,
    );
  if (batch > 0 && at >= batch)
    rows.push(say`It runs in the next iteration: this one runs only what was ready at its start.`);
  return rows;
}

function waits(scene: Scene, task: Task): Piece[][] {
  const { state, store } = scene;
  const rows = [waitSentence(scene, task)];
  for (const timer of state.timers) {
    if (timer.task === task.id && timer.name.endsWith("_on_timeout"))
      rows.push(
        say`At ${clockText(timer.when)} s, in ${durationText(timer.when - state.time)}, a timeout cancels it.`,
      );
  }
  const cycle = cycleFrom(state, store.groupChildren, task.id);
  if (cycle.length > 0) rows.push(cycleSentence(scene, cycle));
  return rows;
}

/** A cycle of waits as a sentence. */
export function cycleSentence(scene: Pick<Scene, "state" | "store">, cycle: readonly number[]): Piece[] {
  const names = cycle.map((id) => taskPiece(scene, id));
  const [first] = names as [Piece];
  const steps = [...names.slice(1), first].flatMap(
    (piece, i) => say`${i === 0 ? " waits for " : ", which waits for "}${piece}`,
  );
  return say`${first}${steps}: ${cycle.length === 2 ? "neither" : "none of them"} can continue.`;
}

/** The cycle of a deadlock at the cursor; null if the loop can still run something. */
export function deadlockAt({ state, store }: Pick<Scene, "state" | "store">): number[] | null {
  const isStill =
    state.ready.length === 0 && state.timers.length === 0 && !state.running && state.threads.length === 0;
  const cycle = isStill ? anyCycle(state, store.groupChildren) : [];
  return cycle.length > 0 ? cycle : null;
}

function waitSentence(scene: Scene, task: Task): Piece[] {
  const { state, store } = scene;
  const wait = waitOf(state, store.groupChildren, task, 3);
  const count = wait?.count ?? 0;
  const who = listed(
    (wait?.tasks ?? []).map((id) => taskPiece(scene, id)),
    count,
  );
  const on = resourceOf(task);
  const [resource, group] = [state.resources.get(on), state.groups.get(on)];
  const kind = waitKind(group ? group.base : task.reason);
  if (kind && task.reason !== "future")
    return kind.whyNotYet({ state, task, resource, group, who, count }).map(pieceOf);
  return say`The ${awaitedFuture(scene, task)} that it waits for has no result yet.`;
}

/** Number of timers that are due before one, in words. */
export function dueBefore(others: number): string {
  if (others === 0) return "no timer is due before it";
  return `${others === 1 ? "one timer is" : `${countText(others)} timers are`} due before it`;
}

/** The future that a task is suspended on. */
function awaitedFuture({ store, state }: Scene, { id, reason }: Task): Piece {
  const lane = store.spans.lane(id);
  const from = lane?.spans[spanAt(lane, state.index)]?.from ?? 0;
  const event = store.trace.event(from);
  const future = event.kind === "taskSuspended" ? event.future : 0;
  return future > 0 ? futurePiece(future, reason) : { text: reason };
}
