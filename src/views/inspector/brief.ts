/** An event in a few words, for lists whose heading names its subject. Needs no state, so a long list is cheap. */
import type { EventKind, EventOf } from "../../events/event.ts";
import { clockText, durationText } from "../../base/number-text.ts";
import { bytesText } from "../../store/network/network-words.ts";
import { endingWords } from "../../store/network/process-words.ts";
import { say } from "../../store/sentence.ts";
import { futurePiece, linePiece, taskPiece, type Piece, type Scene } from "./pieces.ts";

type Words<K extends EventKind> = (event: EventOf<K>, who: (task: number) => Piece) => Piece[];

/** A kind that is missing here is shown by its name. */
const words: { [K in EventKind]?: Words<K> } = {
  loopStarted: () => say`the loop starts`,
  loopStopped: () => say`the loop stops`,
  iterationStarted: (event) => say`an iteration starts with ${event.ready} ready`,
  clockAdvanced: (event) => say`the clock jumps by ${durationText(event.time - event.from)}`,
  handleScheduled: () => say`joins the ready queue`,
  handleStarted: () => say`runs`,
  handleEnded: () => say`has run`,
  handleCancelled: () => say`is cancelled`,
  timerScheduled: (event) => say`is set for ${clockText(event.when)} s`,
  timerDue: () => say`is due and joins the ready queue`,
  taskCreated: (event, who) => say`${who(event.parent)} creates ${who(event.task)}`,
  taskStepped: (event, who) => say`${who(event.task)} continues`,
  taskSuspended: (event, who) =>
    say`${who(event.task)} ${event.reason === "sleep" ? "sleeps" : `waits: ${event.reason}`}`,
  taskCancelRequested: (event, who) => say`${who(event.by)} requests cancellation of ${who(event.task)}`,
  taskCancelThrown: (event, who) => say`${who(event.task)} receives CancelledError`,
  taskUncancelled: (event, who) => say`uncancel() withdraws a cancel request of ${who(event.task)}`,
  taskDone: (event, who) =>
    say`${who(event.task)} is done: ${event.outcome === "cancelled" ? "cancelled" : event.value || event.outcome}`,
  futureCreated: (event, who) => say`${who(event.task)} creates it`,
  futureDone: (event) => say`is done: ${event.outcome}`,
  resourceCreated: () => say`is created`,
  resourceWaited: (event, who) => say`${who(event.task)} waits in line`,
  resourceAcquired: (event, who) => say`${who(event.task)} acquires it: ${event.value} left`,
  resourceReleased: (event, who) => say`${who(event.task)} releases it: ${event.value} free`,
  resourceChanged: (event, who) => say`${who(event.task)}: ${event.change}`,
  childAdded: (event, who) => say`waits for ${event.task ? who(event.task) : futurePiece(event.future)}`,
  queuePut: (event, who) => say`${who(event.task)} puts ${event.item}`,
  queueGot: (event, who) => say`${who(event.task)} takes ${event.item}`,
  loopBlocked: (event, who) =>
    say`${who(event.task)} blocks for ${durationText(event.duration)} in ${event.call}`,
  loopSwitched: () => say`an event loop is at work`,
  handlePassed: () => say`joins another event loop`,
  callBlocked: (event, who) => say`${who(event.task)} blocks for ever in ${event.call}`,
  threadStarted: (event, who) => (event.task > 0 ? say`starts, for ${who(event.task)}` : say`starts`),
  threadSuspended: (event) => say`waits in ${event.call}`,
  threadResumed: () => say`continues`,
  resultAwaited: (event, who) => say`waits for the result of ${who(event.task)}`,
  threadEnded: () => say`ends`,
  outputWritten: (event, who) => say`${who(event.task)} writes “${event.text.trimEnd()}”`,
  warningRaised: (event) => say`${event.message}`,
  endpointOpened: () => say`is opened`,
  endpointBound: (event) => say`gets the address ${event.address}`,
  listeningStarted: (event) => say`listens at ${event.address}`,
  connectionRequested: (event) => say`asks for a connection to ${event.address}`,
  connectionOpened: () => say`the connection is open`,
  connectionFailed: (event) => say`the connection fails: ${event.reason}`,
  connectionQueued: (event) => say`waits in the listen queue, with ${event.waiting} in all`,
  connectionDropped: () => say`the listen queue is full: a request is dropped`,
  connectionAccepted: () => say`is accepted`,
  bytesSent: (event, who) =>
    event.task > 0
      ? say`${who(event.task)} writes ${bytesText(event.bytes)}`
      : say`${bytesText(event.bytes)} are written`,
  bytesDeparted: (event) => say`${bytesText(event.bytes)} depart, to arrive at ${clockText(event.arrival)} s`,
  bytesArrived: (event) => say`${bytesText(event.bytes)} arrive`,
  bytesRead: (event) => say`${bytesText(event.bytes)} are read`,
  endSent: (event, who) => say`${who(event.task)} ends its stream`,
  endArrived: () => say`the end of the stream arrives`,
  connectionReset: () => say`is reset`,
  endpointClosed: (event) => say`is ${event.how}`,
  endpointReady: (event) => say`is ready: ${event.ready}`,
  writingPaused: (event) => say`writing is paused with ${bytesText(event.bytes)} in the buffer`,
  writingResumed: () => say`writing resumes`,
  handshakeStarted: (event) => say`a TLS handshake begins, as ${event.side}`,
  handshakeFinished: (event) => say`the TLS handshake is over: ${event.version}`,
  handshakeFailed: (event) => say`the TLS handshake fails: ${event.reason}`,
  processStarted: ({ process, parent, task }, who) =>
    say`${parent > 0 ? `process ${parent}` : who(task)} starts process ${process}`,
  processSignalled: ({ name, task }, who) =>
    task > 0 ? say`${who(task)} sends it ${name}` : say`is sent ${name}`,
  processSuspended: ({ reason, child }) =>
    say`${reason === "process" ? `waits for process ${child}` : (waits[reason] ?? reason)}`,
  processResumed: () => say`runs`,
  processExited: (event) => say`${endingWords(event)}`,
  processReported: () => say`the loop finds that it has ended`,
  contextVariableSet: (event, who) => say`${who(event.task)} sets ${event.name} to ${event.value}`,
};

const waits: Readonly<Record<string, string>> = {
  read: "waits for input",
  write: "waits: its output pipe is full",
  sleep: "sleeps",
};

/** The event at `index`, with its line if it has one. */
export function brief(scene: Scene, index: number, { withLine = true } = {}): Piece[] {
  const event = scene.store.trace.event(index);
  const inWords = words[event.kind] as Words<EventKind> | undefined;
  const pieces = inWords?.(event, (task) => taskPiece(scene, task)) ?? say`${spaced(event.kind)}`;
  const line = scene.store.trace.line(index);
  return withLine && line > 0 ? say`${pieces}, ${linePiece(line)}` : pieces;
}

/** `threadStarted` → `thread started`. */
function spaced(kind: EventKind): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
