/**
 * Writes what an instrumented run reports into columns and hands them on in chunks.
 *
 * The only writer of columns. Of a row only what its kind has is written: fresh columns are all zeros. At `cap` events
 * it takes no more and calls `onFull` once, which must end the run: a trace is complete up to its last event, never
 * sparse.
 */
import { StringTable } from "../base/string-table.ts";
import type { Handle, Hooks, TaskOutcome, TimerHandle } from "../runtime/instrument.ts";
import { type Chunk, firstRows, kindCodes, makeColumns, outcomes, streams, TASK_NAME } from "./format.ts";

/** Events in a chunk, 150 kB: small enough to be handed over without a pause, large enough to be worth it. */
const CHUNK_EVENTS = 4096;

export interface RecorderOptions {
  /** Events after which the recording ends. */
  cap: number;
  onChunk: (chunk: Chunk) => void;
  onFull: () => void;
}

export class Recorder implements Hooks {
  /** It only writes numbers. */
  readonly neverThrows = true;
  readonly #options: RecorderOptions;
  readonly #strings = new StringTable();
  #stringsSent = 1;
  #count = 0;
  /** The chunk in the making: rows below `#length` are written. */
  #columns = makeColumns(CHUNK_EVENTS);
  #length = 0;
  #isFull = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Events recorded so far. */
  get count(): number {
    return this.#count;
  }

  /** Hands over what is not handed over yet. */
  flush(): void {
    if (this.#length === 0) return;
    const columns = this.#columns;
    const used = this.#length === CHUNK_EVENTS ? columns : firstRows(columns, this.#length);
    this.#columns = makeColumns(CHUNK_EVENTS);
    this.#length = 0;
    const strings = this.#strings.since(this.#stringsSent);
    this.#stringsSent = this.#strings.size;
    this.#options.onChunk({ columns: used, strings });
  }

  loopStarted(time: number): void {
    this.#row(kindCodes.loopStarted, time);
  }
  loopStopped(time: number): void {
    this.#row(kindCodes.loopStopped, time);
  }
  iterationStarted(time: number, ready: number): void {
    const row = this.#row(kindCodes.iterationStarted, time);
    this.#columns.value[row] = ready;
  }
  clockAdvanced(time: number, from: number): void {
    const row = this.#row(kindCodes.clockAdvanced, time);
    this.#columns.value[row] = from;
  }
  handleScheduled(time: number, handle: Handle): void {
    const row = this.#handle(kindCodes.handleScheduled, time, handle);
    this.#columns.line[row] = handle.line;
  }
  handleStarted(time: number, handle: Handle): void {
    this.#handle(kindCodes.handleStarted, time, handle);
  }
  handleEnded(time: number, handle: Handle): void {
    this.#handle(kindCodes.handleEnded, time, handle);
  }
  handleCancelled(time: number, handle: Handle): void {
    this.#handle(kindCodes.handleCancelled, time, handle);
  }
  timerScheduled(time: number, timer: TimerHandle): void {
    const row = this.#handle(kindCodes.timerScheduled, time, timer);
    this.#columns.line[row] = timer.line;
    this.#columns.value[row] = timer.deadline;
  }
  timerDue(time: number, timer: TimerHandle): void {
    const row = this.#handle(kindCodes.timerDue, time, timer);
    this.#columns.value[row] = timer.deadline;
  }
  taskCreated(
    time: number,
    task: number,
    name: string,
    coroutine: string,
    parent: number,
    line: number,
  ): void {
    const row = this.#row(kindCodes.taskCreated, time, task, parent, line);
    this.#columns.extra[row] = this.#strings.idOf(coroutine);
    this.#columns.text[row] = this.#strings.idOf(name);
  }
  taskStepped(time: number, task: number, line: number): void {
    this.#row(kindCodes.taskStepped, time, task, 0, line);
  }
  taskSuspended(time: number, task: number, future: number, reason: string, on: number, line: number): void {
    const row = this.#row(kindCodes.taskSuspended, time, task, future, line);
    this.#columns.extra[row] = on;
    this.#columns.text[row] = this.#strings.idOf(reason);
  }
  taskCancelRequested(time: number, task: number, by: number, line: number): void {
    this.#row(kindCodes.taskCancelRequested, time, task, by, line);
  }
  taskDone(time: number, task: number, outcome: TaskOutcome, value: string): void {
    const row = this.#row(kindCodes.taskDone, time, task);
    this.#columns.extra[row] = outcomes.indexOf(outcome);
    if (value !== "") this.#columns.text[row] = this.#strings.idOf(value);
  }
  futureCreated(time: number, future: number, task: number, line: number): void {
    this.#row(kindCodes.futureCreated, time, future, task, line);
  }
  futureDone(time: number, future: number, outcome: TaskOutcome): void {
    const row = this.#row(kindCodes.futureDone, time, future);
    this.#columns.extra[row] = outcomes.indexOf(outcome);
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
    const row = this.#row(kindCodes.resourceCreated, time, resource, this.#strings.idOf(base), line);
    this.#columns.extra[row] = this.#strings.idOf(type);
    this.#columns.text[row] = this.#strings.idOf(name);
    this.#columns.value[row] = value;
  }
  resourceWaited(time: number, resource: number, task: number, value: number, line: number): void {
    const row = this.#row(kindCodes.resourceWaited, time, resource, task, line);
    this.#columns.value[row] = value;
  }
  resourceAcquired(time: number, resource: number, task: number, value: number, line: number): void {
    const row = this.#row(kindCodes.resourceAcquired, time, resource, task, line);
    this.#columns.value[row] = value;
  }
  resourceReleased(time: number, resource: number, task: number, value: number, line: number): void {
    const row = this.#row(kindCodes.resourceReleased, time, resource, task, line);
    this.#columns.value[row] = value;
  }
  resourceChanged(
    time: number,
    resource: number,
    task: number,
    change: string,
    value: number,
    line: number,
  ): void {
    const row = this.#row(kindCodes.resourceChanged, time, resource, task, line);
    this.#columns.text[row] = this.#strings.idOf(change);
    this.#columns.value[row] = value;
  }
  queuePut(
    time: number,
    queue: number,
    task: number,
    item: string,
    size: number,
    line: number,
    next: string,
  ): void {
    const row = this.#row(kindCodes.queuePut, time, queue, task, line);
    this.#columns.extra[row] = this.#strings.idOf(next);
    this.#columns.text[row] = this.#strings.idOf(item);
    this.#columns.value[row] = size;
  }
  queueGot(
    time: number,
    queue: number,
    task: number,
    item: string,
    size: number,
    line: number,
    next: string,
  ): void {
    const row = this.#row(kindCodes.queueGot, time, queue, task, line);
    this.#columns.extra[row] = this.#strings.idOf(next);
    this.#columns.text[row] = this.#strings.idOf(item);
    this.#columns.value[row] = size;
  }
  loopBlocked(time: number, duration: number, task: number, call: string, line: number): void {
    const row = this.#row(kindCodes.loopBlocked, time, 0, task, line);
    this.#columns.text[row] = this.#strings.idOf(call);
    this.#columns.value[row] = duration;
  }
  threadStarted(time: number, thread: number, name: string): void {
    const row = this.#row(kindCodes.threadStarted, time, thread);
    this.#columns.text[row] = this.#strings.idOf(name);
  }
  threadEnded(time: number, thread: number, name: string): void {
    const row = this.#row(kindCodes.threadEnded, time, thread);
    this.#columns.text[row] = this.#strings.idOf(name);
  }
  outputWritten(
    time: number,
    stream: (typeof streams)[number],
    text: string,
    task: number,
    line: number,
  ): void {
    const row = this.#row(kindCodes.outputWritten, time, 0, task, line);
    this.#columns.extra[row] = streams.indexOf(stream);
    this.#columns.text[row] = this.#strings.idOf(text);
  }
  warningRaised(time: number, message: string, line: number): void {
    const row = this.#row(kindCodes.warningRaised, time, 0, 0, line);
    this.#columns.text[row] = this.#strings.idOf(message);
  }

  #handle(kind: number, time: number, handle: Handle): number {
    const row = this.#row(kind, time, handle.id, handle.task);
    // The loop tells three times of a handle: its name is looked up once.
    this.#columns.text[row] = handle.hasTaskName
      ? TASK_NAME
      : (handle.tag ||= this.#strings.idOf(handle.name));
    return row;
  }

  /** A new row. Past the cap it is one that no column has: what is written there goes nowhere. */
  #row(kind: number, time: number, subject = 0, object = 0, line = 0): number {
    if (this.#count === this.#options.cap) {
      this.#end();
      return CHUNK_EVENTS;
    }
    if (this.#length === CHUNK_EVENTS) this.flush();
    this.#count++;
    const row = this.#length++;
    const columns = this.#columns;
    columns.kind[row] = kind;
    columns.time[row] = time;
    columns.subject[row] = subject;
    columns.object[row] = object;
    columns.line[row] = line;
    return row;
  }

  #end(): void {
    if (this.#isFull) return;
    this.#isFull = true;
    this.#options.onFull();
  }
}
