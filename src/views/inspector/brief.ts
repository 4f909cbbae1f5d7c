/** An event in a few words, for lists in which what it is about is known; without the state, so a list costs little. */
import type { EventKind } from "../../trace/format.ts";
import type { TraceEvent } from "../../trace/trace.ts";
import { clockText, durationText } from "../controls/format.ts";
import { futurePiece, linePiece, taskPiece, tell, type Piece, type Scene } from "./pieces.ts";

type Words = (event: TraceEvent, who: (field: string) => Piece) => Piece[];

const words: Record<EventKind, Words> = {
  loopStarted: () => tell`the loop starts`,
  loopStopped: () => tell`the loop stops`,
  iterationStarted: (event) => tell`an iteration begins with ${event.ready as number} ready`,
  clockAdvanced: (event) => tell`the clock jumps by ${durationText(event.time - Number(event.from))}`,
  handleScheduled: () => tell`joins the ready queue`,
  handleStarted: () => tell`runs`,
  handleEnded: () => tell`has run`,
  handleCancelled: () => tell`is cancelled`,
  timerScheduled: (event) => tell`is set for ${clockText(Number(event.when))} s`,
  timerDue: () => tell`is due, and joins the ready queue`,
  taskCreated: (_, who) => tell`${who("parent")} creates ${who("task")}`,
  taskStepped: (_, who) => tell`${who("task")} goes on`,
  taskSuspended: (event, who) => tell`${who("task")} waits: ${String(event.reason)}`,
  taskCancelRequested: (_, who) => tell`${who("by")} asks to cancel ${who("task")}`,
  taskCancelThrown: (_, who) => tell`CancelledError is thrown into ${who("task")}`,
  taskUncancelled: (_, who) => tell`a request to cancel ${who("task")} is taken back`,
  taskDone: (event, who) =>
    tell`${who("task")} is done: ${event.outcome === "cancelled" ? "cancelled" : String(event.value || event.outcome)}`,
  futureCreated: (_, who) => tell`${who("task")} makes it`,
  futureDone: (event) => tell`has its outcome: ${event.outcome as string}`,
  resourceCreated: () => tell`is made`,
  resourceWaited: (_, who) => tell`${who("task")} stands in line`,
  resourceAcquired: (event, who) => tell`${who("task")} gets in: ${event.value as number} left`,
  resourceReleased: (event, who) => tell`${who("task")} gives back: ${event.value as number} free`,
  resourceChanged: (event, who) => tell`${who("task")}: ${event.change as string}`,
  childAdded: (event, who) => tell`waits for ${event.task ? who("task") : futurePiece(Number(event.future))}`,
  queuePut: (event, who) => tell`${who("task")} puts ${event.item as string}`,
  queueGot: (event, who) => tell`${who("task")} takes ${event.item as string}`,
  loopBlocked: (event, who) =>
    tell`${who("task")} blocks for ${durationText(Number(event.duration))} in ${event.call as string}`,
  threadStarted: () => tell`starts`,
  threadEnded: () => tell`ends`,
  outputWritten: (event, who) => tell`${who("task")} writes “${String(event.text).trimEnd()}”`,
  warningRaised: (event) => tell`${event.message as string}`,
  contextVariableSet: (event, who) =>
    tell`${who("task")} sets ${event.name as string} to ${event.value as string}`,
};

/** The event at `index`, with its line if it has one. */
export function brief(scene: Scene, index: number, { withLine = true } = {}): Piece[] {
  const event = scene.store.trace.event(index);
  const pieces = words[event.kind](event, (field) => taskPiece(scene, Number(event[field] ?? 0)));
  const line = Number(event.line ?? 0);
  return withLine && line > 0 ? tell`${pieces}, ${linePiece(line)}` : pieces;
}
