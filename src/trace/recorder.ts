/**
 * Writes what an instrumented run reports as records, and hands them on in chunks.
 *
 * The only writer of records: a hook writes its kind's columns in the order of `eventFields`. Recording is the better
 * part of what a callback costs, so a record is written as it comes, word by word, and becomes a row across columns
 * where the trace is read. At `cap` events it takes no more and calls `onFull` once, which must end the run: a trace
 * is complete up to its last event, never sparse.
 */
import { wordOf } from "../base/float-words.ts";
import { StringTable } from "../base/string-table.ts";
import type { LoopHandle, Hooks, TaskOutcome, LoopTimerHandle } from "../runtime/instrument/instrument.ts";
import { type Chunk, kindCodes, outcomes, streams, TIME, WORDS_IN_A_RECORD } from "./format.ts";

/** Events in a chunk, some 80 kB: small enough to be handed over without a pause, large enough to be worth it. */
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
  /** Events reported so far: those past the cap are written nowhere that is handed over. */
  #reported = 0;
  #sent = 0;
  /** How many events are reported when the chunk, or the trace, is full. */
  #turn: number;
  /** The chunk in the making: of its words, those below `#length` are written. */
  readonly #words = new Int32Array(CHUNK_EVENTS * WORDS_IN_A_RECORD);
  #length = 0;
  /** The time of the records being written; NaN before the first. */
  #time = Number.NaN;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#turn = Math.min(CHUNK_EVENTS, options.cap);
  }

  /** Events recorded so far. */
  get count(): number {
    return Math.min(this.#reported, this.#options.cap);
  }

  /** Hands over what is not handed over yet. */
  flush(): void {
    const events = this.count - this.#sent;
    const words = this.#words.slice(0, this.#length);
    this.#length = 0;
    this.#time = Number.NaN;
    this.#turn = this.#nextTurn();
    if (events === 0) return;
    this.#sent += events;
    const strings = this.#strings.since(this.#stringsSent);
    this.#stringsSent = this.#strings.size;
    this.#options.onChunk({ events, words, strings });
  }

  loopStarted(time: number): void {
    this.#length = this.#begin(kindCodes.loopStarted, time);
  }
  loopStopped(time: number): void {
    this.#length = this.#begin(kindCodes.loopStopped, time);
  }
  iterationStarted(time: number, ready: number): void {
    const at = this.#begin(kindCodes.iterationStarted, time);
    this.#words[at] = ready;
    this.#length = at + 1;
  }
  clockAdvanced(time: number, from: number): void {
    const at = this.#begin(kindCodes.clockAdvanced, time);
    this.#length = this.#number(at, from);
  }
  handleScheduled(time: number, handle: LoopHandle): void {
    const at = this.#handle(kindCodes.handleScheduled, time, handle);
    const words = this.#words;
    words[at] = handle.line;
    this.#length = at + 1;
  }
  handleStarted(time: number, handle: LoopHandle): void {
    this.#length = this.#handle(kindCodes.handleStarted, time, handle);
  }
  handleEnded(time: number, handle: LoopHandle): void {
    this.#length = this.#handle(kindCodes.handleEnded, time, handle);
  }
  handleCancelled(time: number, handle: LoopHandle): void {
    this.#length = this.#handle(kindCodes.handleCancelled, time, handle);
  }
  timerScheduled(time: number, timer: LoopTimerHandle): void {
    const at = this.#handle(kindCodes.timerScheduled, time, timer);
    const words = this.#words;
    words[at] = timer.line;
    this.#length = this.#number(at + 1, timer.deadline);
  }
  timerDue(time: number, timer: LoopTimerHandle): void {
    const at = this.#handle(kindCodes.timerDue, time, timer);
    this.#length = this.#number(at, timer.deadline);
  }
  taskCreated(
    time: number,
    task: number,
    name: string,
    coroutine: string,
    parent: number,
    line: number,
  ): void {
    const at = this.#begin(kindCodes.taskCreated, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = parent;
    words[at + 2] = this.#strings.idOf(coroutine);
    words[at + 3] = line;
    // Hardly two are equal, and to find that out of 10,000 would take a fifth of the time to make them.
    words[at + 4] = this.#strings.add(name);
    this.#length = at + 5;
  }
  taskStepped(time: number, task: number, line: number): void {
    const at = this.#begin(kindCodes.taskStepped, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = line;
    this.#length = at + 2;
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
    const at = this.#begin(kindCodes.taskSuspended, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = future;
    words[at + 2] = on;
    words[at + 3] = line;
    words[at + 4] = this.#strings.idOf(reason);
    this.#length = this.#number(at + 5, this.#strings.idOf(stack));
  }
  taskCancelRequested(time: number, task: number, by: number, line: number): void {
    const at = this.#begin(kindCodes.taskCancelRequested, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = by;
    words[at + 2] = line;
    this.#length = at + 3;
  }
  taskCancelThrown(time: number, task: number, line: number): void {
    const at = this.#begin(kindCodes.taskCancelThrown, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = line;
    this.#length = at + 2;
  }
  taskUncancelled(time: number, task: number, left: number, line: number): void {
    const at = this.#begin(kindCodes.taskUncancelled, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = line;
    this.#length = this.#number(at + 2, left);
  }
  taskDone(time: number, task: number, outcome: TaskOutcome, value: string): void {
    const at = this.#begin(kindCodes.taskDone, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = outcomes.indexOf(outcome);
    words[at + 2] = this.#strings.idOf(value);
    this.#length = at + 3;
  }
  futureCreated(time: number, future: number, task: number, line: number): void {
    const at = this.#begin(kindCodes.futureCreated, time);
    const words = this.#words;
    words[at] = future;
    words[at + 1] = task;
    words[at + 2] = line;
    this.#length = at + 3;
  }
  futureDone(time: number, future: number, outcome: TaskOutcome): void {
    const at = this.#begin(kindCodes.futureDone, time);
    const words = this.#words;
    words[at] = future;
    words[at + 1] = outcomes.indexOf(outcome);
    this.#length = at + 2;
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
    const at = this.#begin(kindCodes.resourceCreated, time);
    const words = this.#words;
    words[at] = resource;
    words[at + 1] = this.#strings.idOf(base);
    words[at + 2] = this.#strings.idOf(type);
    words[at + 3] = line;
    words[at + 4] = this.#strings.idOf(name);
    this.#length = this.#number(at + 5, value);
  }
  resourceWaited(time: number, resource: number, task: number, value: number, line: number): void {
    this.#length = this.#resource(kindCodes.resourceWaited, time, resource, task, value, line);
  }
  resourceAcquired(time: number, resource: number, task: number, value: number, line: number): void {
    this.#length = this.#resource(kindCodes.resourceAcquired, time, resource, task, value, line);
  }
  resourceReleased(time: number, resource: number, task: number, value: number, line: number): void {
    this.#length = this.#resource(kindCodes.resourceReleased, time, resource, task, value, line);
  }
  resourceChanged(
    time: number,
    resource: number,
    task: number,
    change: string,
    value: number,
    line: number,
  ): void {
    const at = this.#resource(kindCodes.resourceChanged, time, resource, task, value, line);
    const words = this.#words;
    words[at] = this.#strings.idOf(change);
    this.#length = at + 1;
  }
  childAdded(time: number, resource: number, task: number, future: number, line: number): void {
    const at = this.#begin(kindCodes.childAdded, time);
    const words = this.#words;
    words[at] = resource;
    words[at + 1] = task;
    words[at + 2] = future;
    words[at + 3] = line;
    this.#length = at + 4;
  }
  contextVariableSet(time: number, task: number, name: string, value: string, line: number): void {
    const at = this.#begin(kindCodes.contextVariableSet, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = this.#strings.idOf(value);
    words[at + 2] = line;
    words[at + 3] = this.#strings.idOf(name);
    this.#length = at + 4;
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
    const at = this.#resource(kindCodes.queuePut, time, queue, task, size, line);
    const words = this.#words;
    words[at] = this.#strings.idOf(next);
    words[at + 1] = this.#strings.idOf(item);
    this.#length = at + 2;
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
    const at = this.#resource(kindCodes.queueGot, time, queue, task, size, line);
    const words = this.#words;
    words[at] = this.#strings.idOf(next);
    words[at + 1] = this.#strings.idOf(item);
    this.#length = at + 2;
  }
  loopBlocked(time: number, duration: number, task: number, call: string, line: number): void {
    const at = this.#begin(kindCodes.loopBlocked, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = line;
    words[at + 2] = this.#strings.idOf(call);
    this.#length = this.#number(at + 3, duration);
  }
  threadStarted(time: number, thread: number, name: string): void {
    const at = this.#begin(kindCodes.threadStarted, time);
    const words = this.#words;
    words[at] = thread;
    words[at + 1] = this.#strings.idOf(name);
    this.#length = at + 2;
  }
  threadEnded(time: number, thread: number, name: string): void {
    const at = this.#begin(kindCodes.threadEnded, time);
    const words = this.#words;
    words[at] = thread;
    words[at + 1] = this.#strings.idOf(name);
    this.#length = at + 2;
  }
  outputWritten(
    time: number,
    stream: (typeof streams)[number],
    text: string,
    task: number,
    line: number,
    thread: number,
  ): void {
    const at = this.#begin(kindCodes.outputWritten, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = streams.indexOf(stream);
    words[at + 2] = line;
    words[at + 3] = this.#strings.idOf(text);
    this.#length = this.#number(at + 4, thread);
  }
  warningRaised(time: number, message: string, line: number, diagnosis: string, task: number): void {
    const at = this.#begin(kindCodes.warningRaised, time);
    const words = this.#words;
    words[at] = task;
    words[at + 1] = this.#strings.idOf(diagnosis);
    words[at + 2] = line;
    words[at + 3] = this.#strings.idOf(message);
    this.#length = at + 4;
  }

  /** Writes what all events of handles have, and gives the place of what follows. */
  #handle(kind: number, time: number, handle: LoopHandle): number {
    // The loop tells three times of a handle: its name is looked up once, and before the record begins. A program's
    // function may have a getter for it, in which more happens.
    const name = handle.tag || this.#tag(handle);
    const at = this.#begin(kind, time);
    const words = this.#words;
    words[at] = handle.id;
    words[at + 1] = handle.task;
    words[at + 2] = name;
    return at + 3;
  }

  #tag(handle: LoopHandle): number {
    return (handle.tag = this.#strings.idOf(handle.name));
  }

  #resource(kind: number, time: number, resource: number, task: number, value: number, line: number): number {
    const at = this.#begin(kind, time);
    const words = this.#words;
    words[at] = resource;
    words[at + 1] = task;
    words[at + 2] = line;
    return this.#number(at + 3, value);
  }

  /** Begins the record of an event, and gives the place of its first column. */
  #begin(kind: number, time: number): number {
    if (this.#reported === this.#turn) this.#turnOver();
    this.#reported++;
    if (time !== this.#time) this.#timeIs(time);
    this.#words[this.#length] = kind;
    return this.#length + 1;
  }

  /** Writes a number's two words, and gives the place of what follows. */
  #number(at: number, value: number): number {
    const words = this.#words;
    words[at] = wordOf(value, 0);
    words[at + 1] = wordOf(value, 1);
    return at + 2;
  }

  #timeIs(time: number): void {
    this.#time = time;
    this.#words[this.#length] = TIME;
    this.#length = this.#number(this.#length + 1, time);
  }

  #nextTurn(): number {
    const turn = this.#reported + CHUNK_EVENTS;
    return this.#reported < this.#options.cap ? Math.min(turn, this.#options.cap) : turn;
  }

  #turnOver(): void {
    this.flush();
    if (this.#reported === this.#options.cap) this.#options.onFull();
  }
}
