/**
 * Reducer: the effect of each event on the loop's state. A `StateBuilder` is a mutable state; `snapshot` freezes a copy.
 * Replaying the same events leads to an equal state, whichever keyframe the replay begins at. Called by `TraceStore`.
 */
import { FrozenQueue, SharedQueue } from "../base/shared-queue.ts";
import { FrozenTable, SharedTable } from "../base/shared-table.ts";
import { firstIndex } from "../base/binary-search.ts";
import { type EventKind, eventKinds, type EventOf } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";
import { GroupStates } from "./group-states.ts";
import type { LoopState, OtherLoop, ReadyHandle, Task, Thread, Timer } from "./loop-state.ts";
import { type KeptNetwork, noNetwork } from "./network/network-state.ts";
import { type NetworkKind, networkKinds, NetworkStates } from "./network/network-states.ts";
import { ResourceStates } from "./resource-states.ts";
import { isForEndpoint, resourceOf } from "./resources/kinds.ts";
import { isInternal } from "./task-name.ts";

type Reducer<K extends EventKind> = (this: StateBuilder, event: EventOf<K>, trace: Trace) => void;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A loop that is not at work, as it can be continued. */
interface KeptLoop extends OtherLoop {
  readonly ready: FrozenQueue<ReadyHandle>;
}

/** Stored state from which a replay can continue. */
export interface KeptState extends LoopState {
  readonly ready: FrozenQueue<ReadyHandle>;
  readonly otherLoops: ReadonlyMap<number, KeptLoop>;
  readonly tasks: FrozenTable<Task>;
  readonly network: KeptNetwork;
}

export class StateBuilder {
  #state: Writable<
    Omit<
      LoopState,
      "ready" | "timers" | "otherLoops" | "tasks" | "resources" | "items" | "groups" | "futures" | "network"
    >
  >;
  #otherLoops: ReadonlyMap<number, KeptLoop>;
  #ready: SharedQueue<ReadyHandle>;
  #timers: Timer[];
  readonly #tasks: SharedTable<Task>;
  readonly #resources: ResourceStates;
  readonly #groups: GroupStates;
  readonly #network: NetworkStates;

  constructor(from: KeptState = emptyState) {
    this.#state = { ...from };
    this.#otherLoops = from.otherLoops;
    this.#ready = new SharedQueue(from.ready);
    this.#timers = [...from.timers];
    this.#tasks = new SharedTable(from.tasks);
    this.#resources = new ResourceStates(from);
    this.#groups = new GroupStates(from);
    this.#network = new NetworkStates(from.network);
  }

  /** Index of the last event applied; -1 for none. */
  get index(): number {
    return this.#state.index;
  }

  /** Approximate number of entities that a snapshot copies. */
  get size(): number {
    const shared = (this.#tasks.size + this.#ready.length) / 64;
    return shared + this.#timers.length + this.#resources.size + this.#groups.size + this.#network.size;
  }

  get readyDepth(): number {
    return this.#ready.length;
  }

  /** The network after the last event. */
  get network(): KeptNetwork {
    return this.#network.snapshot();
  }

  snapshot(): KeptState {
    return Object.freeze({
      ...this.#state,
      ready: this.#ready.freeze(),
      timers: Object.freeze([...this.#timers]) as readonly Timer[],
      otherLoops: this.#otherLoops,
      tasks: this.#tasks.freeze(),
      ...this.#resources.snapshot(),
      ...this.#groups.snapshot(),
      network: this.#network.snapshot(),
    });
  }

  /** Apply the next event of the trace; a caller that has it already gives it. */
  applyNext(trace: Trace, event = trace.event(this.index + 1)): void {
    const state = this.#state;
    const { index } = event;
    state.index = index;
    state.kind = event.kind;
    state.time = event.time;
    const line = state.running ? trace.line(index) : 0;
    if (line > 0) state.line = line;
    reducersByCode[trace.kindCode(index)]?.call(this, event, trace);
  }

  /** Handler of each kind; null for a kind that changes only the time and the line. */
  static readonly reducers: { [K in EventKind]: Reducer<K> | null } = {
    loopStarted() {
      this.#state.looping = true;
      this.#state.loopThread = this.#state.thread;
    },
    loopStopped() {
      this.#state.looping = false;
      this.#state.batch = 0;
    },
    iterationStarted(event) {
      this.#state.iteration++;
      this.#state.batch = event.ready;
    },
    handleScheduled(event, trace) {
      const { running } = this.#state;
      const by = running && !running.wasTimer ? running.task : 0;
      this.#ready.push({ id: event.handle, task: event.task, name: event.name, wasTimer: false, by });
      const task = this.#tasks.get(event.task);
      if (!task) return;
      const wakeups = task.wakeups + 1;
      if (task.status !== "waiting") return this.#update(task.id, { wakeups });
      this.#endWait(trace, task);
      this.#update(task.id, { wakeups, status: "ready", reason: "", on: 0, since: event.time });
    },
    timerScheduled(event) {
      const { handle: id, task, name, time: since, when } = event;
      addTimer(this.#timers, { id, task, name, since, when });
    },
    timerDue(event) {
      this.#takeTimer(event.handle);
      this.#ready.push({ id: event.handle, task: event.task, name: event.name, wasTimer: true, by: 0 });
    },
    handleStarted(event) {
      const handle = this.#takeReady(event.handle)?.handle;
      if (!handle) return;
      if (this.#state.batch > 0) this.#state.batch--;
      this.#state.running = handle;
      this.#state.line = 0;
    },
    handleEnded() {
      this.#state.running = null;
      this.#state.line = 0;
    },
    handleCancelled(event) {
      if (this.#takeTimer(event.handle)) return;
      const taken = this.#takeReady(event.handle);
      if (taken && taken.at < this.#state.batch) this.#state.batch--;
      if (!taken) this.#cancelElsewhere(event.handle);
    },
    taskCreated(event) {
      this.#tasks.set(event.task, {
        id: event.task,
        name: event.name,
        coroutine: event.coroutine,
        parent: event.parent,
        loop: this.#state.loop,
        status: "ready",
        line: 0,
        wakeups: 0,
        reason: "",
        on: 0,
        stack: "",
        groups: [],
        cancelling: 0,
        since: event.time,
        outcome: "",
        value: "",
      });
    },
    taskStepped(event, trace) {
      this.#endWait(trace, this.#tasks.get(event.task));
      this.#update(event.task, {
        status: "running",
        line: event.line,
        reason: "",
        on: 0,
        stack: "",
        since: event.time,
      });
      this.#resources.stepped(event.task);
    },
    taskSuspended(event, trace) {
      // The wake-up is already scheduled if the awaited future was done, or after sleep(0).
      const isReady = (this.#tasks.get(event.task)?.wakeups ?? 0) > 0;
      this.#update(event.task, {
        status: isReady ? "ready" : "waiting",
        line: event.line,
        reason: isReady ? "" : event.reason,
        on: isReady ? 0 : event.on,
        stack: event.stack,
        since: event.time,
      });
      const resource = resourceOf(event);
      const task = this.#tasks.get(event.task);
      // A task of asyncio's own begins a connection for another one, which uses it.
      if (isForEndpoint(event.reason) && !(task && isInternal(task)))
        this.#network.used(event.on, event.task);
      this.#resources.suspended(event.task, resource);
      if (!isReady && resource > 0) this.#groups.waited(trace, resource);
    },
    taskCancelRequested(event) {
      this.#update(event.task, { cancelling: (this.#tasks.get(event.task)?.cancelling ?? 0) + 1 });
    },
    taskUncancelled(event) {
      this.#update(event.task, { cancelling: event.left });
    },
    taskDone(event, trace) {
      const task = this.#tasks.get(event.task);
      this.#endWait(trace, task);
      this.#groups.childDone(trace, task?.groups ?? []);
      this.#update(event.task, {
        status: "done",
        reason: "",
        on: 0,
        stack: "",
        groups: [],
        since: event.time,
        outcome: event.outcome,
        value: event.value,
      });
      this.#resources.leaves(event.task);
    },
    futureDone(event, trace) {
      this.#groups.futureDone(trace, event.future);
    },
    childAdded(event, trace) {
      const task = this.#tasks.get(event.task);
      // A group does not wait for a child that is already done.
      const isDone =
        event.task > 0 ? !task || task.status === "done" : trace.isSettled(event.future, this.index);
      if (isDone) return;
      this.#groups.added(trace, event.resource, event.future);
      if (task) this.#update(task.id, { groups: [...task.groups, event.resource] });
    },
    resourceCreated(event) {
      this.#resources.created(event);
    },
    resourceWaited(event) {
      this.#resources.waited(event);
    },
    resourceAcquired(event) {
      this.#resources.acquired(event);
    },
    resourceReleased(event) {
      this.#resources.released(event);
    },
    resourceChanged(event) {
      this.#resources.changed(event);
    },
    queuePut(event) {
      this.#resources.put(event);
    },
    queueGot(event) {
      this.#resources.got(event);
    },
    loopSwitched({ loop }) {
      const left = this.#atWork();
      const { ready, timers, ...next } = this.#otherLoops.get(loop) ?? noLoop;
      const others = new Map(this.#otherLoops).set(this.#state.loop, left);
      others.delete(loop);
      this.#otherLoops = others;
      const { thread: loopThread, ...rest } = next;
      Object.assign(this.#state, rest, { loop, loopThread });
      this.#ready = new SharedQueue(ready);
      this.#timers = [...timers];
    },
    handlePassed({ loop, handle }) {
      const to = this.#otherLoops.get(loop) ?? noLoop;
      const timers = [...to.timers];
      const queue = new SharedQueue(to.ready);
      const timer = this.#takeTimer(handle);
      if (timer) addTimer(timers, timer);
      else {
        const at = this.#ready.findIndex(({ id }) => id === handle);
        const passed = this.#ready.at(at);
        if (!passed) return;
        this.#ready.remove(at);
        queue.push(passed);
        // Its first step: later ones are scheduled by the loop's own futures.
        if (passed.task > 0) this.#update(passed.task, { loop });
      }
      this.#keepLoop(loop, { ...to, timers: Object.freeze(timers), ready: queue.freeze() });
    },
    threadStarted(event) {
      this.#state.thread = event.thread;
      const thread = { id: event.thread, name: event.name, since: event.time, task: event.task, wait: null };
      this.#state.threads = Object.freeze([...this.#state.threads, thread]);
    },
    threadEnded(event) {
      this.#state.thread = 0;
      this.#state.threads = Object.freeze(this.#state.threads.filter(({ id }) => id !== event.thread));
    },
    threadSuspended({ thread, call, line, until, time }) {
      this.#state.thread = 0;
      this.#threadWaits(thread, { call, line, since: time, until, task: 0 });
    },
    threadResumed({ thread }) {
      this.#state.thread = thread;
      this.#threadWaits(thread, null);
    },
    resultAwaited({ thread, task }) {
      const wait = this.#state.threads.find(({ id }) => id === thread)?.wait;
      if (wait) this.#threadWaits(thread, { ...wait, task });
    },
    outputWritten() {
      this.#state.outputs++;
    },
    clockAdvanced: null,
    taskCancelThrown: null,
    futureCreated: null,
    contextVariableSet: null,
    loopBlocked: null,
    callBlocked: null,
    warningRaised: null,
    ...(Object.fromEntries(
      networkKinds.map((kind): [NetworkKind, Reducer<NetworkKind>] => [
        kind,
        function (event) {
          this.#network.take(event);
        },
      ]),
    ) as Record<NetworkKind, Reducer<NetworkKind>>),
  };

  #threadWaits(id: number, wait: Thread["wait"]): void {
    const { threads } = this.#state;
    this.#state.threads = Object.freeze(threads.map((one) => (one.id === id ? { ...one, wait } : one)));
  }

  /** Remove a handle from the ready queue, and return it with its former position; null if it is not in the queue. */
  #takeReady(id: number): { handle: ReadyHandle; at: number } | null {
    const { first } = this.#ready;
    const at = first?.id === id ? 0 : this.#ready.findIndex((handle) => handle.id === id);
    const handle = at === 0 ? first : this.#ready.at(at);
    if (!handle) return null;
    if (at === 0) this.#ready.shift();
    else this.#ready.remove(at);
    this.#leaves(handle);
    return { handle, at };
  }

  /** Note that a handle leaves a ready queue: it is no wake-up of its task any more. */
  #leaves(handle: ReadyHandle): void {
    const task = handle.wasTimer ? undefined : this.#tasks.get(handle.task);
    if (task) this.#update(task.id, { wakeups: Math.max(0, task.wakeups - 1) });
  }

  /** End the task's wait. */
  #endWait(trace: Trace, task: Task | undefined): void {
    if (task?.status === "waiting") this.#groups.left(trace, resourceOf(task));
  }

  #takeTimer(id: number): Timer | undefined {
    const at = this.#timers.findIndex((timer) => timer.id === id);
    return at < 0 ? undefined : this.#timers.splice(at, 1)[0];
  }

  /** The loop at work, to be continued later. */
  #atWork(): KeptLoop {
    const { looping, iteration, batch, running, line, loopThread: thread } = this.#state;
    const timers = Object.freeze([...this.#timers]);
    return { looping, iteration, batch, running, line, thread, ready: this.#ready.freeze(), timers };
  }

  #keepLoop(number: number, loop: KeptLoop): void {
    this.#otherLoops = new Map(this.#otherLoops).set(number, Object.freeze(loop));
  }

  /** Remove a handle from a loop that is not at work. */
  #cancelElsewhere(id: number): void {
    for (const [number, loop] of this.#otherLoops) {
      const at = loop.ready.findIndex((handle) => handle.id === id);
      if (at < 0 && loop.timers.every((timer) => timer.id !== id)) continue;
      const queue = new SharedQueue(loop.ready);
      const handle = queue.at(at);
      if (handle) {
        queue.remove(at);
        this.#leaves(handle);
      }
      this.#keepLoop(number, {
        ...loop,
        ready: queue.freeze(),
        timers: loop.timers.filter((timer) => timer.id !== id),
        batch: at >= 0 && at < loop.batch ? loop.batch - 1 : loop.batch,
      });
    }
  }

  #update(id: number, change: Partial<Task>): void {
    const task = this.#tasks.get(id);
    if (task) this.#tasks.set(id, { ...task, ...change });
  }
}

/** Add a timer behind those that are due before it or at the same time. */
function addTimer(timers: Timer[], timer: Timer): void {
  timers.splice(
    firstIndex(timers.length, (i) => (timers[i] as Timer).when > timer.when),
    0,
    timer,
  );
}

/** A loop of which nothing is known yet. */
const noLoop: KeptLoop = Object.freeze({
  looping: false,
  iteration: 0,
  batch: 0,
  ready: new FrozenQueue<ReadyHandle>(),
  running: null,
  line: 0,
  timers: Object.freeze([]),
  thread: 0,
});

/** By the code of the kind: to look one up by name would cost more than most of them. */
const reducersByCode = eventKinds.map((kind) => StateBuilder.reducers[kind] as Reducer<EventKind> | null);

/** State before the first event. */
export const emptyState: KeptState = Object.freeze({
  index: -1,
  kind: null,
  time: 0,
  ...noLoop,
  loop: 0,
  loopThread: 0,
  otherLoops: new Map(),
  tasks: new FrozenTable<Task>(),
  resources: new Map(),
  items: new Map(),
  groups: new Map(),
  futures: new Map(),
  threads: Object.freeze([]),
  network: noNetwork,
  outputs: 0,
});
