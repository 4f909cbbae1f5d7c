/** An event in a few words, for lists in which what it is about is known; without the state, so a list costs little. */
import type { EventKind, EventOf } from "../../events/event.ts";
import { clockText, durationText } from "../../base/number-text.ts";
import { futurePiece, linePiece, taskPiece, tell, type Piece, type Scene } from "./pieces.ts";

type Words<K extends EventKind> = (event: EventOf<K>, who: (task: number) => Piece) => Piece[];

/** Kinds that are not here are said by their name. */
const words: { [K in EventKind]?: Words<K> } = {
  loopStarted: () => tell`the loop starts`,
  loopStopped: () => tell`the loop stops`,
  iterationStarted: (event) => tell`an iteration begins with ${event.ready} ready`,
  clockAdvanced: (event) => tell`the clock jumps by ${durationText(event.time - event.from)}`,
  handleScheduled: () => tell`joins the ready queue`,
  handleStarted: () => tell`runs`,
  handleEnded: () => tell`has run`,
  handleCancelled: () => tell`is cancelled`,
  timerScheduled: (event) => tell`is set for ${clockText(event.when)} s`,
  timerDue: () => tell`is due, and joins the ready queue`,
  taskCreated: (event, who) => tell`${who(event.parent)} creates ${who(event.task)}`,
  taskStepped: (event, who) => tell`${who(event.task)} goes on`,
  taskSuspended: (event, who) => tell`${who(event.task)} waits: ${event.reason}`,
  taskCancelRequested: (event, who) => tell`${who(event.by)} asks to cancel ${who(event.task)}`,
  taskCancelThrown: (event, who) => tell`CancelledError is thrown into ${who(event.task)}`,
  taskUncancelled: (event, who) => tell`a request to cancel ${who(event.task)} is taken back`,
  taskDone: (event, who) =>
    tell`${who(event.task)} is done: ${event.outcome === "cancelled" ? "cancelled" : event.value || event.outcome}`,
  futureCreated: (event, who) => tell`${who(event.task)} makes it`,
  futureDone: (event) => tell`has its outcome: ${event.outcome}`,
  resourceCreated: () => tell`is made`,
  resourceWaited: (event, who) => tell`${who(event.task)} stands in line`,
  resourceAcquired: (event, who) => tell`${who(event.task)} gets in: ${event.value} left`,
  resourceReleased: (event, who) => tell`${who(event.task)} gives back: ${event.value} free`,
  resourceChanged: (event, who) => tell`${who(event.task)}: ${event.change}`,
  childAdded: (event, who) => tell`waits for ${event.task ? who(event.task) : futurePiece(event.future)}`,
  queuePut: (event, who) => tell`${who(event.task)} puts ${event.item}`,
  queueGot: (event, who) => tell`${who(event.task)} takes ${event.item}`,
  loopBlocked: (event, who) =>
    tell`${who(event.task)} blocks for ${durationText(event.duration)} in ${event.call}`,
  threadStarted: () => tell`starts`,
  threadEnded: () => tell`ends`,
  outputWritten: (event, who) => tell`${who(event.task)} writes “${event.text.trimEnd()}”`,
  warningRaised: (event) => tell`${event.message}`,
  contextVariableSet: (event, who) => tell`${who(event.task)} sets ${event.name} to ${event.value}`,
};

/** The event at `index`, with its line if it has one. */
export function brief(scene: Scene, index: number, { withLine = true } = {}): Piece[] {
  const event = scene.store.trace.event(index);
  const say = words[event.kind] as Words<EventKind> | undefined;
  const pieces = say?.(event, (task) => taskPiece(scene, task)) ?? tell`${spaced(event.kind)}`;
  const line = scene.store.trace.line(index);
  return withLine && line > 0 ? tell`${pieces}, ${linePiece(line)}` : pieces;
}

/** `threadStarted` → `thread started`. */
function spaced(kind: EventKind): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
