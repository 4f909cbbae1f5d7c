/**
 * The one reducer: what each event does to the loop's state. A `StateBuilder` is a state in the making; `snapshot`
 * freezes a copy. Whoever replays the same events gets an equal state, from wherever the replay began.
 */
import { firstIndex } from "../base/binary-search.ts";
import type { EventKind } from "../trace/format.ts";
import { outcomes } from "../trace/format.ts";
import type { Trace } from "../trace/trace.ts";
import type { LoopState, ReadyHandle, Task, Timer } from "./loop-state.ts";
import { ResourceStates } from "./resource-states.ts";
import { Row } from "./row.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export class StateBuilder {
  #state: Writable<Omit<LoopState, "ready" | "timers" | "tasks" | "resources" | "items">>;
  #ready: ReadyHandle[];
  /** Tasks that have a callback of their own, no timer, in `#ready`. */
  readonly #scheduled: Set<number>;
  #timers: Timer[];
  #tasks: Map<number, Task>;
  readonly #resources: ResourceStates;

  constructor(from: LoopState = emptyState) {
    this.#state = { ...from };
    this.#ready = [...from.ready];
    this.#scheduled = new Set(from.ready.filter((handle) => !handle.wasTimer).map((handle) => handle.task));
    this.#timers = [...from.timers];
    this.#tasks = new Map(from.tasks);
    this.#resources = new ResourceStates(from);
  }

  /** The last event applied; -1 for none. */
  get index(): number {
    return this.#state.index;
  }

  /** How many entities a snapshot copies. */
  get size(): number {
    return this.#tasks.size + this.#ready.length + this.#timers.length + this.#resources.size;
  }

  get readyDepth(): number {
    return this.#ready.length;
  }

  snapshot(): LoopState {
    return Object.freeze({
      ...this.#state,
      ready: Object.freeze([...this.#ready]) as readonly ReadyHandle[],
      timers: Object.freeze([...this.#timers]) as readonly Timer[],
      tasks: new Map(this.#tasks),
      ...this.#resources.snapshot(),
    });
  }

  /** Applies the next event of the trace. */
  applyNext(trace: Trace): void {
    const state = this.#state;
    const index = ++state.index;
    state.kind = trace.kind(index);
    state.time = trace.time(index);
    const line = trace.get(index, "line");
    if (line > 0 && state.running) state.line = line;
    appliers[state.kind]?.call(this, new Row(trace, index));
  }

  static readonly appliers: Partial<Record<EventKind, (this: StateBuilder, row: Row) => void>> = {
    loopStarted() {
      this.#state.looping = true;
    },
    loopStopped() {
      this.#state.looping = false;
      this.#state.batch = 0;
    },
    iterationStarted(row) {
      this.#state.iteration++;
      this.#state.batch = row.value;
    },
    handleScheduled(row) {
      this.#enqueue({ id: row.subject, task: row.object, name: row.text, wasTimer: false }, row.time);
    },
    timerScheduled(row) {
      const timer = { id: row.subject, task: row.object, name: row.text, since: row.time, when: row.value };
      const at = firstIndex(this.#timers.length, (i) => (this.#timers[i] as Timer).when > timer.when);
      this.#timers.splice(at, 0, timer);
    },
    timerDue(row) {
      this.#removeTimer(row.subject);
      this.#ready.push({ id: row.subject, task: row.object, name: row.text, wasTimer: true });
    },
    handleStarted(row) {
      const at = this.#ready.findIndex((handle) => handle.id === row.subject);
      const handle = this.#ready[at];
      if (!handle) return;
      // Always the first, unless its loop is not the only one that has callbacks scheduled.
      if (at === 0) this.#ready.shift();
      else this.#ready.splice(at, 1);
      if (!handle.wasTimer) this.#scheduled.delete(handle.task);
      if (this.#state.batch > 0) this.#state.batch--;
      this.#state.running = handle;
      this.#state.line = 0;
    },
    handleEnded() {
      this.#state.running = null;
      this.#state.line = 0;
    },
    handleCancelled(row) {
      if (this.#removeTimer(row.subject)) return;
      const at = this.#ready.findIndex((handle) => handle.id === row.subject);
      if (at < 0) return;
      this.#scheduled.delete(row.object);
      this.#ready.splice(at, 1);
      if (at < this.#state.batch) this.#state.batch--;
    },
    taskCreated(row) {
      this.#tasks.set(row.subject, {
        id: row.subject,
        name: row.text,
        coroutine: row.string("extra"),
        parent: row.object,
        status: "ready",
        line: 0,
        reason: "",
        on: 0,
        since: row.time,
        outcome: "",
        value: "",
      });
    },
    taskStepped(row) {
      this.#update(row.subject, { status: "running", line: row.line, reason: "", on: 0, since: row.time });
      this.#resources.stepped(row.subject);
    },
    taskSuspended(row) {
      // What it awaited may be done already, or it only let others run: then its wakeup is in the queue by now.
      const isReady = this.#scheduled.has(row.subject);
      this.#update(row.subject, {
        status: isReady ? "ready" : "waiting",
        line: row.line,
        reason: isReady ? "" : row.text,
        on: row.extra,
        since: row.time,
      });
      // What a task waits for may be another task.
      this.#resources.suspended(row.subject, row.text === "task" ? 0 : row.extra);
    },
    taskDone(row) {
      const outcome = outcomes[row.extra] ?? "";
      this.#update(row.subject, {
        status: "done",
        reason: "",
        on: 0,
        since: row.time,
        outcome,
        value: row.text,
      });
      this.#resources.leaves(row.subject);
    },
    resourceCreated(row) {
      this.#resources.created(row);
    },
    resourceWaited(row) {
      this.#resources.waited(row);
    },
    resourceAcquired(row) {
      this.#resources.acquired(row);
    },
    resourceReleased(row) {
      this.#resources.released(row);
    },
    resourceChanged(row) {
      this.#resources.changed(row);
    },
    queuePut(row) {
      this.#resources.put(row);
    },
    queueGot(row) {
      this.#resources.got(row);
    },
    threadStarted(row) {
      const thread = { id: row.subject, name: row.text, since: row.time };
      this.#state.threads = Object.freeze([...this.#state.threads, thread]);
    },
    threadEnded(row) {
      this.#state.threads = Object.freeze(this.#state.threads.filter(({ id }) => id !== row.subject));
    },
    outputWritten() {
      this.#state.outputs++;
    },
  };

  #enqueue(handle: ReadyHandle, time: number): void {
    this.#ready.push(handle);
    this.#scheduled.add(handle.task);
    const task = this.#tasks.get(handle.task);
    if (task?.status === "waiting")
      this.#update(task.id, { status: "ready", reason: "", on: 0, since: time });
  }

  #removeTimer(id: number): boolean {
    const at = this.#timers.findIndex((timer) => timer.id === id);
    if (at >= 0) this.#timers.splice(at, 1);
    return at >= 0;
  }

  #update(id: number, change: Partial<Task>): void {
    const task = this.#tasks.get(id);
    if (task) this.#tasks.set(id, { ...task, ...change });
  }
}

const appliers = StateBuilder.appliers;

/** Before the first event. */
export const emptyState: LoopState = Object.freeze({
  index: -1,
  kind: null,
  time: 0,
  looping: false,
  iteration: 0,
  batch: 0,
  ready: Object.freeze([]),
  running: null,
  line: 0,
  timers: Object.freeze([]),
  tasks: new Map(),
  resources: new Map(),
  items: new Map(),
  threads: Object.freeze([]),
  outputs: 0,
});
