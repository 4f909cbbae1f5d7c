/**
 * Lanes of a trace: for each task, in order of creation, spans of one status each, marks and wake-ups; for each worker
 * thread, its running time.
 *
 * Derived from the trace as it grows: closed spans never change, only the last span of a lane is open. A task's status
 * follows the rules of `apply-event.ts`; `spans.test.ts` compares the two at every index.
 */
import { firstIndex } from "../base/binary-search.ts";
import type { TraceEvent } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";
import { Causes, type Cause } from "./causes.ts";
import { LaneBuilder, type Lane } from "./lane.ts";
import { ConnectionLanes } from "./network/connection-lanes.ts";
import { ProcessLanes } from "./network/process-lanes.ts";

/** Wake-up: a waiting task became ready at event `at`, with the cause. */
export interface Wake extends Cause {
  readonly at: number;
  readonly time: number;
  readonly woken: number;
}

/** Blocking call that held the loop from `start` to `end`, in virtual seconds; recorded by the event `at`. */
export interface Block {
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** Task that made the call; 0 for none. */
  readonly task: number;
  readonly call: string;
}

export class Spans {
  readonly #lanes: LaneBuilder[] = [];
  readonly #byTask = new Map<number, LaneBuilder>();
  readonly #wakes: Wake[] = [];
  readonly #blocks: Block[] = [];
  readonly #threads = new Map<number, LaneBuilder>();
  readonly #connections = new ConnectionLanes((task) => this.#byTask.get(task)?.shownName ?? "");
  readonly #processes = new ProcessLanes();
  readonly #instants: { from: number; time: number }[] = [];
  readonly #causes = new Causes();
  /** Thread that is at work, loop that is, and the thread that runs each loop; 0 is the main one. */
  #thread = 0;
  #loop = 0;
  readonly #loopThreads = new Map<number, number>();
  #length = 0;
  #lastInstant = Number.NaN;

  /** In order of creation. */
  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  /** In order of their first start, but for those that run the Python program of a process. */
  get threads(): readonly Lane[] {
    return [...this.#threads.values()].filter(({ process }) => process === 0);
  }

  /** In order of their start. */
  get processes(): readonly Lane[] {
    return this.#processes.lanes;
  }

  /** Return the lane of a process. */
  processOf(process: number): Lane | undefined {
    return this.#processes.lane(process);
  }

  /** Return the lane of the process at the other end of a pipe. */
  processAtOtherEnd(endpoint: number): Lane | undefined {
    return this.#processes.atOtherEnd(endpoint);
  }

  /** In the order in which they were asked for. */
  get connections(): readonly Lane[] {
    return this.#connections.lanes;
  }

  /** Return the lane of the connection that an endpoint is an end of. */
  connectionOf(endpoint: number): Lane | undefined {
    return this.#connections.laneOf(endpoint);
  }

  /** In order of `at`. */
  get wakes(): readonly Wake[] {
    return this.#wakes;
  }

  get blocks(): readonly Block[] {
    return this.#blocks;
  }

  /** Each virtual time that has events, with its first event. */
  get instants(): readonly { readonly from: number; readonly time: number }[] {
    return this.#instants;
  }

  /** Number of events added. */
  get length(): number {
    return this.#length;
  }

  lane(task: number): Lane | undefined {
    return this.#byTask.get(task);
  }

  /** Return the virtual time of an event, in seconds. */
  timeAt(index: number): number {
    const next = firstIndex(this.#instants.length, (i) => (this.#instants[i]?.from ?? 0) > index);
    return this.#instants[Math.max(0, next - 1)]?.time ?? 0;
  }

  /** Return the last event at or before a virtual time; -1 if there is none. */
  indexAtTime(time: number): number {
    const next = firstIndex(this.#instants.length, (i) => (this.#instants[i]?.time ?? 0) > time);
    return (this.#instants[next]?.from ?? this.#length) - 1;
  }

  /** Return the last wake-up at or before event `index`. */
  lastWake(index: number): Wake | undefined {
    return this.#wakes[firstIndex(this.#wakes.length, (i) => (this.#wakes[i]?.at ?? 0) > index) - 1];
  }

  /** Return the wake-up at event `index`, if there is one. */
  wakeAt(index: number): Wake | undefined {
    const wake = this.lastWake(index);
    return wake?.at === index ? wake : undefined;
  }

  /** Add the events of the trace that are new since the last call. */
  append(trace: Trace): void {
    while (this.#length < trace.length) this.take(trace.event(this.#length));
  }

  /** Take in the next event. */
  take(event: TraceEvent): void {
    const { index, time } = event;
    this.#length = index + 1;
    if (time !== this.#lastInstant) this.#instants.push({ from: index, time });
    this.#lastInstant = time;
    switch (event.kind) {
      case "taskCreated": {
        const lane = new LaneBuilder(event.task, event.name, event.coroutine, event.parent);
        this.#lanes.push(lane);
        this.#byTask.set(event.task, lane);
        lane.begin("ready", index, time);
        break;
      }
      case "handleScheduled": {
        const cause = this.#causes.scheduled(event.handle, event.task, index);
        const lane = this.#byTask.get(event.task);
        if (lane?.status !== "waiting") break;
        lane.begin("ready", index, time);
        this.#wakes.push({ ...cause, at: index, time, woken: event.task });
        break;
      }
      case "timerScheduled":
        this.#causes.timerScheduled(event.handle, index);
        break;
      case "timerDue":
        this.#causes.timerDue(event.handle, event.task, index);
        break;
      case "handleStarted":
        this.#causes.started(event.handle);
        break;
      case "handleEnded":
        this.#causes.ended();
        break;
      case "handleCancelled":
        this.#causes.cancelled(event.handle);
        break;
      case "taskStepped":
        this.#causes.stepped(event.task);
        this.#byTask.get(event.task)?.begin("running", index, time);
        break;
      case "taskSuspended": {
        // The wake-up is already scheduled if the awaited future was done, or after sleep(0).
        const isReady = this.#causes.isScheduled(event.task);
        const reason = isReady ? "" : event.reason;
        this.#byTask.get(event.task)?.begin(isReady ? "ready" : "waiting", index, time, reason);
        break;
      }
      case "taskDone": {
        const lane = this.#byTask.get(event.task);
        lane?.finish(index, time);
        if (lane) lane.outcome = { at: index, time, kind: event.outcome };
        break;
      }
      case "taskCancelRequested":
        this.#byTask.get(event.task)?.marks.push({ at: index, time, kind: "cancelRequested" });
        break;
      case "taskCancelThrown":
        this.#byTask.get(event.task)?.marks.push({ at: index, time, kind: "cancelThrown" });
        break;
      case "warningRaised":
        this.#byTask.get(event.task)?.marks.push({ at: index, time, kind: "warning" });
        break;
      case "outputWritten": {
        // A function that a task runs in a worker thread writes for that thread, a task of a thread's own loop for itself.
        const isInLoop = event.thread === (this.#loopThreads.get(this.#loop) ?? 0);
        const thread = isInLoop ? undefined : this.#threads.get(event.thread);
        (thread ?? this.#byTask.get(event.task) ?? this.#threads.get(event.thread))?.outputs.push({
          at: index,
          time,
          kind: "output",
        });
        break;
      }
      case "loopStarted":
        this.#loopThreads.set(this.#loop, this.#thread);
        break;
      case "threadStarted": {
        this.#thread = event.thread;
        const thread = this.#threads.get(event.thread) ?? new LaneBuilder(0, event.name, "", 0, event.thread);
        this.#threads.set(event.thread, thread);
        thread.begin("running", index, time);
        break;
      }
      case "threadSuspended": {
        this.#thread = 0;
        const lane = this.#threads.get(event.thread);
        const sleeps = event.call === "time.sleep";
        // A sleep of a thread stands for work that takes time; a process sleeps as the command `sleep` does.
        if (!sleeps || lane?.process) lane?.begin("waiting", index, time, sleeps ? "sleep" : event.call);
        break;
      }
      case "threadResumed": {
        this.#thread = event.thread;
        const lane = this.#threads.get(event.thread);
        if (lane?.spans.at(-1)?.status === "waiting") lane.begin("running", index, time);
        break;
      }
      case "threadEnded":
        this.#thread = 0;
        this.#threads.get(event.thread)?.finish(index, time);
        break;
      case "loopBlocked": {
        const start = time - event.duration;
        this.#blocks.push({ at: index, start, end: time, task: event.task, call: event.call });
        break;
      }
      case "loopSwitched":
        this.#causes.switched(event.loop);
        this.#loop = event.loop;
        break;
      case "endpointReady":
        this.#causes.endpointReady(event.endpoint, index);
        break;
      case "processReported":
        this.#causes.processReported(event.process, index);
        break;
      case "processResumed": {
        // A thread that runs a Python program has the lane of its process.
        const lane = this.#processes.lane(event.process);
        if (event.thread > 0 && lane) this.#threads.set(event.thread, lane);
        else this.#processes.take(event);
        break;
      }
      default:
        this.#connections.take(event);
        this.#processes.take(event);
    }
  }
}
