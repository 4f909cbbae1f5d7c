// Generated from the event table by `npm run generate`: change the table, not this file.
/** Writes what an instrumented run reports as records: the only writer of records of a run. */
import type { Outcome, Stream } from "../events/event.ts";
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

  taskDone(time: number, task: number, outcome: Outcome, value: string): void {
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

  futureDone(time: number, future: number, outcome: Outcome): void {
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

  threadStarted(time: number, thread: number, name: string): void {
    const at = this.begin(24, time);
    const words = this.words;
    words[at] = thread;
    words[at + 1] = this.strings.idOf(name);
    this.length = at + 2;
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
    stream: Stream,
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

  /** The number of a handle's name, which is looked up once for its several events. */
  #tag(handle: HandleInfo): number {
    return (handle.tag = this.strings.idOf(handle.name));
  }
}
