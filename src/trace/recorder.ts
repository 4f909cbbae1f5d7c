/**
 * Writes what an instrumented run reports into columns and hands them on in chunks.
 *
 * The only writer of columns. At `cap` events it takes no more and calls `onFull` once, which must end the run: a
 * trace is complete up to its last event, never sparse.
 */
import { StringTable } from "../base/string-table.ts";
import type { Handle, Instrument, TaskOutcome, TimerHandle } from "../runtime/instrument.ts";
import { kindCode, outcomes, streams, type Chunk, type Columns, type EventKind } from "./format.ts";

/** Events in a chunk, 150 kB: small enough to be handed over without a pause, large enough to be worth it. */
const CHUNK_EVENTS = 4096;

export interface RecorderOptions {
  /** Events after which the recording ends. */
  cap: number;
  onChunk: (chunk: Chunk) => void;
  onFull: () => void;
}

const codes = Object.fromEntries(
  Object.entries({ ...outcomes }).map(([code, name]) => [name, Number(code)]),
) as Record<TaskOutcome, number>;

export class Recorder implements Required<Instrument> {
  readonly #options: RecorderOptions;
  readonly #strings = new StringTable();
  #stringsSent = 1;
  #count = 0;
  /** The chunk in the making: rows below `#length` are written. */
  readonly #columns = makeColumns(CHUNK_EVENTS);
  #length = 0;
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
    const columns = Object.fromEntries(
      Object.entries(this.#columns).map(([name, column]) => [
        name,
        (column as Int32Array).slice(0, this.#length),
      ]),
    ) as unknown as Columns;
    this.#length = 0;
    const strings = this.#strings.since(this.#stringsSent);
    this.#stringsSent = this.#strings.size;
    this.#options.onChunk({ columns, strings });
  }

  loopStarted(time: number): void {
    this.#write("loopStarted", time);
  }
  loopStopped(time: number): void {
    this.#write("loopStopped", time);
  }
  iterationStarted(time: number, ready: number): void {
    this.#write("iterationStarted", time, 0, 0, 0, 0, "", ready);
  }
  clockAdvanced(time: number, from: number): void {
    this.#write("clockAdvanced", time, 0, 0, 0, 0, "", from);
  }
  handleScheduled(time: number, handle: Handle): void {
    this.#write("handleScheduled", time, handle.id, handle.task, 0, handle.line, handle.name);
  }
  handleStarted(time: number, handle: Handle): void {
    this.#write("handleStarted", time, handle.id, handle.task, 0, 0, handle.name);
  }
  handleEnded(time: number, handle: Handle): void {
    this.#write("handleEnded", time, handle.id, handle.task, 0, 0, handle.name);
  }
  handleCancelled(time: number, handle: Handle): void {
    this.#write("handleCancelled", time, handle.id, handle.task, 0, 0, handle.name);
  }
  timerScheduled(time: number, timer: TimerHandle): void {
    this.#write("timerScheduled", time, timer.id, timer.task, 0, timer.line, timer.name, timer.when);
  }
  timerDue(time: number, timer: TimerHandle): void {
    this.#write("timerDue", time, timer.id, timer.task, 0, 0, timer.name, timer.when);
  }
  taskCreated(
    time: number,
    task: number,
    name: string,
    coroutine: string,
    parent: number,
    line: number,
  ): void {
    this.#write("taskCreated", time, task, parent, this.#strings.idOf(coroutine), line, name);
  }
  taskStepped(time: number, task: number, line: number): void {
    this.#write("taskStepped", time, task, 0, 0, line);
  }
  taskSuspended(time: number, task: number, future: number, reason: string, on: number, line: number): void {
    this.#write("taskSuspended", time, task, future, on, line, reason);
  }
  taskCancelRequested(time: number, task: number, by: number, line: number): void {
    this.#write("taskCancelRequested", time, task, by, 0, line);
  }
  taskDone(time: number, task: number, outcome: TaskOutcome, value: string): void {
    this.#write("taskDone", time, task, 0, codes[outcome], 0, value);
  }
  futureCreated(time: number, future: number, task: number, line: number): void {
    this.#write("futureCreated", time, future, task, 0, line);
  }
  futureDone(time: number, future: number, outcome: TaskOutcome): void {
    this.#write("futureDone", time, future, 0, codes[outcome]);
  }
  resourceCreated(
    time: number,
    resource: number,
    type: string,
    name: string,
    value: number,
    line: number,
  ): void {
    this.#write("resourceCreated", time, resource, 0, this.#strings.idOf(type), line, name, value);
  }
  resourceWaited(time: number, resource: number, task: number, value: number, line: number): void {
    this.#write("resourceWaited", time, resource, task, 0, line, "", value);
  }
  resourceAcquired(time: number, resource: number, task: number, value: number, line: number): void {
    this.#write("resourceAcquired", time, resource, task, 0, line, "", value);
  }
  resourceReleased(time: number, resource: number, task: number, value: number, line: number): void {
    this.#write("resourceReleased", time, resource, task, 0, line, "", value);
  }
  loopBlocked(time: number, duration: number, task: number, call: string, line: number): void {
    this.#write("loopBlocked", time, 0, task, 0, line, call, duration);
  }
  outputWritten(
    time: number,
    stream: (typeof streams)[number],
    text: string,
    task: number,
    line: number,
  ): void {
    this.#write("outputWritten", time, 0, task, streams.indexOf(stream), line, text);
  }
  warningRaised(time: number, message: string, line: number): void {
    this.#write("warningRaised", time, 0, 0, 0, line, message);
  }

  #write(
    kind: EventKind,
    time: number,
    subject = 0,
    object = 0,
    extra = 0,
    line = 0,
    text = "",
    value = 0,
  ): void {
    if (this.#count >= this.#options.cap) return;
    this.#count++;
    const row = this.#length++;
    const columns = this.#columns;
    columns.kind[row] = kindCode(kind);
    columns.time[row] = time;
    columns.subject[row] = subject;
    columns.object[row] = object;
    columns.extra[row] = extra;
    columns.line[row] = line;
    columns.text[row] = text === "" ? 0 : this.#strings.idOf(text);
    columns.value[row] = value;
    if (this.#length === CHUNK_EVENTS) this.flush();
    if (this.#count === this.#options.cap) this.#options.onFull();
  }
}

function makeColumns(rows: number): Columns {
  return {
    kind: new Uint8Array(rows),
    time: new Float64Array(rows),
    subject: new Int32Array(rows),
    object: new Int32Array(rows),
    extra: new Int32Array(rows),
    line: new Int32Array(rows),
    text: new Int32Array(rows),
    value: new Float64Array(rows),
  };
}
