// Generated from the event table by `npm run generate`: change the table, not this file.
/** Writes what an instrumented run reports as records: the only writer of records of a run. */
import type { WordOf } from "../events/event.ts";
import { closedSets } from "../events/field-types.ts";
import type { HandleInfo, Hooks, TimerHandleInfo } from "../events/instrument.ts";
import { RecordBuffer } from "./record-buffer.ts";

export type { RecorderOptions } from "./record-buffer.ts";

export class Recorder extends RecordBuffer implements Hooks {
  /** It only writes numbers. */
  readonly neverThrows = true;

  loopStarted(time: number): void {
    const at = this.begin(0, time);
    this.length = at;
  }

  loopStopped(time: number): void {
    const at = this.begin(1, time);
    this.length = at;
  }

  iterationStarted(time: number, ready: number): void {
    const at = this.begin(2, time);
    const words = this.words;
    words[at] = ready;
    this.length = at + 1;
  }

  clockAdvanced(time: number, from: number): void {
    const at = this.begin(3, time);
    this.float(at, from);
    this.length = at + 2;
  }

  handleScheduled(time: number, handle: HandleInfo): void {
    const name = handle.tag || this.#tag(handle);
    const at = this.begin(4, time);
    const words = this.words;
    words[at] = handle.id;
    words[at + 1] = handle.task;
    words[at + 2] = name;
    words[at + 3] = handle.line;
    this.length = at + 4;
  }

  handleStarted(time: number, handle: HandleInfo): void {
    const name = handle.tag || this.#tag(handle);
    const at = this.begin(5, time);
    const words = this.words;
    words[at] = handle.id;
    words[at + 1] = handle.task;
    words[at + 2] = name;
    this.length = at + 3;
  }

  handleEnded(time: number, handle: HandleInfo): void {
    const name = handle.tag || this.#tag(handle);
    const at = this.begin(6, time);
    const words = this.words;
    words[at] = handle.id;
    words[at + 1] = handle.task;
    words[at + 2] = name;
    this.length = at + 3;
  }

  handleCancelled(time: number, handle: HandleInfo): void {
    const name = handle.tag || this.#tag(handle);
    const at = this.begin(7, time);
    const words = this.words;
    words[at] = handle.id;
    words[at + 1] = handle.task;
    words[at + 2] = name;
    this.length = at + 3;
  }

  timerScheduled(time: number, handle: TimerHandleInfo): void {
    const name = handle.tag || this.#tag(handle);
    const at = this.begin(8, time);
    const words = this.words;
    words[at] = handle.id;
    words[at + 1] = handle.task;
    words[at + 2] = name;
    words[at + 3] = handle.line;
    this.float(at + 4, handle.deadline);
    this.length = at + 6;
  }

  timerDue(time: number, handle: TimerHandleInfo): void {
    const name = handle.tag || this.#tag(handle);
    const at = this.begin(9, time);
    const words = this.words;
    words[at] = handle.id;
    words[at + 1] = handle.task;
    words[at + 2] = name;
    this.float(at + 3, handle.deadline);
    this.length = at + 5;
  }

  taskCreated(
    time: number,
    task: number,
    name: string,
    coroutine: string,
    parent: number,
    line: number,
  ): void {
    const at = this.begin(10, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = this.strings.add(name);
    words[at + 2] = this.strings.idOf(coroutine);
    words[at + 3] = parent;
    words[at + 4] = line;
    this.length = at + 5;
  }

  taskStepped(time: number, task: number, line: number): void {
    const at = this.begin(11, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = line;
    this.length = at + 2;
  }

  taskSuspended(
    time: number,
    task: number,
    future: number,
    reason: string,
    on: number,
    line: number,
    stack: string,
  ): void {
    const at = this.begin(12, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = future;
    words[at + 2] = this.strings.idOf(reason);
    words[at + 3] = on;
    words[at + 4] = line;
    words[at + 5] = this.strings.idOf(stack);
    this.length = at + 6;
  }

  taskCancelRequested(time: number, task: number, by: number, line: number): void {
    const at = this.begin(13, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = by;
    words[at + 2] = line;
    this.length = at + 3;
  }

  taskDone(time: number, task: number, outcome: WordOf<"outcome">, value: string): void {
    const at = this.begin(14, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = closedSets.outcome.indexOf(outcome);
    words[at + 2] = this.strings.idOf(value);
    this.length = at + 3;
  }

  futureCreated(time: number, future: number, task: number, line: number): void {
    const at = this.begin(15, time);
    const words = this.words;
    words[at] = future;
    words[at + 1] = task;
    words[at + 2] = line;
    this.length = at + 3;
  }

  futureDone(time: number, future: number, outcome: WordOf<"outcome">): void {
    const at = this.begin(16, time);
    const words = this.words;
    words[at] = future;
    words[at + 1] = closedSets.outcome.indexOf(outcome);
    this.length = at + 2;
  }

  resourceCreated(
    time: number,
    resource: number,
    type: string,
    name: string,
    value: number,
    line: number,
    base: string,
  ): void {
    const at = this.begin(17, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = this.strings.idOf(type);
    words[at + 2] = this.strings.idOf(name);
    this.float(at + 3, value);
    words[at + 5] = line;
    words[at + 6] = this.strings.idOf(base);
    this.length = at + 7;
  }

  resourceWaited(time: number, resource: number, task: number, value: number, line: number): void {
    const at = this.begin(18, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = task;
    this.float(at + 2, value);
    words[at + 4] = line;
    this.length = at + 5;
  }

  resourceAcquired(time: number, resource: number, task: number, value: number, line: number): void {
    const at = this.begin(19, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = task;
    this.float(at + 2, value);
    words[at + 4] = line;
    this.length = at + 5;
  }

  resourceReleased(time: number, resource: number, task: number, value: number, line: number): void {
    const at = this.begin(20, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = task;
    this.float(at + 2, value);
    words[at + 4] = line;
    this.length = at + 5;
  }

  queuePut(
    time: number,
    resource: number,
    task: number,
    item: string,
    value: number,
    line: number,
    next: string,
  ): void {
    const at = this.begin(21, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = task;
    words[at + 2] = this.strings.idOf(item);
    this.float(at + 3, value);
    words[at + 5] = line;
    words[at + 6] = this.strings.idOf(next);
    this.length = at + 7;
  }

  queueGot(
    time: number,
    resource: number,
    task: number,
    item: string,
    value: number,
    line: number,
    next: string,
  ): void {
    const at = this.begin(22, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = task;
    words[at + 2] = this.strings.idOf(item);
    this.float(at + 3, value);
    words[at + 5] = line;
    words[at + 6] = this.strings.idOf(next);
    this.length = at + 7;
  }

  loopBlocked(time: number, duration: number, task: number, call: string, line: number): void {
    const at = this.begin(23, time);
    const words = this.words;
    this.float(at, duration);
    words[at + 2] = task;
    words[at + 3] = this.strings.idOf(call);
    words[at + 4] = line;
    this.length = at + 5;
  }

  threadStarted(time: number, thread: number, name: string, task: number): void {
    const at = this.begin(24, time);
    const words = this.words;
    words[at] = thread;
    words[at + 1] = this.strings.idOf(name);
    words[at + 2] = task;
    this.length = at + 3;
  }

  threadEnded(time: number, thread: number, name: string): void {
    const at = this.begin(25, time);
    const words = this.words;
    words[at] = thread;
    words[at + 1] = this.strings.idOf(name);
    this.length = at + 2;
  }

  outputWritten(
    time: number,
    stream: WordOf<"stream">,
    text: string,
    task: number,
    line: number,
    thread: number,
  ): void {
    const at = this.begin(26, time);
    const words = this.words;
    words[at] = closedSets.stream.indexOf(stream);
    words[at + 1] = this.strings.idOf(text);
    words[at + 2] = task;
    words[at + 3] = line;
    words[at + 4] = thread;
    this.length = at + 5;
  }

  warningRaised(time: number, message: string, line: number, diagnosis: string, task: number): void {
    const at = this.begin(27, time);
    const words = this.words;
    words[at] = this.strings.idOf(message);
    words[at + 1] = line;
    words[at + 2] = this.strings.idOf(diagnosis);
    words[at + 3] = task;
    this.length = at + 4;
  }

  resourceChanged(
    time: number,
    resource: number,
    task: number,
    change: string,
    value: number,
    line: number,
  ): void {
    const at = this.begin(28, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = task;
    words[at + 2] = this.strings.idOf(change);
    this.float(at + 3, value);
    words[at + 5] = line;
    this.length = at + 6;
  }

  taskCancelThrown(time: number, task: number, line: number): void {
    const at = this.begin(29, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = line;
    this.length = at + 2;
  }

  taskUncancelled(time: number, task: number, left: number, line: number): void {
    const at = this.begin(30, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = left;
    words[at + 2] = line;
    this.length = at + 3;
  }

  childAdded(time: number, resource: number, task: number, future: number, line: number): void {
    const at = this.begin(31, time);
    const words = this.words;
    words[at] = resource;
    words[at + 1] = task;
    words[at + 2] = future;
    words[at + 3] = line;
    this.length = at + 4;
  }

  contextVariableSet(time: number, task: number, name: string, value: string, line: number): void {
    const at = this.begin(32, time);
    const words = this.words;
    words[at] = task;
    words[at + 1] = this.strings.idOf(name);
    words[at + 2] = this.strings.idOf(value);
    words[at + 3] = line;
    this.length = at + 4;
  }

  callBlocked(time: number, call: string, task: number, line: number, cause: string): void {
    const at = this.begin(33, time);
    const words = this.words;
    words[at] = this.strings.idOf(call);
    words[at + 1] = task;
    words[at + 2] = line;
    words[at + 3] = this.strings.idOf(cause);
    this.length = at + 4;
  }

  threadSuspended(time: number, thread: number, call: string, line: number, until: number): void {
    const at = this.begin(34, time);
    const words = this.words;
    words[at] = thread;
    words[at + 1] = this.strings.idOf(call);
    words[at + 2] = line;
    this.float(at + 3, until);
    this.length = at + 5;
  }

  threadResumed(time: number, thread: number): void {
    const at = this.begin(35, time);
    const words = this.words;
    words[at] = thread;
    this.length = at + 1;
  }

  hostAdded(
    time: number,
    host: number,
    name: string,
    address: string,
    latency: number,
    bandwidth: number,
  ): void {
    const at = this.begin(36, time);
    const words = this.words;
    words[at] = host;
    words[at + 1] = this.strings.idOf(name);
    words[at + 2] = this.strings.idOf(address);
    this.float(at + 3, latency);
    this.float(at + 5, bandwidth);
    this.length = at + 7;
  }

  nameResolved(
    time: number,
    name: string,
    addresses: string,
    duration: number,
    task: number,
    line: number,
  ): void {
    const at = this.begin(37, time);
    const words = this.words;
    words[at] = this.strings.idOf(name);
    words[at + 1] = this.strings.idOf(addresses);
    this.float(at + 2, duration);
    words[at + 4] = task;
    words[at + 5] = line;
    this.length = at + 6;
  }

  endpointOpened(
    time: number,
    endpoint: number,
    type: WordOf<"endpointType">,
    host: number,
    task: number,
    line: number,
  ): void {
    const at = this.begin(38, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = closedSets.endpointType.indexOf(type);
    words[at + 2] = host;
    words[at + 3] = task;
    words[at + 4] = line;
    this.length = at + 5;
  }

  endpointBound(time: number, endpoint: number, address: string, task: number, line: number): void {
    const at = this.begin(39, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = this.strings.idOf(address);
    words[at + 2] = task;
    words[at + 3] = line;
    this.length = at + 4;
  }

  listeningStarted(
    time: number,
    endpoint: number,
    address: string,
    backlog: number,
    task: number,
    line: number,
  ): void {
    const at = this.begin(40, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = this.strings.idOf(address);
    words[at + 2] = backlog;
    words[at + 3] = task;
    words[at + 4] = line;
    this.length = at + 5;
  }

  connectionRequested(
    time: number,
    endpoint: number,
    address: string,
    host: number,
    task: number,
    line: number,
  ): void {
    const at = this.begin(41, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = this.strings.idOf(address);
    words[at + 2] = host;
    words[at + 3] = task;
    words[at + 4] = line;
    this.length = at + 5;
  }

  connectionOpened(time: number, endpoint: number, peer: number): void {
    const at = this.begin(42, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = peer;
    this.length = at + 2;
  }

  connectionFailed(time: number, endpoint: number, reason: WordOf<"connectFailure">): void {
    const at = this.begin(43, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = closedSets.connectFailure.indexOf(reason);
    this.length = at + 2;
  }

  connectionQueued(time: number, endpoint: number, peer: number, waiting: number): void {
    const at = this.begin(44, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = peer;
    words[at + 2] = waiting;
    this.length = at + 3;
  }

  connectionDropped(time: number, endpoint: number, peer: number, waiting: number): void {
    const at = this.begin(45, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = peer;
    words[at + 2] = waiting;
    this.length = at + 3;
  }

  connectionAccepted(
    time: number,
    endpoint: number,
    peer: number,
    waiting: number,
    task: number,
    line: number,
  ): void {
    const at = this.begin(46, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = peer;
    words[at + 2] = waiting;
    words[at + 3] = task;
    words[at + 4] = line;
    this.length = at + 5;
  }

  bytesSent(
    time: number,
    endpoint: number,
    bytes: number,
    task: number,
    line: number,
    preview: string,
  ): void {
    const at = this.begin(47, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = bytes;
    words[at + 2] = task;
    words[at + 3] = line;
    words[at + 4] = this.strings.idOf(preview);
    this.length = at + 5;
  }

  bytesDeparted(time: number, endpoint: number, bytes: number, arrival: number): void {
    const at = this.begin(48, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = bytes;
    this.float(at + 2, arrival);
    this.length = at + 4;
  }

  bytesArrived(time: number, endpoint: number, bytes: number): void {
    const at = this.begin(49, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = bytes;
    this.length = at + 2;
  }

  bytesRead(time: number, endpoint: number, bytes: number, task: number, line: number): void {
    const at = this.begin(50, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = bytes;
    words[at + 2] = task;
    words[at + 3] = line;
    this.length = at + 4;
  }

  datagramSent(
    time: number,
    endpoint: number,
    datagram: number,
    bytes: number,
    address: string,
    task: number,
    line: number,
    preview: string,
  ): void {
    const at = this.begin(51, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = datagram;
    words[at + 2] = bytes;
    words[at + 3] = this.strings.idOf(address);
    words[at + 4] = task;
    words[at + 5] = line;
    words[at + 6] = this.strings.idOf(preview);
    this.length = at + 7;
  }

  datagramDeparted(time: number, datagram: number, peer: number, arrival: number): void {
    const at = this.begin(52, time);
    const words = this.words;
    words[at] = datagram;
    words[at + 1] = peer;
    this.float(at + 2, arrival);
    this.length = at + 4;
  }

  datagramArrived(time: number, endpoint: number, datagram: number, bytes: number): void {
    const at = this.begin(53, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = datagram;
    words[at + 2] = bytes;
    this.length = at + 3;
  }

  datagramLost(time: number, endpoint: number, datagram: number, reason: WordOf<"datagramLoss">): void {
    const at = this.begin(54, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = datagram;
    words[at + 2] = closedSets.datagramLoss.indexOf(reason);
    this.length = at + 3;
  }

  datagramRead(
    time: number,
    endpoint: number,
    datagram: number,
    bytes: number,
    task: number,
    line: number,
  ): void {
    const at = this.begin(55, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = datagram;
    words[at + 2] = bytes;
    words[at + 3] = task;
    words[at + 4] = line;
    this.length = at + 5;
  }

  endSent(time: number, endpoint: number, task: number, line: number): void {
    const at = this.begin(56, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = task;
    words[at + 2] = line;
    this.length = at + 3;
  }

  endDeparted(time: number, endpoint: number, arrival: number): void {
    const at = this.begin(57, time);
    const words = this.words;
    words[at] = endpoint;
    this.float(at + 1, arrival);
    this.length = at + 3;
  }

  endArrived(time: number, endpoint: number): void {
    const at = this.begin(58, time);
    const words = this.words;
    words[at] = endpoint;
    this.length = at + 1;
  }

  connectionReset(time: number, endpoint: number): void {
    const at = this.begin(59, time);
    const words = this.words;
    words[at] = endpoint;
    this.length = at + 1;
  }

  endpointClosed(time: number, endpoint: number, how: WordOf<"closing">, task: number, line: number): void {
    const at = this.begin(60, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = closedSets.closing.indexOf(how);
    words[at + 2] = task;
    words[at + 3] = line;
    this.length = at + 4;
  }

  endpointReady(time: number, endpoint: number, ready: WordOf<"readiness">): void {
    const at = this.begin(61, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = closedSets.readiness.indexOf(ready);
    this.length = at + 2;
  }

  writingPaused(time: number, endpoint: number, bytes: number, mark: number): void {
    const at = this.begin(62, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = bytes;
    words[at + 2] = mark;
    this.length = at + 3;
  }

  writingResumed(time: number, endpoint: number, bytes: number, mark: number): void {
    const at = this.begin(63, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = bytes;
    words[at + 2] = mark;
    this.length = at + 3;
  }

  readingPaused(time: number, endpoint: number, task: number, line: number): void {
    const at = this.begin(64, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = task;
    words[at + 2] = line;
    this.length = at + 3;
  }

  readingResumed(time: number, endpoint: number, task: number, line: number): void {
    const at = this.begin(65, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = task;
    words[at + 2] = line;
    this.length = at + 3;
  }

  signalRaised(time: number, name: string, origin: WordOf<"signalOrigin">, task: number, line: number): void {
    const at = this.begin(66, time);
    const words = this.words;
    words[at] = this.strings.idOf(name);
    words[at + 1] = closedSets.signalOrigin.indexOf(origin);
    words[at + 2] = task;
    words[at + 3] = line;
    this.length = at + 4;
  }

  handshakeStarted(
    time: number,
    endpoint: number,
    side: WordOf<"tlsSide">,
    name: string,
    task: number,
    line: number,
  ): void {
    const at = this.begin(67, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = closedSets.tlsSide.indexOf(side);
    words[at + 2] = this.strings.idOf(name);
    words[at + 3] = task;
    words[at + 4] = line;
    this.length = at + 5;
  }

  handshakeFinished(time: number, endpoint: number, version: string, protocol: string): void {
    const at = this.begin(68, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = this.strings.idOf(version);
    words[at + 2] = this.strings.idOf(protocol);
    this.length = at + 3;
  }

  handshakeFailed(time: number, endpoint: number, reason: string): void {
    const at = this.begin(69, time);
    const words = this.words;
    words[at] = endpoint;
    words[at + 1] = this.strings.idOf(reason);
    this.length = at + 2;
  }

  loopSwitched(time: number, loop: number): void {
    const at = this.begin(70, time);
    const words = this.words;
    words[at] = loop;
    this.length = at + 1;
  }

  resultAwaited(time: number, thread: number, task: number): void {
    const at = this.begin(71, time);
    const words = this.words;
    words[at] = thread;
    words[at + 1] = task;
    this.length = at + 2;
  }

  handlePassed(time: number, loop: number, handle: number): void {
    const at = this.begin(72, time);
    const words = this.words;
    words[at] = loop;
    words[at + 1] = handle;
    this.length = at + 2;
  }

  processStarted(
    time: number,
    process: number,
    command: string,
    parent: number,
    stdin: number,
    stdout: number,
    stderr: number,
    task: number,
    line: number,
  ): void {
    const at = this.begin(73, time);
    const words = this.words;
    words[at] = process;
    words[at + 1] = this.strings.idOf(command);
    words[at + 2] = parent;
    words[at + 3] = stdin;
    words[at + 4] = stdout;
    words[at + 5] = stderr;
    words[at + 6] = task;
    words[at + 7] = line;
    this.length = at + 8;
  }

  processSignalled(time: number, process: number, name: string, task: number, line: number): void {
    const at = this.begin(74, time);
    const words = this.words;
    words[at] = process;
    words[at + 1] = this.strings.idOf(name);
    words[at + 2] = task;
    words[at + 3] = line;
    this.length = at + 4;
  }

  processExited(time: number, process: number, status: number, signal: string): void {
    const at = this.begin(75, time);
    const words = this.words;
    words[at] = process;
    this.float(at + 1, status);
    words[at + 3] = this.strings.idOf(signal);
    this.length = at + 4;
  }

  processSuspended(
    time: number,
    process: number,
    reason: string,
    endpoint: number,
    child: number,
    until: number,
  ): void {
    const at = this.begin(76, time);
    const words = this.words;
    words[at] = process;
    words[at + 1] = this.strings.idOf(reason);
    words[at + 2] = endpoint;
    words[at + 3] = child;
    this.float(at + 4, until);
    this.length = at + 6;
  }

  processResumed(time: number, process: number, thread: number): void {
    const at = this.begin(77, time);
    const words = this.words;
    words[at] = process;
    words[at + 1] = thread;
    this.length = at + 2;
  }

  processReported(time: number, process: number): void {
    const at = this.begin(78, time);
    const words = this.words;
    words[at] = process;
    this.length = at + 1;
  }

  /** The number of a handle's name, which is looked up once for its several events. */
  #tag(handle: HandleInfo): number {
    return (handle.tag = this.strings.idOf(handle.name));
  }
}
