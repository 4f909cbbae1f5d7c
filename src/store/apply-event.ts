/**
 * The one reducer: what each event does to the loop's state. A `StateBuilder` is a state in the making; `snapshot`
 * freezes a copy. Whoever replays the same events gets an equal state, from wherever the replay began.
 */
import { FrozenQueue, SharedQueue } from "../base/shared-queue.ts";
import { FrozenTable, SharedTable } from "../base/shared-table.ts";
import { firstIndex } from "../base/binary-search.ts";
import type { EventKind } from "../trace/format.ts";
import { outcomes } from "../trace/format.ts";
import type { Trace } from "../trace/trace.ts";
import { GroupStates } from "./group-states.ts";
import type { LoopState, ReadyHandle, Task, Timer } from "./loop-state.ts";
import { ResourceStates } from "./resource-states.ts";
import { Row } from "./row.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A state as it is kept, from which a replay can go on. */
export interface KeptState extends LoopState {
  readonly ready: FrozenQueue<ReadyHandle>;
  readonly tasks: FrozenTable<Task>;
}

export class StateBuilder {
  #state: Writable<
    Omit<LoopState, "ready" | "timers" | "tasks" | "resources" | "items" | "groups" | "futures">
  >;
  readonly #ready: SharedQueue<ReadyHandle>;
  #timers: Timer[];
  readonly #tasks: SharedTable<Task>;
  readonly #resources: ResourceStates;
  readonly #groups: GroupStates;

  constructor(from: KeptState = emptyState) {
    this.#state = { ...from };
    this.#ready = new SharedQueue(from.ready);
    this.#timers = [...from.timers];
    this.#tasks = new SharedTable(from.tasks);
    this.#resources = new ResourceStates(from);
    this.#groups = new GroupStates(from);
  }

  /** The last event applied; -1 for none. */
  get index(): number {
    return this.#state.index;
  }

  /** How many entities a snapshot copies, about. */
  get size(): number {
    const shared = (this.#tasks.size + this.#ready.length) / 64;
    return shared + this.#timers.length + this.#resources.size + this.#groups.size;
  }

  get readyDepth(): number {
    return this.#ready.length;
  }

  snapshot(): KeptState {
    return Object.freeze({
      ...this.#state,
      ready: this.#ready.freeze(),
      timers: Object.freeze([...this.#timers]) as readonly Timer[],
      tasks: this.#tasks.freeze(),
      ...this.#resources.snapshot(),
      ...this.#groups.snapshot(),
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
    appliers[state.kind]?.call(this, new Row(trace, index), trace);
  }

  static readonly appliers: Partial<Record<EventKind, (this: StateBuilder, row: Row, trace: Trace) => void>> =
    {
      loopStarted() {
        this.#state.looping = true;
      },
      loopStopped() {
        this.#state.looping = false;
        this.#state.batch = 0;
      },
      iterationStarted(row) {
        this.#state.iteration++;
        this.#state.batch = row.extra;
      },
      handleScheduled(row, trace) {
        this.#ready.push({ id: row.subject, task: row.object, name: row.text, wasTimer: false });
        const task = this.#tasks.get(row.object);
        if (!task) return;
        const wakeups = task.wakeups + 1;
        if (task.status !== "waiting") return this.#update(task.id, { wakeups });
        this.#endWait(trace, task);
        this.#update(task.id, { wakeups, status: "ready", reason: "", on: 0, since: row.time });
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
        // Always the first, unless its loop is not the only one that has callbacks scheduled.
        const handle = this.#takeReady(row.subject)?.handle;
        if (!handle) return;
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
        const taken = this.#takeReady(row.subject);
        if (taken && taken.at < this.#state.batch) this.#state.batch--;
      },
      taskCreated(row) {
        this.#tasks.set(row.subject, {
          id: row.subject,
          name: row.text,
          coroutine: row.string("extra"),
          parent: row.object,
          status: "ready",
          line: 0,
          wakeups: 0,
          reason: "",
          on: 0,
          stack: "",
          groups: [],
          cancelling: 0,
          since: row.time,
          outcome: "",
          value: "",
        });
      },
      taskStepped(row, trace) {
        this.#endWait(trace, this.#tasks.get(row.subject));
        this.#update(row.subject, {
          status: "running",
          line: row.line,
          reason: "",
          on: 0,
          stack: "",
          since: row.time,
        });
        this.#resources.stepped(row.subject);
      },
      taskSuspended(row, trace) {
        // What it awaited may be done already, or it only let others run: then its wakeup is in the queue by now.
        const isReady = (this.#tasks.get(row.subject)?.wakeups ?? 0) > 0;
        this.#update(row.subject, {
          status: isReady ? "ready" : "waiting",
          line: row.line,
          reason: isReady ? "" : row.text,
          on: isReady ? 0 : row.extra,
          stack: row.string("value"),
          since: row.time,
        });
        // What a task waits for may be another task.
        const resource = row.text === "task" ? 0 : row.extra;
        this.#resources.suspended(row.subject, resource);
        if (!isReady && resource > 0) this.#groups.waited(trace, resource);
      },
      taskCancelRequested(row) {
        this.#update(row.subject, { cancelling: (this.#tasks.get(row.subject)?.cancelling ?? 0) + 1 });
      },
      taskUncancelled(row) {
        this.#update(row.subject, { cancelling: row.value });
      },
      taskDone(row, trace) {
        const task = this.#tasks.get(row.subject);
        this.#endWait(trace, task);
        this.#groups.childDone(trace, task?.groups ?? []);
        const outcome = outcomes[row.extra] ?? "";
        this.#update(row.subject, {
          status: "done",
          reason: "",
          on: 0,
          stack: "",
          groups: [],
          since: row.time,
          outcome,
          value: row.text,
        });
        this.#resources.leaves(row.subject);
      },
      futureDone(row, trace) {
        this.#groups.futureDone(trace, row.subject);
      },
      childAdded(row, trace) {
        const task = this.#tasks.get(row.object);
        // What is done already is nothing to wait for.
        const isDone =
          row.object > 0 ? !task || task.status === "done" : trace.isSettled(row.extra, this.index);
        if (isDone) return;
        this.#groups.added(trace, row.subject, row.extra);
        if (task) this.#update(task.id, { groups: [...task.groups, row.subject] });
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

  /** Takes a handle out of the ready queue, and tells where it stood. */
  #takeReady(id: number): { handle: ReadyHandle; at: number } | null {
    const { first } = this.#ready;
    const at = first?.id === id ? 0 : this.#ready.findIndex((handle) => handle.id === id);
    const handle = at === 0 ? first : this.#ready.at(at);
    if (!handle) return null;
    if (at === 0) this.#ready.shift();
    else this.#ready.remove(at);
    const task = handle.wasTimer ? undefined : this.#tasks.get(handle.task);
    if (task) this.#update(task.id, { wakeups: Math.max(0, task.wakeups - 1) });
    return { handle, at };
  }

  /** The task is suspended on nothing any more. */
  #endWait(trace: Trace, task: Task | undefined): void {
    if (task?.status === "waiting" && task.reason !== "task") this.#groups.left(trace, task.on);
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
export const emptyState: KeptState = Object.freeze({
  index: -1,
  kind: null,
  time: 0,
  looping: false,
  iteration: 0,
  batch: 0,
  ready: new FrozenQueue<ReadyHandle>(),
  running: null,
  line: 0,
  timers: Object.freeze([]),
  tasks: new FrozenTable<Task>(),
  resources: new Map(),
  items: new Map(),
  groups: new Map(),
  futures: new Map(),
  threads: Object.freeze([]),
  outputs: 0,
});
